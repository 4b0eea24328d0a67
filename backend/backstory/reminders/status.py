"""Do reminders reach me, and what waits for an answer? The patient's own view."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, select
from sqlmodel import Session

from backstory.reminders.answers import answered
from backstory.reminders.occasion import FIRST_SNOOZE, first_of, turn
from backstory.reminders.prompts import delivery, device
from backstory.reminders.trouble import TOLD, is_on, patient, reach, trouble_of
from backstory.reminders.waiting import reminder, slot
from backstory.reminders.wire import OpenPrompt, StatusOut

OPEN_AT_MOST = timedelta(days=10)  # put off eight times by a day; only narrows what is looked through
_DEVICES: Any = select(*TOLD).where(device.c.person_id == bindparam("person_id")).order_by(device.c.made_at, device.c.id)
_later = slot.alias()
_put_off = (
    select(_later.c.id)
    .where(_later.c.reminder_id == slot.c.reminder_id, _later.c.local_date == slot.c.local_date)
    .where(first_of(_later.c.slot_no) == first_of(slot.c.slot_no), turn(_later.c.slot_no) >= FIRST_SNOOZE, _later.c.state.in_(("due", "claimed")))
    .exists()
)
_OPEN: Any = (
    select(*(slot.c[name] for name in ("id", "reminder_id", "local_date", "slot_no", "about_id", "due_at", "state")))
    .add_columns(reminder.c.kind, reminder.c.patient_id, delivery.c.id.label("delivery_id"))
    .join(reminder, reminder.c.id == slot.c.reminder_id)
    .join(delivery, delivery.c.slot_id == slot.c.id)
    .where(reminder.c.patient_id == bindparam("patient_id"), reminder.c.ended_at.is_(None))
    .where(slot.c.local_date >= bindparam("since"), slot.c.state == "sent", slot.c.closes_at > bindparam("now"), delivery.c.accepted_at.is_not(None))
    .where(~_put_off)
    .order_by(slot.c.due_at.desc(), delivery.c.id)
)
_REACH: Any = reach().where(patient.c.id == bindparam("patient_id"))


def read(session: Session, person_id: UUID, patient_id: UUID, *, now: datetime) -> StatusOut:
    """Who has switched everything off, or is away, misses nothing: that is no trouble."""
    connection = session.connection()
    devices = connection.execute(_DEVICES, {"person_id": person_id}).all()
    own = connection.execute(_REACH, {"patient_id": patient_id}).one()
    trouble, name = trouble_of(devices, now, mailbox=own.email_confirmed_at is not None) if is_on(own, now) else (None, None)
    last_shown_at = max((one.last_shown_at for one in devices if one.last_shown_at), default=None)
    return StatusOut(last_shown_at=last_shown_at, trouble=trouble, device=name, open_prompt=_open_prompt(connection, patient_id, now))


def _open_prompt(connection: Connection, patient_id: UUID, now: datetime) -> OpenPrompt | None:
    """The newest that was sent and can still be answered."""
    rows = connection.execute(_OPEN, {"patient_id": patient_id, "now": now, "since": (now - OPEN_AT_MOST).date()}).all()
    done = answered(connection, rows)
    found = next((row for row in rows if row.id not in done), None)
    return OpenPrompt(delivery_id=found.delivery_id, kind=found.kind, about=found.about_id, due_at=found.due_at) if found else None
