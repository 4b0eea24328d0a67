"""What a phone tells about a prompt: it was shown, it was opened, not now."""

from __future__ import annotations

from uuid import UUID

from backstory.accounts.actor import actor
from backstory.kernel import clock
from backstory.kernel.api import Api
from backstory.kernel.db import reading, transaction
from backstory.reminders import heard, snooze
from backstory.reminders.wire import HappenedIn, SnoozeIn, SnoozeOut

api = Api("reminders")


@Api.resolves("delivery_id")
def _mine(delivery_id: UUID) -> UUID:
    with reading() as session:
        heard.one(session, actor().person_id, delivery_id)
    return delivery_id


@api.post("/reminders/deliveries/<uuid:delivery_id>/shown")
def note_shown(delivery_id: UUID, incoming: HappenedIn | None) -> None:
    """The phone showed it"""
    with transaction() as session:
        heard.note_shown(session, actor().person_id, delivery_id, incoming.at if incoming else None, now=clock.now())


@api.post("/reminders/deliveries/<uuid:delivery_id>/opened")
def note_opened(delivery_id: UUID, incoming: HappenedIn | None) -> None:
    """Somebody tapped on it"""
    with transaction() as session:
        heard.note_opened(session, actor().person_id, delivery_id, incoming.at if incoming else None, now=clock.now())


@api.put("/reminders/deliveries/<uuid:delivery_id>/snooze", answers=SnoozeOut)
def put_snooze(delivery_id: UUID, incoming: SnoozeIn) -> SnoozeOut:
    """Ask me again later"""
    with transaction() as session:
        return SnoozeOut(until=snooze.put_off(session, actor().person_id, delivery_id, incoming.until, now=clock.now()))
