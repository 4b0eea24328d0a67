"""What was asked when, and what became of it: the answer to "was not asked" or "did not answer"."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from backstory.reminders.answers import answered
from backstory.reminders.models import Delivery
from backstory.reminders.waiting import reminder, slot
from backstory.reminders.wire import DeliveryOut, Ledger, SlotOut

SLOTS_SHOWN = 90
_SLOTS: Any = (
    select(
        *(slot.c[name] for name in ("id", "reminder_id", "local_date", "slot_no", "about_id", "due_at", "state", "reason")),
        reminder.c.kind,
        reminder.c.patient_id,
    )
    .join(reminder, reminder.c.id == slot.c.reminder_id)
    .where(slot.c.reminder_id == bindparam("reminder_id"))
    .order_by(slot.c.due_at.desc(), slot.c.slot_no.desc())
    .limit(SLOTS_SHOWN)
)


def read(session: Session, reminder_id: UUID) -> Ledger:
    """Newest first."""
    connection = session.connection()
    slots = connection.execute(_SLOTS, {"reminder_id": reminder_id}).all()
    done = answered(connection, [one for one in slots if one.state == "sent"])
    sent: dict[UUID, list[DeliveryOut]] = defaultdict(list)
    for delivery in session.scalars(select(Delivery).where(col(Delivery.slot_id).in_([one.id for one in slots])).order_by(col(Delivery.id))):
        sent[delivery.slot_id].append(DeliveryOut.model_validate({name: getattr(delivery, name) for name in DeliveryOut.model_fields}))
    return Ledger(items=[_out(one, sent[one.id], logged=one.id in done) for one in slots])


def _out(one: Any, deliveries: list[DeliveryOut], *, logged: bool) -> SlotOut:
    state = "logged" if logged else _furthest(one.state, deliveries)
    kept = {name: getattr(one, name) for name in ("local_date", "slot_no", "due_at")}
    return SlotOut(**kept, about=one.about_id, state=state, reason=one.reason if state == one.state else None, deliveries=deliveries)


def _furthest(state: str, deliveries: list[DeliveryOut]) -> Any:
    """A phone may tell that it showed a message of which the worker that sent it never heard."""
    for further in ("opened", "shown", "accepted"):
        if any(getattr(one, f"{further}_at") for one in deliveries):
            return further
    return state
