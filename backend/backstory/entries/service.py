"""The only writer of entries. One function for one change and for five hundred: `record`.

The patient's row is locked first, so revisions are handed out in the order of commits (a bare sequence skips what
commits late), every op finds out what the others did, and the same request ten times in parallel is applied once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, NamedTuple
from uuid import UUID

from sqlalchemy import Connection

from backstory.accounts.actor import Actor
from backstory.entries import store
from backstory.entries.payloads import KINDS, AnyPayload
from backstory.entries.store import Row
from backstory.entries.wire import Change
from backstory.kernel.errors import NotCurrent, NotFound, NotValid, NotYoursToDo, Problem

LATE_AFTER = timedelta(hours=36)  # DOMAIN 2 (proposal); recall inflates with the days (Broderick 2008)
CLOCK_WRONG_AFTER = timedelta(minutes=5)


class Outcome(NamedTuple):
    status: Literal["applied", "duplicate", "conflict", "rejected"]
    version: int | None
    problem: Problem | None = None
    row: Row | None = None


def record(connection: Connection, patient_id: UUID, changes: Sequence[Change], *, by: Actor, now: datetime, strict: bool = False) -> list[Outcome]:
    """Applies the changes in their order and answers each. `strict` (a PUT) raises NotCurrent where sync would override."""
    taken = store.take_revisions(connection, patient_id, len(changes), by=by)
    revision = taken - len(changes)
    held = store.held(connection, patient_id, {change.entry_id for change in changes})
    known = store.known_ops(connection, patient_id, [change.op_id for change in changes if change.op_id])
    fresh: set[UUID] = set()
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
        held[change.entry_id] = row
        versions.append(row | {"entry_id": row["id"], "base_version": change.base_version, "op_id": change.op_id, "deleted": change.payload is None})
        if change.op_id:
            known[change.op_id] = row["version"]
        unseen = current is not None and change.base_version < current["version"]
        outcomes.append(Outcome("conflict" if unseen else "applied", row["version"], row=row))
    if versions:
        store.keep(connection, versions, fresh)
    if revision < taken:
        store.set_revision(connection, patient_id, revision)  # a replay, or a change that was refused, takes none
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
    if current is not None and current["private"] != change.payload.only_for_practice():
        raise NotValid.at("payload.private", "private_changed")  # what was private stays so in every version, and what was not was seen
    if change.payload.only_for_practice() and by.role != "clinician":
        raise NotValid.at("payload.private", "only_for_practices")
    if change.occurred_at and change.ended_at and change.ended_at < change.occurred_at:
        raise NotValid.at("ended_at", "before_start")


def _replayed(connection: Any, patient_id: UUID, change: Change, current: Row | None) -> Outcome:
    """The same PUT again is answered with what is there now; anything else is behind the times."""
    if current is not None and current["deleted_at"] is None and change.payload is not None:
        wanted = _content(change)
        found = store.versions_from(connection, patient_id, change.entry_id, change.base_version)
        if any(all(version[name] == value for name, value in wanted.items()) for version in found):
            return Outcome("duplicate", current["version"])
    raise NotCurrent()


def _content(change: Change) -> Row:
    assert change.occurred_at is not None and change.payload is not None
    return {
        "occurred_at": change.occurred_at.astimezone(UTC),
        "utc_offset_minutes": _offset(change.occurred_at),
        "ended_at": change.ended_at.astimezone(UTC) if change.ended_at else None,
        "ended_utc_offset_minutes": _offset(change.ended_at),
        "payload_version": change.payload.VERSION,
        "payload": change.payload.model_dump(mode="json", exclude_none=True),
    }


def _changed(patient_id: UUID, change: Change, current: Row | None, *, revision: int, by: Actor, now: datetime) -> Row:
    row: Row = dict(current) if current else {"patient_id": patient_id, "id": change.entry_id, "version": 0, "practice_id": None, "late": False}
    row |= {
        "version": row["version"] + 1,
        "revision": revision,
        "captured_at": change.captured_at.astimezone(UTC),
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
