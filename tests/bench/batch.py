"""What a sync batch of 100 is made of (docs/decisions/0007): `python -m tests.bench.batch`. Each rung does by hand what the one before
does and one thing more that the contract asks for; the last is the product. CPU time of this process without HTTP, rungs taking turns."""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any
from uuid import uuid4

from pydantic_core import from_json, to_json

from backstory.entries import sync
from backstory.entries.wire import SyncIn
from backstory.kernel.clock import now
from backstory.kernel.ids import new_id
from tests.bench import floor
from tests.bench.filling import COLUMNS, Someone, checkin, fill
from tests.bench.growth import opened
from tests.bench.table import machine

ROUNDS, ENTRIES = 60, 1_000
_KEPT = [*(name for name in COLUMNS if name not in ("id", "kind", "private", "local_on")), "entry_id", "base_version", "deleted", "op_id"]
_VERSION = f"INSERT INTO entry_version ({','.join(_KEPT)}) VALUES ({','.join(':' + name for name in _KEPT)})"
_COUNT = "UPDATE patient SET revision = revision + 100 WHERE id = ? RETURNING revision"
_IN = ",".join("?" * 100)
_OPS = f"SELECT op_id, version FROM entry_version WHERE patient_id = ? AND op_id IN ({_IN})"
_HELD = f"SELECT * FROM entry WHERE patient_id = ? AND id IN ({_IN})"
_SINCE = """SELECT entry.id, version, revision, occurred_at, ended_at, captured_at, received_at, late, clock_wrong, payload, recorded_by, name, role
    FROM entry JOIN person ON person.id = recorded_by WHERE patient_id = ? AND revision > ? ORDER BY revision LIMIT 501"""
WHEN = {"occurred_at": "2026-11-22T20:15:00+01:00", "captured_at": "2026-11-22T19:16:00Z", "base_version": 0}
Rung = Callable[[bytes], object]


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="backstory-bench-") as name:
        path = Path(name) / "filled.sqlite3"
        people = fill(f"sqlite:///{path}", ENTRIES)
        rungs: dict[str, Rung] = {}
        for number, what in enumerate(("bare insert", "and a version of each", "and duplicates looked up, revisions counted", "and read back")):
            rungs[what] = _by_hand(_copy(path, number), people[0], number)
        rungs["and validated"] = _validated(_by_hand(_copy(path, 4), people[0], 3))
        rungs["the product"] = _product(_copy(path, 5), people)
        found = _measured(rungs)
    bare = found["bare insert"]
    print(machine())
    for what, microseconds in found.items():
        print(f"{what:<46} {microseconds:>8,.0f} us {microseconds / bare:>6.2f}")


def _copy(path: Path, number: int) -> Path:
    return Path(shutil.copy(path, path.with_name(f"{number}.sqlite3")))


def _measured(rungs: dict[str, Rung]) -> dict[str, float]:
    found: dict[str, list[float]] = {what: [] for what in rungs}
    for turn in range(ROUNDS + 2):
        for what, run in rungs.items():
            body = _ops()
            before = time.process_time_ns()
            run(body)
            if turn > 1:
                found[what].append((time.process_time_ns() - before) / 1000)
    return {what: median(times) for what, times in found.items()}


def _by_hand(path: Path, who: Someone, rung: int) -> Rung:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
    patient, person = who.patient_id.hex, who.person_id.hex

    def run(body: bytes) -> bytes:
        ops = from_json(body)["ops"]
        rows = [floor.row(op, op["entry_id"], patient, person) for op in ops]
        connection.execute("BEGIN IMMEDIATE")
        revision = 0
        if rung >= 2:
            [[revision]] = connection.execute(_COUNT, (patient,)).fetchall()
            assert not connection.execute(_OPS, (patient, *(op["op_id"].replace("-", "") for op in ops))).fetchall()
            assert not connection.execute(_HELD, (patient, *(row[1] for row in rows))).fetchall()
            rows = [(*row[:4], revision - 99 + place, *row[5:]) for place, row in enumerate(rows)]
        if rung >= 1:
            connection.executemany(_VERSION, [_version(row, op) for row, op in zip(rows, ops, strict=True)])
        connection.executemany(floor._INSERT, rows)
        pulled = connection.execute(_SINCE, (patient, revision - 100)).fetchall() if rung >= 3 else []
        assert len(pulled) == (100 if rung >= 3 else 0)
        connection.execute("COMMIT")
        return to_json({"results": [op["op_id"] for op in ops], "entries": [floor.shown(one) for one in pulled]})

    return run


def _version(row: tuple[Any, ...], op: dict[str, Any]) -> dict[str, Any]:
    kept = dict(zip(COLUMNS, row, strict=True))
    return kept | {"entry_id": kept["id"], "base_version": 0, "deleted": 0, "op_id": op["op_id"].replace("-", "")}


def _validated(run: Rung) -> Rung:
    return lambda body: (SyncIn.model_validate_json(body, strict=True), run(body))


def _product(path: Path, people: list[Someone]) -> Rung:
    database, [by, *_] = opened(f"sqlite:///{path}", people)
    patient_id, place = people[0].patient_id, {"cursor": 2**53, "epoch": ""}

    def run(body: bytes) -> bytes:
        sent = SyncIn.model_validate_json(body, strict=True).model_copy(update=place)
        with database.writing_rows() as connection:
            answer, entries = sync.exchange(connection, patient_id, sent, by=by, now=now())
        place.update({name: answer[name] for name in place})
        return b'%s,"entries":[%s]}' % (to_json(answer)[:-1], ",".join(entries).encode())

    return run


def _ops() -> bytes:
    ops = [WHEN | {"op_id": str(uuid4()), "entry_id": str(new_id()), "payload": checkin(n)} for n in range(100)]
    return json.dumps({"epoch": None, "cursor": 0, "ops": ops}).encode()


if __name__ == "__main__":
    main()
