"""Reading plans: whose they are is in the WHERE, statements are built once."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Connection, Table, bindparam, or_, select

from backstory.accounts.actor import Actor
from backstory.accounts.models import Person, Practice
from backstory.kernel.clock import wall_clock
from backstory.kernel.errors import NotFound
from backstory.plans.models import Appointment, PlanItem
from backstory.sharing.access import readable, who

Row = dict[str, Any]

_item = cast("Table", PlanItem.__table__)  # type: ignore[attr-defined]  # SQLModel adds it
_appointment = cast("Table", Appointment.__table__)  # type: ignore[attr-defined]
_person = cast("Table", Person.__table__)  # type: ignore[attr-defined]
_practice = cast("Table", Practice.__table__)  # type: ignore[attr-defined]

_ITEMS: Any = (
    select(_item, _person.c.name.label("by_name"), _person.c.role.label("by_role"))
    .join(_person, _person.c.id == _item.c.prescribed_by)
    .where(_item.c.patient_id == bindparam("patient_id"), readable(_item.c.patient_id))
    .order_by(_item.c.prescribed_at, _item.c.id)
)
_APPOINTMENTS: Any = (
    select(_appointment, _practice.c.name.label("practice_name"))
    .join(_practice, _practice.c.id == _appointment.c.practice_id)
    .where(_appointment.c.patient_id == bindparam("patient_id"), _appointment.c.cancelled_at.is_(None), readable(_appointment.c.patient_id))
    .order_by(_appointment.c.starts_at, _appointment.c.id)
)
_LIVE_ITEMS: Any = _ITEMS.where(_item.c.ended_at.is_(None))
_ITEMS_SINCE: Any = _ITEMS.where(or_(_item.c.ended_at.is_(None), _item.c.ended_at >= bindparam("since")))
_ONE_ITEM: Any = _ITEMS.where(_item.c.id == bindparam("id"))
_APPOINTMENTS_SINCE: Any = _APPOINTMENTS.where(_appointment.c.starts_at >= bindparam("since"))
_ONE_APPOINTMENT: Any = _APPOINTMENTS.where(_appointment.c.id == bindparam("id"))


def plan(connection: Connection, patient_id: UUID, *, by: Actor, since: datetime | None = None) -> list[Row]:
    """What is prescribed now; with `since`, also what ended after it."""
    found = connection.execute(_ITEMS_SINCE if since else _LIVE_ITEMS, {"patient_id": patient_id, **({"since": since} if since else {}), **who(by)})
    return [_as_item(row) for row in found.mappings()]


def plan_item(connection: Connection, patient_id: UUID, item_id: UUID, *, by: Actor) -> Row:
    """One prescription, ended or not: what a patient was told stays readable."""
    row = connection.execute(_ONE_ITEM, {"patient_id": patient_id, "id": item_id, **who(by)}).mappings().first()
    if row is None:
        raise NotFound()
    return _as_item(row)


def appointments(connection: Connection, patient_id: UUID, *, by: Actor, since: datetime | None = None) -> list[Row]:
    """Those not cancelled, earliest first."""
    found = connection.execute(_APPOINTMENTS_SINCE if since else _APPOINTMENTS, {"patient_id": patient_id, **({"since": since} if since else {}), **who(by)})
    return [_as_appointment(row) for row in found.mappings()]


def appointment(connection: Connection, patient_id: UUID, appointment_id: UUID, *, by: Actor) -> Row:
    row = connection.execute(_ONE_APPOINTMENT, {"patient_id": patient_id, "id": appointment_id, **who(by)}).mappings().first()
    if row is None:
        raise NotFound()
    return _as_appointment(row)


def _as_item(row: Any) -> Row:
    kept = ("id", "exercise", "name", "sets", "reps", "hold_seconds", "minutes", "days", "note", "prescribed_at", "ended_at")
    return {name: row[name] for name in kept} | {"prescribed_by": {"id": row["prescribed_by"], "name": row["by_name"], "role": row["by_role"]}}


def _as_appointment(row: Any) -> Row:
    starts_at = wall_clock(row["starts_at"], row["utc_offset_minutes"])
    practice = {"id": row["practice_id"], "name": row["practice_name"]}
    return {"id": row["id"], "starts_at": starts_at, "minutes": row["minutes"], "note": row["note"], "practice": practice}
