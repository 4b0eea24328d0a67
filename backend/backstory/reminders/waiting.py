"""The slots that need a worker now, with all that decides about them in one row: rule, patient and settings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Connection, Table, bindparam, select, tuple_

from backstory.accounts.models import Patient
from backstory.reminders.models import Reminder, ReminderSettings, ReminderSlot
from backstory.reminders.occasion import FIRST_SNOOZE, FOLLOW_UP, first_of, turn

reminder = cast("Table", Reminder.__table__)  # type: ignore[attr-defined]  # SQLModel adds it
slot = cast("Table", ReminderSlot.__table__)  # type: ignore[attr-defined]
settings = cast("Table", ReminderSettings.__table__)  # type: ignore[attr-defined]
_patient = cast("Table", Patient.__table__)  # type: ignore[attr-defined]

_WAITING: Any = (
    select(*(slot.c[name] for name in ("id", "reminder_id", "local_date", "slot_no", "about_id", "state", "due_at", "closes_at", "claimed_at")))
    .add_columns(reminder.c.kind, reminder.c.patient_id, reminder.c.before_minutes, _patient.c.person_id, _patient.c.zone)
    .add_columns((reminder.c.paused_at.is_not(None) | reminder.c.ended_at.is_not(None)).label("paused"))
    .add_columns(*(settings.c[name] for name in ("quiet_from", "quiet_to", "away_from", "away_until", "follow_up_minutes", "email", "email_confirmed_at")))
    .join(reminder, reminder.c.id == slot.c.reminder_id)
    .join(_patient, _patient.c.id == reminder.c.patient_id)
    .outerjoin(settings, settings.c.patient_id == reminder.c.patient_id)
    .where(slot.c.try_at <= bindparam("now"))
    .order_by(slot.c.try_at)
    .limit(bindparam("limit"))
    .with_for_update(of=slot, skip_locked=True)
)
_PUT_OFF: Any = select(slot.c.reminder_id, slot.c.local_date, slot.c.slot_no).where(
    tuple_(slot.c.reminder_id, slot.c.local_date).in_(bindparam("days", expanding=True)), turn(slot.c.slot_no) >= FIRST_SNOOZE
)


def waiting(connection: Connection, *, now: datetime, limit: int) -> list[Any]:
    return list(connection.execute(_WAITING, {"now": now, "limit": limit}))


def put_off(connection: Connection, rows: Iterable[Any]) -> set[UUID]:
    """Follow-ups of occasions that the patient has put off: that they asked for is enough."""
    follow_ups = [row for row in rows if turn(row.slot_no) == FOLLOW_UP]
    if not follow_ups:
        return set()
    found = connection.execute(_PUT_OFF, {"days": [(row.reminder_id, row.local_date) for row in follow_ups]})
    occasions = {(row.reminder_id, row.local_date, first_of(row.slot_no)) for row in found}
    return {row.id for row in follow_ups if (row.reminder_id, row.local_date, first_of(row.slot_no)) in occasions}
