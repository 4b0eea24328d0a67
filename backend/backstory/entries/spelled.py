"""Entries as the JSON of their answers, spelled straight from what the database keeps.

For the lists on the hot paths, a page and a pull: reading payloads, ids and instants only to write them again took longer than
finding them. It says what `queries` says with plain data; tests/entries/test_spelling.py compares the two.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, cast

from pydantic_core import to_json
from sqlalchemy import DateTime, Table, Text, TypeDecorator, cast as in_sql, type_coerce

from backstory.accounts.models import Person
from backstory.entries.models import Entry
from backstory.kernel.clock import wall_clock
from backstory.kernel.db import IdText
from backstory.kernel.wire import rfc3339


class InstantText(TypeDecorator[str]):
    """An instant in UTC as the wire spells it."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def result_processor(self, dialect: Any, coltype: Any) -> Any:  # noqa: ARG002  # SQLAlchemy's signature
        return _from_text if dialect.name == "sqlite" else _from_instant


def _from_text(value: str | None) -> str | None:
    return f"{value[:10]}T{value[11:].removesuffix('.000000')}Z" if value else None


def _from_instant(value: datetime | None) -> str | None:
    return rfc3339(value.astimezone(UTC)) if value else None


_entry = cast("Table", Entry.__table__)  # type: ignore[attr-defined]  # SQLModel adds it
_person = cast("Table", Person.__table__)  # type: ignore[attr-defined]

COLUMNS: tuple[Any, ...] = (
    type_coerce(_entry.c.id, IdText),
    type_coerce(_entry.c.patient_id, IdText),
    _entry.c.version,
    _entry.c.revision,
    _entry.c.occurred_at,
    _entry.c.utc_offset_minutes,
    _entry.c.ended_at,
    _entry.c.ended_utc_offset_minutes,
    type_coerce(_entry.c.captured_at, InstantText),
    type_coerce(_entry.c.received_at, InstantText),
    type_coerce(_entry.c.deleted_at, InstantText),
    _entry.c.late,
    _entry.c.clock_wrong,
    type_coerce(_entry.c.recorded_by, IdText),
    _person.c.name,
    _person.c.role,
    in_sql(_entry.c.payload, Text),
)
"""What `spelled` takes, in its order."""
REVISION, OCCURRED_AT = 3, 4


def spelled(row: tuple[Any, ...]) -> str:
    """One entry, or its tombstone."""
    entry_id, patient_id, version, revision, occurred_at, offset, ended_at, ended_offset = row[:8]
    captured_at, received_at, deleted_at, late, clock_wrong, by_id, by_name, by_role, payload = row[8:]
    if deleted_at:
        return f'{{"id":"{entry_id}","version":{version},"revision":{revision},"deleted_at":"{deleted_at}"}}'
    ended = f'"{rfc3339(wall_clock(ended_at, ended_offset))}"' if ended_at else "null"
    return (
        f'{{"id":"{entry_id}","patient_id":"{patient_id}","version":{version},"revision":{revision},'
        f'"occurred_at":"{rfc3339(wall_clock(occurred_at, offset))}","ended_at":{ended},"captured_at":"{captured_at}","received_at":"{received_at}",'
        f'"late":{"true" if late else "false"},"clock_wrong":{"true" if clock_wrong else "false"},'
        f'"recorded_by":{{"id":"{by_id}","name":{_quoted(by_name)},"role":"{by_role}"}},"payload":{payload}}}'
    )


@lru_cache(maxsize=256)
def _quoted(name: str) -> str:
    return to_json(name).decode()
