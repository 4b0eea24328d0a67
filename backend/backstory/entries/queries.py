"""Reading entries. Every statement carries the question of who may see (`readable`) and hides a practice's private notes from
everybody else; statements are built once."""

from __future__ import annotations

import base64
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import BigInteger, Connection, Table, bindparam, or_, select, tuple_, type_coerce

from backstory.accounts.actor import Actor
from backstory.accounts.models import Person
from backstory.entries.models import Entry, EntryVersion
from backstory.entries.spelled import COLUMNS, OCCURRED_AT, REVISION, spelled
from backstory.entries.wire import PageQuery
from backstory.kernel.clock import wall_clock
from backstory.kernel.db import IdText
from backstory.kernel.errors import NotFound, NotValid
from backstory.kernel.prepared import Prepared
from backstory.sharing.access import readable, who

Row = dict[str, Any]

entry = cast("Table", Entry.__table__)  # type: ignore[attr-defined]  # SQLModel adds it
_version = cast("Table", EntryVersion.__table__)  # type: ignore[attr-defined]
_person = cast("Table", Person.__table__)  # type: ignore[attr-defined]

ALLOWED: Any = readable(entry.c.patient_id) & or_(entry.c.private.is_(False), entry.c.practice_id == bindparam("own_practice_id"))
"""The clause for every read of entries: a live right to see the patient, and private notes only for the practice that wrote them."""


_KEPT = (
    *("version", "revision", "occurred_at", "utc_offset_minutes", "ended_at", "ended_utc_offset_minutes"),
    *("captured_at", "received_at", "late", "clock_wrong"),
)


def _content(of: Table) -> tuple[Any, ...]:
    """What `_shared` takes, in its order."""
    return (*(of.c[name] for name in _KEPT), type_coerce(of.c.recorded_by, IdText), _person.c.name, _person.c.role, of.c.payload)


_ID, _PATIENT_ID = type_coerce(entry.c.id, IdText), type_coerce(entry.c.patient_id, IdText)
_READ: Any = (
    select(_ID, _PATIENT_ID, *_content(entry)).join(_person, _person.c.id == entry.c.recorded_by).where(entry.c.patient_id == bindparam("patient_id"), ALLOWED)
)
_SPELL: Any = _READ.with_only_columns(*COLUMNS, maintain_column_froms=True)
_ONE = Prepared(_READ.where(entry.c.id == bindparam("id"), entry.c.deleted_at.is_(None)))
_SINCE = Prepared(_SPELL.where(entry.c.revision > bindparam("cursor", type_=BigInteger)).order_by(entry.c.revision).limit(bindparam("limit")))
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
    row = _ONE.first(connection, {"patient_id": patient_id, "id": entry_id, **who(by)})
    if row is None:
        raise NotFound()
    return _entry(row)


def since(connection: Connection, patient_id: UUID, cursor: int, limit: int, *, by: Actor) -> tuple[list[str], int, bool]:
    """What changed after `cursor` as JSON, oldest change first, a deleted entry as its tombstone; the cursor of the last; if more are left."""
    rows = _SINCE.rows(connection, {"patient_id": patient_id, "cursor": cursor, "limit": limit + 1, **who(by)})
    pulled = rows[:limit]
    return [spelled(row) for row in pulled], pulled[-1][REVISION] if pulled else cursor, len(rows) > limit


def window(connection: Connection, patient_id: UUID, first: date, last: date, *, by: Actor) -> list[Row]:
    """All entries of the local days first..last, newest first. The index runs over instants, hence a day of room on both sides."""
    bounds = {"first": first, "last": last, **_around(first, last)}
    return [_entry(row) for row in connection.execute(_WINDOW, {"patient_id": patient_id, **bounds, **who(by)})]


def page(connection: Connection, patient_id: UUID, asked: PageQuery, *, by: Actor) -> tuple[list[str], str | None]:
    """Entries as JSON, newest first, keyset-paged: row values, since the OR form is several times slower on PostgreSQL (PERFORMANCE)."""
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
    rows = statement.rows(connection, values)
    items = rows[: asked.limit]
    return [spelled(row) for row in items], _cursor(items[-1]) if len(rows) > asked.limit else None


_PAGES: dict[frozenset[str], Prepared] = {}


def _page(given: frozenset[str]) -> Prepared:
    if given not in _PAGES:
        statement = _SPELL.where(entry.c.deleted_at.is_(None))
        if "before_at" in given:
            place = tuple_(bindparam("before_at", type_=entry.c.occurred_at.type), bindparam("before_id", type_=entry.c.id.type))
            statement = statement.where(tuple_(entry.c.occurred_at, entry.c.id) < place)
        if "kind" in given:
            statement = statement.where(entry.c.kind == bindparam("kind"))
        if "first" in given:
            statement = statement.where(entry.c.occurred_at >= bindparam("start"), entry.c.local_on >= bindparam("first"))
        if "last" in given:
            statement = statement.where(entry.c.occurred_at < bindparam("end"), entry.c.local_on <= bindparam("last"))
        _PAGES[given] = Prepared(statement.order_by(entry.c.occurred_at.desc(), entry.c.id.desc()).limit(bindparam("limit")))
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
    return {"id": row[0], "patient_id": row[1], **_shared(row[2:])}


def as_written(row: Row, by: Actor) -> Row:
    """What `by` has just written, as `one` would find it."""
    kept = (row[name] for name in _KEPT)
    return {"id": row["id"], "patient_id": row["patient_id"], **_shared((*kept, by.person_id, by.name, by.role, row["payload"]))}


def _shared(row: Any) -> Row:
    version, revision, occurred_at, offset, ended_at, ended_offset, captured_at, received_at, late, clock_wrong, recorded_by, name, role, payload = row
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
    return base64.urlsafe_b64encode(f"{row[OCCURRED_AT].isoformat()}|{row[0]}".encode()).decode().rstrip("=")


def _place(cursor: str) -> tuple[datetime, UUID]:
    try:
        at, entry_id = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().split("|")
        return datetime.fromisoformat(at).astimezone(UTC), UUID(entry_id)
    except (ValueError, OverflowError):
        raise NotValid.at("before", "not_a_cursor") from None
