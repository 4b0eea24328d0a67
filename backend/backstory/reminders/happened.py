"""What reminders need to know of entries, plans and grants: of many patients at once, in a statement each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Connection, Table, bindparam, select

from backstory.entries.models import Entry
from backstory.plans.models import Appointment, PlanItem
from backstory.sharing.models import Grant

entry = cast("Table", Entry.__table__)  # type: ignore[attr-defined]  # SQLModel adds it
item = cast("Table", PlanItem.__table__)  # type: ignore[attr-defined]
appointment = cast("Table", Appointment.__table__)  # type: ignore[attr-defined]
_grant = cast("Table", Grant.__table__)  # type: ignore[attr-defined]


def shared(table: Table) -> Any:
    """The practice whose row it is has a grant in force."""
    live = select(_grant.c.id).where(_grant.c.patient_id == table.c.patient_id, _grant.c.practice_id == table.c.practice_id, _grant.c.revoked_at.is_(None))
    return live.correlate(table).exists()


_PEOPLE: Any = bindparam("people", expanding=True)
_ENTRIES: Any = (
    select(entry.c.patient_id, entry.c.local_on, entry.c.occurred_at, entry.c.id)
    .where(entry.c.patient_id.in_(_PEOPLE), entry.c.kind == bindparam("kind"))
    .where(entry.c.occurred_at >= bindparam("since"), entry.c.deleted_at.is_(None))
    .order_by(entry.c.occurred_at, entry.c.revision)
)
_ENTRIES_SAID: Any = _ENTRIES.add_columns(entry.c.payload)
_TREATMENTS: Any = select(entry.c.patient_id, entry.c.id, entry.c.occurred_at, entry.c.deleted_at, shared(entry).label("shared")).where(
    entry.c.patient_id.in_(_PEOPLE), entry.c.id.in_(bindparam("ids", expanding=True))
)
_ITEMS: Any = select(item.c.patient_id, item.c.id, item.c.days, item.c.ended_at, shared(item).label("shared")).where(item.c.patient_id.in_(_PEOPLE))
_APPOINTMENTS: Any = select(
    appointment.c.patient_id, appointment.c.id, appointment.c.starts_at, appointment.c.cancelled_at, shared(appointment).label("shared")
).where(appointment.c.patient_id.in_(_PEOPLE), appointment.c.id.in_(bindparam("ids", expanding=True)))


def entries(connection: Connection, kind: str, slots: Iterable[Any], since: datetime, *, said: bool = False) -> dict[UUID, list[Any]]:
    """By patient, oldest first; with `said`, their payloads too."""
    values = {"people": _people(slots), "kind": kind, "since": since}
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in connection.execute(_ENTRIES_SAID if said else _ENTRIES, values):
        found[row.patient_id].append(row)
    return found


def plan_items(connection: Connection, slots: Iterable[Any]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in connection.execute(_ITEMS, {"people": _people(slots)}):
        found[row.patient_id].append(row)
    return found


def treatments(connection: Connection, slots: Iterable[Any]) -> dict[tuple[UUID, UUID | None], Any]:
    """Those that the slots are about, deleted ones too."""
    return _about(connection, _TREATMENTS, slots)


def appointments(connection: Connection, slots: Iterable[Any]) -> dict[tuple[UUID, UUID | None], Any]:
    """Those that the slots are about, cancelled ones too."""
    return _about(connection, _APPOINTMENTS, slots)


def start_of(on: date) -> datetime:
    """Before the local day `on` begins, wherever that is."""
    return datetime.combine(on, time(), UTC) - timedelta(days=1)


def _about(connection: Connection, statement: Any, slots: Iterable[Any]) -> dict[tuple[UUID, UUID | None], Any]:
    values = {"people": _people(slots), "ids": list({slot.about_id for slot in slots})}
    return {(row.patient_id, row.id): row for row in connection.execute(statement, values)}


def _people(slots: Iterable[Any]) -> list[UUID]:
    return list({slot.patient_id for slot in slots})
