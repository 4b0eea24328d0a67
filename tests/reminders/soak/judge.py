"""What the phones got, against what the ledger says."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from backstory.kernel.db import Database
from backstory.reminders.models import Delivery, PushSubscription, Reminder, ReminderSlot
from tests.reminders.soak.phones import WINDOW_MINUTES, SoakPhone
from tests.support.push_records import Received
from tests.support.push_service import PushService

FINAL = {"sent", "missed", "cancelled"}
TAKEN = {"good", "drips"}  # a phone whose service took the message shows it, whether or not we heard so


@dataclass
class Judged:
    """`again`: what good phones got once more than needed; `in_flight`: what was on its way whenever a worker was killed."""

    in_flight: int
    broken: list[str] = field(default_factory=list)
    sentence: str = ""
    again: int = 0

    def count(self, what: str) -> int:
        return sum(sentence.startswith(f"{what}:") for sentence in self.broken)


def judge(
    database: Database, push: PushService, phones: Sequence[SoakPhone], *, slots: int, killed: Sequence[int], inside: int, clock: Callable[[float], datetime]
) -> Judged:
    """`killed`: how many messages were on their way at each kill."""
    found = Judged(sum(killed))
    say = found.broken.append
    ledger = _Ledger(database)
    got: dict[str, list[Received]] = defaultdict(list)
    for message in push.received:
        got[message.endpoint].append(message)
    if (made := len(ledger.slots)) != slots:
        say(f"lost: {made} slots of {slots}")
    states: Counter[str] = Counter()
    for slot in ledger.slots.values():
        states[slot.state if slot.state == "sent" else f"{slot.state}/{slot.reason}"] += 1
        if slot.state not in FINAL or slot.try_at is not None:
            say(f"stuck: {slot.reminder_id} is {slot.state}, to be tried at {slot.try_at}")
    longest = timedelta()
    for phone in phones:
        messages = got[phone.endpoint]
        shown = [message for message in messages if message.status < 300]
        found.again += max(0, len(shown) - 1) if phone.kind == "good" else 0
        slot = ledger.slots.get(phone.reminder_id)
        for sentence in _one_at_most(phone, messages, ledger.deliveries.get((slot.id, phone.id)) if slot else None):
            say(sentence)
        if phone.kind in TAKEN:
            late = not shown or clock(min(message.at for message in shown)) >= phone.closes_at
            if late:
                say(f"lost: a {phone.kind} phone got {len(messages)} messages, none in its window; {slot and (slot.state, slot.reason)}")
            elif phone.kind == "good":
                longest = max(longest, clock(min(message.at for message in shown)) - (phone.closes_at - timedelta(minutes=WINDOW_MINUTES)))
        if phone.kind == "gone" and not ledger.retired.get((phone.person_id, phone.id)):
            say("a phone that is gone was kept")
    if found.again > found.in_flight:
        say(f"sent again: {found.again} messages, of {found.in_flight} on their way")
    if inside:
        say(f"led inside: {inside} connections")
    counted = ", ".join(f"{what} {found.count(what)}" for what in ("lost", "stuck", "shown twice", "led inside"))
    found.sentence = (
        f"{slots:,} slots, {len(killed)} kills: {counted}{'' if found.broken else ', nothing else broken'}; {len(push.received):,} messages; "
        f"{found.again} to good phones again, of {found.in_flight} on their way at a kill; "
        f"a good phone's longest wait {longest.total_seconds():.0f} s; {dict(states.most_common())}"
    )
    return found


def _one_at_most(phone: SoakPhone, messages: list[Received], delivery: UUID | None) -> list[str]:
    """Each of these phones is asked once: all that it gets must replace the first, by topic on the way and by tag on the screen."""
    said: set[tuple[Any, ...]] = set()
    for message in messages:
        text = phone.read(message)
        said.add((message.topic, text["notification"]["tag"], text["app"]["delivery"]))
    if len(said) > 1:
        return [f"shown twice: {said}"]
    return [f"shown twice: of {one}, not {delivery}" for one in said if one[0] != one[1] or one[2] != str(delivery)]


class _Ledger:
    def __init__(self, database: Database) -> None:
        with database.reading() as session:
            checkins = select(ReminderSlot).join(Reminder, col(Reminder.id) == col(ReminderSlot.reminder_id)).where(col(Reminder.kind) == "checkin")
            self.slots = {slot.reminder_id: slot for slot in session.scalars(checkins)}
            self.deliveries = {(one.slot_id, one.subscription_id): one.id for one in session.scalars(select(Delivery))}
            self.retired = {(one.person_id, one.id): one.retired_at for one in session.scalars(select(PushSubscription))}
