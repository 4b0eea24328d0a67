"""What was asked when, and what became of it: the answer to "was not asked" or "did not answer"."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, update
from sqlmodel import Session, col

from backstory.accounts.models import Patient
from backstory.kernel.errors import NotFound
from backstory.reminders.models import Delivery, Reminder, ReminderSlot
from backstory.reminders.wire import DeliveryOut, SlotOut

SLOTS_SHOWN = 90


def read(session: Session, reminder_id: UUID) -> list[SlotOut]:
    """Newest first."""
    newest = select(ReminderSlot).where(col(ReminderSlot.reminder_id) == reminder_id).order_by(col(ReminderSlot.due_at).desc()).limit(SLOTS_SHOWN)
    slots = session.scalars(newest).all()
    sent: dict[UUID, list[DeliveryOut]] = defaultdict(list)
    for delivery in session.scalars(select(Delivery).where(col(Delivery.slot_id).in_([slot.id for slot in slots])).order_by(col(Delivery.id))):
        sent[delivery.slot_id].append(DeliveryOut.model_validate({name: getattr(delivery, name) for name in DeliveryOut.model_fields}))
    return [SlotOut(local_date=slot.local_date, due_at=slot.due_at, state=slot.state, reason=slot.reason, deliveries=sent[slot.id]) for slot in slots]


def note_shown(session: Session, person_id: UUID, delivery_id: UUID, *, now: datetime) -> None:
    _note(session, person_id, delivery_id, shown_at=func.coalesce(col(Delivery.shown_at), now))


def note_opened(session: Session, person_id: UUID, delivery_id: UUID, *, now: datetime) -> None:
    """What was opened was shown, even if the phone did not say so."""
    _note(session, person_id, delivery_id, shown_at=func.coalesce(col(Delivery.shown_at), now), opened_at=func.coalesce(col(Delivery.opened_at), now))


def _note(session: Session, person_id: UUID, delivery_id: UUID, **moments: ColumnElement[datetime]) -> None:
    own = (
        select(col(ReminderSlot.id))
        .join(Reminder, col(Reminder.id) == col(ReminderSlot.reminder_id))
        .join(Patient, col(Patient.id) == col(Reminder.patient_id))
        .where(col(Patient.person_id) == person_id)
    )
    noted = update(Delivery).where(col(Delivery.id) == delivery_id, col(Delivery.slot_id).in_(own)).values(**moments)
    if not session.connection().execute(noted).rowcount:
        raise NotFound()
