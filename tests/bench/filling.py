"""A database of many entries, the same at every run: people through the product's own services, entries straight into the table.

The entries of all patients arrive mixed in time, as they do in life: a patient's page then lies scattered over the table.
"""

from __future__ import annotations

import io
import json
import random
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

import psycopg

from backstory.accounts import service as accounts
from backstory.entries.payloads import KINDS
from backstory.kernel.db import Database
from backstory.kernel.migrate import migrate
from backstory.sharing import service as sharing

COLUMNS = (
    *("patient_id", "id", "kind", "version", "revision", "private", "local_on", "payload_version", "payload"),
    *("occurred_at", "utc_offset_minutes", "captured_at", "received_at", "late", "clock_wrong", "recorded_by"),
)
PATIENTS = 200
NEWEST = datetime(2026, 11, 22, 20, 15, tzinfo=UTC)
_CHUNK = 20_000
_HISTORY = """
    INSERT INTO entry_version (patient_id, entry_id, version, base_version, revision, deleted, payload_version, payload, occurred_at,
        utc_offset_minutes, captured_at, received_at, late, clock_wrong, recorded_by)
    SELECT patient_id, id, version, 0, revision, private, payload_version, payload, occurred_at,
        utc_offset_minutes, captured_at, received_at, late, clock_wrong, recorded_by
    FROM entry
"""
_COUNTED = "UPDATE patient SET revision = (SELECT coalesce(max(revision), 0) FROM entry WHERE entry.patient_id = patient.id)"


@dataclass(frozen=True)
class Someone:
    """A signed-in patient."""

    patient_id: UUID
    person_id: UUID
    token: str


def fill(url: str, entries: int, patients: int = PATIENTS) -> list[Someone]:
    """Migrates, then up to `patients` with `entries` among them; a patient has at least two pages."""
    migrate(url)
    people = _bring_in(url, max(1, min(patients, entries // 100)))
    rows = _rows(people, entries)
    if url.startswith("sqlite"):
        _into_sqlite(url.removeprefix("sqlite:///"), rows)
    else:
        _into_postgres(url, rows)
    return people


def checkin(number: int) -> dict[str, Any]:
    """What a phone sends in the evening."""
    regions = [{"region": "lumbar", "side": "left", "score": number % 11}, {"region": "gluteal", "side": "right"}]
    return {"kind": "checkin", "average": number % 11, "worst": 9, "sleep": 4, "regions": regions, "care": ["heat", "walk"], "note": "after the garden"}


def _bring_in(url: str, patients: int) -> list[Someone]:
    database, people = Database(url), []
    with database.transaction() as session:
        practice = accounts.add_practice(session, "Clinic", now=NEWEST)
        accounts.add_person(session, role="clinician", login="clara", name="Clara", password_hash="-", practice=practice, now=NEWEST)
        for number in range(patients):
            person, patient = accounts.add_person(
                session, role="patient", login=f"pat{number}", name=f"Pat {number}", password_hash="-", practice=None, now=NEWEST
            )
            assert patient is not None
            sharing.grant(session, patient.id, practice.id, by=person.id, now=NEWEST)
            token = accounts.sign_in(session, person, device="Bench", now=datetime.now(UTC))
            people.append(Someone(patient.id, person.id, token))
    database.engine.dispose()
    return people


def _rows(people: list[Someone], entries: int) -> Iterator[tuple[Any, ...]]:
    """In the order of COLUMNS; words and whole numbers that both databases read the same way."""
    seeded = random.Random(20261122)
    payloads = _payloads(seeded)
    who = [(one.patient_id.hex, one.person_id.hex) for one in people]
    step = min(timedelta(hours=6) / len(people), timedelta(days=3650) / entries)
    start = NEWEST - step * entries
    for number in range(entries):
        at = start + step * number
        patient_id, person_id = who[number % len(who)]
        kind, payload = seeded.choice(payloads)
        stored = at.strftime("%Y-%m-%d %H:%M:%S.%f")
        entry_id = f"{int(at.timestamp() * 1000):012x}7{seeded.getrandbits(12):03x}{0x8000000000000000 | seeded.getrandbits(62):016x}"
        revision = number // len(who) + 1
        yield patient_id, entry_id, kind, 1, revision, 0, stored[:10], 1, payload, stored, 60, stored, stored, 0, 0, person_id


def _payloads(seeded: random.Random) -> list[tuple[str, str]]:
    words = ["left low back", "stiff after sitting", "long", "better with heat", "walked the dog", "slept badly", "pulling into the leg", "a calm day"]

    def note() -> str:
        return " ".join(seeded.choices(words, k=seeded.randint(0, 5)))

    def regions() -> list[dict[str, Any]]:
        names = seeded.sample(["lumbar", "thoracic", "gluteal", "neck"], k=seeded.randint(1, 3))
        return [{"region": name, "side": seeded.choice(["left", "right"]), "score": seeded.randint(0, 10)} for name in names]

    def one(kind: str) -> dict[str, Any]:
        score = seeded.randint(0, 10)
        area = {"region": "lumbar", "side": "left", "tool": "elbow", "seconds": 60, "pressure": 3, "response": "ok"}
        return {
            "checkin": {"average": score, "worst": min(10, score + 2), "sleep": 4, "regions": regions(), "care": ["heat"], "note": note()},
            "spasm": {"peak": score, "regions": regions(), "type": "cramp", "helped": ["heat", "stretch"], "settled_minutes": 20, "note": note()},
            "exercise": {"name": "Pelvic tilt", "sets": 2, "reps": 10, "difficulty": 3, "pain_before": score, "pain_after": score},
            "soreness": {"score": score, "regions": regions(), "note": note()},
            "treatment": {"areas": [area] * seeded.randint(2, 6), "notes": note()},
        }[kind]

    kinds = ["checkin"] * 9 + ["spasm"] * 3 + ["exercise"] * 5 + ["soreness"] * 2 + ["treatment"]
    made = [KINDS[kind].model_validate({"kind": kind} | one(kind)) for kind in kinds * 25]
    return [(kinds[number % len(kinds)], json.dumps(model.model_dump(mode="json", exclude_none=True))) for number, model in enumerate(made)]


def _into_sqlite(path: str, rows: Iterator[tuple[Any, ...]]) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("synchronous=OFF", "cache_size=-1500000", "foreign_keys=OFF"):  # nobody relies on these rows yet
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("BEGIN")
    connection.executemany(f"INSERT INTO entry ({','.join(COLUMNS)}) VALUES ({','.join('?' * len(COLUMNS))})", rows)
    connection.execute(_HISTORY)
    connection.execute(_COUNTED)
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _into_postgres(url: str, rows: Iterator[tuple[Any, ...]]) -> None:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        with connection.cursor().copy(f"COPY entry ({','.join(COLUMNS)}) FROM STDIN") as copy:
            while chunk := list(islice(rows, _CHUNK)):
                text = io.StringIO()
                text.writelines("\t".join(map(str, row)) + "\n" for row in chunk)
                copy.write(text.getvalue())
        connection.execute(_HISTORY)
        connection.execute(_COUNTED)
        connection.execute("VACUUM ANALYZE")
