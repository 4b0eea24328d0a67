"""What phones tell about prompts, perhaps long after: it is best effort, and no proof that somebody looked."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from backstory.accounts.models import Patient
from backstory.kernel.errors import NotFound
from backstory.reminders.models import Delivery, PushSubscription, Reminder, ReminderSlot


def one(session: Session, person_id: UUID, delivery_id: UUID, *, lock: bool = False) -> Delivery:
    own = (
        select(Delivery)
        .join(ReminderSlot, col(ReminderSlot.id) == col(Delivery.slot_id))
        .join(Reminder, col(Reminder.id) == col(ReminderSlot.reminder_id))
        .join(Patient, col(Patient.id) == col(Reminder.patient_id))
        .where(col(Delivery.id) == delivery_id, col(Patient.person_id) == person_id)
    )
    found = session.scalars(own.with_for_update(of=Delivery) if lock else own).first()
    if found is None:
        raise NotFound()
    return found


def note_shown(session: Session, person_id: UUID, delivery_id: UUID, at: datetime | None, *, now: datetime) -> Delivery:
    """The first word of it counts. A phone that shows something is not quiet."""
    found = one(session, person_id, delivery_id, lock=True)
    happened = _between(found.sent_at, at, now)
    found.shown_at = found.shown_at or happened
    device = session.get(PushSubscription, (person_id, found.subscription_id), with_for_update=True)
    if device is not None:
        device.last_shown_at = max(happened, device.last_shown_at or happened)
        device.unshown = 0
    return found


def note_opened(session: Session, person_id: UUID, delivery_id: UUID, at: datetime | None, *, now: datetime) -> None:
    """What was opened was shown, even if the phone did not say so."""
    found = note_shown(session, person_id, delivery_id, at, now=now)
    found.opened_at = found.opened_at or _between(found.sent_at, at, now)


def _between(sent_at: datetime | None, at: datetime | None, now: datetime) -> datetime:
    """A phone's clock may be wrong: not before it was sent, and not in the future."""
    return max(min(at or now, now), min(sent_at or now, now))
