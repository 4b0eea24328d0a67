"""Reading entries. Every statement carries the question of who may see (`readable`) and hides a practice's private notes from
everybody else; statements are built once."""

from __future__ import annotations

import base64
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Connection, Table, bindparam, or_, select, tuple_, type_coerce

from backstory.accounts.actor import Actor
from backstory.accounts.models import Person
from backstory.entries.models import Entry, EntryVersion
from backstory.entries.wire import PageQuery
from backstory.kernel.clock import wall_clock
from backstory.kernel.db import IdText
from backstory.kernel.errors import NotFound, NotValid
from backstory.sharing.access import readable, who

Row = dict[str, Any]

entry = cast("Table", Entry.__table__)  # type: ignore[attr-defined]  # SQLModel adds it
_version = cast("Table", EntryVersion.__table__)  # type: ignore[attr-defined]
_person = cast("Table", Person.__table__)  # type: ignore[attr-defined]

ALLOWED: Any = readable(entry.c.patient_id) & or_(entry.c.private.is_(False), entry.c.practice_id == bindparam("own_practice_id"))
"""The clause for every read of entries: a live right to see the patient, and private notes only for the practice that wrote them."""


def _content(of: Table) -> tuple[Any, ...]:
    """What `_shared` takes, in its order: by position, since a look-up by name for every value doubles what a page costs."""
    return (
        of.c.version,
        of.c.revision,
        of.c.occurred_at,
        of.c.utc_offset_minutes,
        of.c.ended_at,
        of.c.ended_utc_offset_minutes,
        of.c.captured_at,
        of.c.received_at,
        of.c.late,
        of.c.clock_wrong,
        type_coerce(of.c.recorded_by, IdText),
        _person.c.name,
        _person.c.role,
        of.c.payload,
    )


_ID, _PATIENT_ID = type_coerce(entry.c.id, IdText), type_coerce(entry.c.patient_id, IdText)
_READ: Any = (
    select(_ID, _PATIENT_ID, *_content(entry), entry.c.deleted_at)
    .join(_person, _person.c.id == entry.c.recorded_by)
    .where(entry.c.patient_id == bindparam("patient_id"), ALLOWED)
)
_ONE: Any = _READ.where(entry.c.id == bindparam("id"), entry.c.deleted_at.is_(None))
_SINCE: Any = _READ.where(entry.c.revision > bindparam("cursor")).order_by(entry.c.revision).limit(bindparam("limit"))
_WINDOW: Any = _READ.where(
    entry.c.deleted_at.is_(None),
    entry.c.occurred_at >= bindparam("start"),
    entry.c.occurred_at < bindparam("end"),
    entry.c.local_on >= bindparam("first"),
    entry.c.local_on <= bindparam("last"),
).order_by(entry.c.occurred_at.desc(), entry.c.id.desc())
_HISTORY: Any = (
    select(_version.c.base_version, _version.c.deleted, *_content(_version))
    .join(entry, (entry.c.patient_id == _version.c.patient_id) & (entry.c.id == _version.c.entry_id))
    .join(_person, _person.c.id == _version.c.recorded_by)
    .where(_version.c.patient_id == bindparam("patient_id"), _version.c.entry_id == bindparam("id"), ALLOWED)
    .order_by(_version.c.version)
)


def one(connection: Connection, patient_id: UUID, entry_id: UUID, *, by: Actor) -> Row:
    row = connection.execute(_ONE, {"patient_id": patient_id, "id": entry_id, **who(by)}).first()
    if row is None:
        raise NotFound()
    return _entry(row)


def since(connection: Connection, patient_id: UUID, cursor: int, limit: int, *, by: Actor) -> list[Row]:
    """What changed after `cursor`, oldest change first; a deleted entry as its tombstone."""
    rows = connection.execute(_SINCE, {"patient_id": patient_id, "cursor": cursor, "limit": limit, **who(by)})
    return [_entry(row) if row.deleted_at is None else _tombstone(row) for row in rows]


def window(connection: Connection, patient_id: UUID, first: date, last: date, *, by: Actor) -> list[Row]:
    """All entries of the local days first..last, newest first. The index runs over instants, hence a day of room on both sides."""
    bounds = {"first": first, "last": last, **_around(first, last)}
    return [_entry(row) for row in connection.execute(_WINDOW, {"patient_id": patient_id, **bounds, **who(by)})]


def page(connection: Connection, patient_id: UUID, asked: PageQuery, *, by: Actor) -> tuple[list[Row], str | None]:
    """Newest first, keyset-paged: row values, since the OR form is several times slower on PostgreSQL (PERFORMANCE)."""
    values: dict[str, Any] = {"patient_id": patient_id, "limit": asked.limit + 1, **who(by)}
    if asked.before:
        values["before_at"], values["before_id"] = _place(asked.before)
    if asked.kind:
        values["kind"] = asked.kind
    if asked.from_:
        values |= {"first": asked.from_, "start": _around(asked.from_, asked.from_)["start"]}
    if asked.to:
        values |= {"last": asked.to, "end": _around(asked.to, asked.to)["end"]}
    statement = _page(frozenset(values) & {"before_at", "kind", "first", "last"})
    rows = connection.execute(statement, values).all()
    items = rows[: asked.limit]
    return [_entry(row) for row in items], _cursor(items[-1]) if len(rows) > asked.limit else None


_PAGES: dict[frozenset[str], Any] = {}


def _page(given: frozenset[str]) -> Any:
    if given not in _PAGES:
        statement = _READ.where(entry.c.deleted_at.is_(None))
        if "before_at" in given:
            place = tuple_(bindparam("before_at", type_=entry.c.occurred_at.type), bindparam("before_id", type_=entry.c.id.type))
            statement = statement.where(tuple_(entry.c.occurred_at, entry.c.id) < place)
        if "kind" in given:
            statement = statement.where(entry.c.kind == bindparam("kind"))
        if "first" in given:
            statement = statement.where(entry.c.occurred_at >= bindparam("start"), entry.c.local_on >= bindparam("first"))
        if "last" in given:
            statement = statement.where(entry.c.occurred_at < bindparam("end"), entry.c.local_on <= bindparam("last"))
        _PAGES[given] = statement.order_by(entry.c.occurred_at.desc(), entry.c.id.desc()).limit(bindparam("limit"))
    return _PAGES[given]


def history(connection: Connection, patient_id: UUID, entry_id: UUID, *, by: Actor) -> list[Row]:
    rows = connection.execute(_HISTORY, {"patient_id": patient_id, "id": entry_id, **who(by)}).all()
    if not rows:
        raise NotFound()
    return [
        {
            "base_version": row.base_version,
            "deleted": row.deleted,
            "unseen": any(later.base_version < row.version < later.version for later in rows),
            **_shared(row[2:]),
        }
        for row in rows
    ]


def _entry(row: Any) -> Row:
    return {"id": row[0], "patient_id": row[1], **_shared(row[2:-1])}


def _tombstone(row: Any) -> Row:
    return {"id": row[0], "version": row.version, "revision": row.revision, "deleted_at": row.deleted_at}


def _shared(row: Any) -> Row:
    (
        version,
        revision,
        occurred_at,
        offset,
        ended_at,
        ended_offset,
        captured_at,
        received_at,
        late,
        clock_wrong,
        recorded_by,
        name,
        role,
        payload,
    ) = row
    return {
        "version": version,
        "revision": revision,
        "occurred_at": wall_clock(occurred_at, offset),
        "ended_at": wall_clock(ended_at, ended_offset or 0) if ended_at else None,
        "captured_at": captured_at,
        "received_at": received_at,
        "late": late,
        "clock_wrong": clock_wrong,
        "recorded_by": {"id": recorded_by, "name": name, "role": role},
        "payload": payload,
    }


def _around(first: date, last: date) -> dict[str, datetime]:
    midnight = time(tzinfo=UTC)
    return {"start": datetime.combine(first, midnight) - timedelta(days=1), "end": datetime.combine(last, midnight) + timedelta(days=2)}


def _cursor(row: Any) -> str:
    return base64.urlsafe_b64encode(f"{row.occurred_at.isoformat()}|{row[0]}".encode()).decode().rstrip("=")


def _place(cursor: str) -> tuple[datetime, UUID]:
    try:
        at, entry_id = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().split("|")
        return datetime.fromisoformat(at).astimezone(UTC), UUID(entry_id)
    except (ValueError, OverflowError):
        raise NotValid.at("before", "not_a_cursor") from None
