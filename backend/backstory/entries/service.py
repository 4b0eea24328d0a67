"""The only writer of entries. One function for one change and for five hundred: `record`.

The patient's row is locked first, so revisions are handed out in the order of commits (a bare sequence skips what
commits late), every op finds out what the others did, and the same request ten times in parallel is applied once.
Statements are built once: building one costs more than running it (PERFORMANCE).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, cast
from uuid import UUID

from sqlalchemy import Connection, Table, bindparam, insert, select, update

from backstory.accounts.actor import Actor
from backstory.accounts.models import Patient
from backstory.entries.models import Entry, EntryVersion
from backstory.entries.payloads import KINDS, AnyPayload
from backstory.entries.wire import Change
from backstory.kernel.errors import NotCurrent, NotFound, NotValid, NotYoursToDo, Problem
from backstory.sharing.access import readable, who

LATE_AFTER = timedelta(hours=36)  # DOMAIN 2 (proposal); recall inflates with the days (Broderick 2008)
CLOCK_WRONG_AFTER = timedelta(minutes=5)

_entry = cast("Table", Entry.__table__)  # type: ignore[attr-defined]  # SQLModel adds it
_version = cast("Table", EntryVersion.__table__)  # type: ignore[attr-defined]
_patient = cast("Table", Patient.__table__)  # type: ignore[attr-defined]

# One statement asks for the right to see the patient, locks them and takes the revisions; those of duplicates are given back.
_TAKE: Any = (
    update(_patient)
    .where(_patient.c.id == bindparam("of_patient"), readable(_patient.c.id))
    .values(revision=_patient.c.revision + bindparam("changes"))
    .returning(_patient.c.revision)
)
_GIVE_BACK: Any = update(_patient).where(_patient.c.id == bindparam("of_patient")).values(revision=bindparam("revision"))
_CURRENT: Any = select(_entry).where(_entry.c.patient_id == bindparam("patient_id"), _entry.c.id.in_(bindparam("ids", expanding=True)))
_KNOWN_OPS: Any = select(_version.c.op_id, _version.c.version).where(
    _version.c.patient_id == bindparam("patient_id"), _version.c.op_id.in_(bindparam("op_ids", expanding=True))
)
_FROM_BASE: Any = select(_version).where(
    _version.c.patient_id == bindparam("patient_id"), _version.c.entry_id == bindparam("id"), _version.c.base_version == bindparam("base")
)
_INSERT: Any = insert(_entry)
_INSERT_VERSION: Any = insert(_version)
_UPDATE: Any = (
    update(_entry)
    .where(_entry.c.patient_id == bindparam("of_patient"), _entry.c.id == bindparam("of_id"))
    .values({column.name: bindparam(column.name) for column in _entry.columns if not column.primary_key})
)

Row = dict[str, Any]


@dataclass(frozen=True)
class Outcome:
    status: Literal["applied", "duplicate", "conflict", "rejected"]
    version: int | None
    problem: Problem | None = None


def record(connection: Connection, patient_id: UUID, changes: Sequence[Change], *, by: Actor, now: datetime, strict: bool = False) -> list[Outcome]:
    """Applies the changes in their order and answers each. `strict` (a PUT) raises NotCurrent where sync would override."""
    taken = connection.execute(_TAKE, {"of_patient": patient_id, "changes": len(changes), **who(by)}).scalar()
    if taken is None:
        raise NotFound()
    revision = taken - len(changes)
    ids = list({change.entry_id for change in changes})
    held = {row["id"]: dict(row) for row in connection.execute(_CURRENT, {"patient_id": patient_id, "ids": ids}).mappings()}
    op_ids = [change.op_id for change in changes if change.op_id]
    known = {row.op_id: row.version for row in connection.execute(_KNOWN_OPS, {"patient_id": patient_id, "op_ids": op_ids})} if op_ids else {}
    fresh: set[UUID] = set()
    touched: dict[UUID, Row] = {}
    versions: list[Row] = []
    outcomes: list[Outcome] = []
    for change in changes:
        if change.op_id and change.op_id in known:
            outcomes.append(Outcome("duplicate", known[change.op_id]))
            continue
        current = held.get(change.entry_id)
        try:
            _check(change, current, by)
            if strict and change.base_version != (current["version"] if current else 0):
                outcomes.append(_replayed(connection, patient_id, change, current))
                continue
        except Problem as problem:
            outcomes.append(Outcome("rejected", None, problem))
            continue
        revision += 1
        row = _changed(patient_id, change, current, revision=revision, by=by, now=now)
        if current is None:
            fresh.add(change.entry_id)
        held[change.entry_id] = touched[change.entry_id] = row
        versions.append(_as_version(row, change))
        if change.op_id:
            known[change.op_id] = row["version"]
        unseen = current is not None and change.base_version < current["version"]
        outcomes.append(Outcome("conflict" if unseen else "applied", row["version"]))
    if versions:
        connection.execute(_INSERT_VERSION, versions)
        _store(connection, fresh, touched)
    if revision < taken:
        connection.execute(_GIVE_BACK, {"of_patient": patient_id, "revision": revision})
    return outcomes


def _check(change: Change, current: Row | None, by: Actor) -> None:
    """Order as in CONTRACT 4: there for you, yours to do, valid."""
    if current is not None and current["private"] and current["practice_id"] != by.practice_id:
        raise NotFound()
    if current is not None and current["practice_id"] != (by.practice_id if by.role == "clinician" else None):
        raise NotYoursToDo()
    if change.payload is None:
        if current is None:
            raise NotFound()
        return
    kind = KINDS[change.payload.kind]
    if not (kind.CLINICIAN if by.role == "clinician" else kind.PATIENT):
        raise NotYoursToDo()
    if current is not None and current["kind"] != change.payload.kind:
        raise NotValid.at("payload.kind", "kind_changed")
    if change.payload.only_for_practice() and by.role != "clinician":
        raise NotValid.at("payload.private", "only_for_practices")
    if change.occurred_at and change.ended_at and change.ended_at < change.occurred_at:
        raise NotValid.at("ended_at", "before_start")


def _replayed(connection: Any, patient_id: UUID, change: Change, current: Row | None) -> Outcome:
    """The same PUT again is answered with what is there now; anything else is behind the times."""
    if current is not None and current["deleted_at"] is None and change.payload is not None:
        wanted = _content(change)
        found = connection.execute(_FROM_BASE, {"patient_id": patient_id, "id": change.entry_id, "base": change.base_version}).mappings()
        if any(all(version[name] == value for name, value in wanted.items()) for version in found):
            return Outcome("duplicate", current["version"])
    raise NotCurrent()


def _content(change: Change) -> Row:
    assert change.occurred_at is not None and change.payload is not None
    return {
        "occurred_at": change.occurred_at,
        "utc_offset_minutes": _offset(change.occurred_at),
        "ended_at": change.ended_at,
        "ended_utc_offset_minutes": _offset(change.ended_at),
        "payload_version": change.payload.VERSION,
        "payload": change.payload.model_dump(mode="json", exclude_none=True),
    }


def _changed(patient_id: UUID, change: Change, current: Row | None, *, revision: int, by: Actor, now: datetime) -> Row:
    row: Row = dict(current) if current else {"patient_id": patient_id, "id": change.entry_id, "version": 0, "practice_id": None, "late": False}
    row |= {
        "version": row["version"] + 1,
        "revision": revision,
        "captured_at": change.captured_at,
        "received_at": now,
        "clock_wrong": change.captured_at > now + CLOCK_WRONG_AFTER,
        "recorded_by": by.person_id,
        "deleted_at": None if change.payload else now,
    }
    if change.payload is None or change.occurred_at is None:
        return row
    claims_anew = current is None or _claim(change.occurred_at, change.payload) != _claim(current["occurred_at"], _read(current))
    if claims_anew:
        row["late"] = change.captured_at - change.occurred_at > LATE_AFTER
    row |= _content(change) | {
        "kind": change.payload.kind,
        "practice_id": by.practice_id if by.role == "clinician" else None,
        "private": change.payload.only_for_practice(),
        "local_on": change.occurred_at.date(),
    }
    return row


def _claim(occurred_at: datetime, payload: AnyPayload) -> tuple[Any, ...]:
    return (occurred_at, *payload.scores())


def _read(row: Row) -> AnyPayload:
    return KINDS[row["kind"]].model_validate(row["payload"], strict=False)


def _offset(value: datetime | None) -> int | None:
    offset = value.utcoffset() if value else None
    return int(offset.total_seconds() // 60) if offset is not None else None


def _as_version(row: Row, change: Change) -> Row:
    kept = {column.name: row.get(column.name) for column in _version.columns}
    return kept | {"entry_id": row["id"], "base_version": change.base_version, "op_id": change.op_id, "deleted": change.payload is None}


def _store(connection: Any, fresh: set[UUID], touched: dict[UUID, Row]) -> None:
    new = [row for entry_id, row in touched.items() if entry_id in fresh]
    edited = [row | {"of_patient": row["patient_id"], "of_id": row["id"]} for entry_id, row in touched.items() if entry_id not in fresh]
    if new:
        connection.execute(_INSERT, new)
    if edited:
        connection.execute(_UPDATE, edited)
