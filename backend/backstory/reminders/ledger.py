"""What was asked when, and what became of it: the answer to "was not asked" or "did not answer"."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from backstory.reminders.models import Delivery, ReminderSlot
from backstory.reminders.wire import DeliveryOut, SlotOut

SLOTS_SHOWN = 90


def read(session: Session, reminder_id: UUID) -> list[SlotOut]:
    """Newest first."""
    newest = select(ReminderSlot).where(col(ReminderSlot.reminder_id) == reminder_id).order_by(col(ReminderSlot.due_at).desc()).limit(SLOTS_SHOWN)
    slots = session.scalars(newest).all()
    sent: dict[UUID, list[DeliveryOut]] = defaultdict(list)
    for delivery in session.scalars(select(Delivery).where(col(Delivery.slot_id).in_([slot.id for slot in slots])).order_by(col(Delivery.id))):
        sent[delivery.slot_id].append(DeliveryOut.model_validate({name: getattr(delivery, name) for name in DeliveryOut.model_fields}))
    return [
        SlotOut(
            local_date=slot.local_date,
            slot_no=slot.slot_no,
            about=slot.about_id,
            due_at=slot.due_at,
            state=slot.state,
            reason=slot.reason,
            deliveries=sent[slot.id],
        )
        for slot in slots
    ]
