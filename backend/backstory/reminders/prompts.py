"""Claim, then do: a worker takes the slots that need one, under a lease, and `results.settle` writes down what became of them.

No transaction is open while a message is on its way. A worker that dies in between leaves its slots to whoever comes after
the lease; the message then goes out again with the same Topic and tag, so the phone shows one.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, cast
from uuid import UUID, uuid5

from sqlalchemy import Connection, Table, bindparam, insert, select, update
from sqlmodel import Session

from backstory.kernel.ids import new_id
from backstory.reminders.answers import answered
from backstory.reminders.judging import ASK, Known, Verdict, judge, what
from backstory.reminders.models import Delivery, PushSubscription
from backstory.reminders.obstacles import against
from backstory.reminders.occasion import FOLLOW_UP, PROMPT, turn
from backstory.reminders.waiting import put_off, slot, waiting

LEASE = timedelta(seconds=60)  # several times the deadline of one message
MAIL = "mailto:"

delivery = cast("Table", Delivery.__table__)  # type: ignore[attr-defined]  # SQLModel adds it
device = cast("Table", PushSubscription.__table__)  # type: ignore[attr-defined]

_DEVICES: Any = select(device.c.person_id, device.c.id, device.c.endpoint, device.c.p256dh, device.c.auth, device.c.name).where(
    device.c.person_id.in_(bindparam("people", expanding=True)), device.c.activated_at.is_not(None), device.c.retired_at.is_(None)
)
_TRIED: Any = select(delivery.c.id, delivery.c.slot_id, delivery.c.subscription_id, delivery.c.attempts, delivery.c.try_after).where(
    delivery.c.slot_id.in_(bindparam("slots", expanding=True))
)
_CLAIM: Any = update(slot).where(slot.c.id == bindparam("of_id")).values({name: bindparam(name) for name in ("state", "reason", "claimed_at", "try_at")})
_CLAIM_TOGETHER: Any = (
    update(slot)
    .where(slot.c.id.in_(bindparam("ids", expanding=True)))
    .values(state="claimed", reason=None, claimed_at=bindparam("claimed_at"), try_at=bindparam("try_at"))
)
_START: Any = insert(delivery)
_START_AGAIN: Any = update(delivery).where(delivery.c.id == bindparam("of_id")).values({name: bindparam(name) for name in ("sent_at", "attempts", "try_after")})

Row = dict[str, Any]
Devices = dict[UUID, list[tuple["Device", str]]]


class Device(NamedTuple):
    """Where a message goes. One whose endpoint is `mailto:` is a mailbox, for who has no phone that takes it."""

    person_id: UUID
    id: UUID
    endpoint: str
    p256dh: str
    auth: str

    @property
    def address(self) -> str | None:
        """Of a mailbox."""
        return self.endpoint.removeprefix(MAIL) if self.endpoint.startswith(MAIL) else None


class Sending(NamedTuple):
    delivery_id: UUID
    attempts: int
    device: Device


class FollowUp(NamedTuple):
    """What to ask once more, and so long after it was sent."""

    after: timedelta
    reminder_id: UUID
    local_date: date
    slot_no: int


class Prompt(NamedTuple):
    """A claimed slot and the devices to try now. `sent`: another has accepted it. `waiting`: when others are to be tried.
    `what`: a newer message of the same takes the place of an older one. `claimed_at`: by which the worker knows its claim again."""

    slot_id: UUID
    claimed_at: datetime
    kind: str
    about_id: UUID | None
    what: str
    person_id: UUID
    closes_at: datetime
    sent: bool
    follow_up: FollowUp | None
    sendings: list[Sending]
    waiting: list[datetime]


@dataclass(frozen=True)
class Claim:
    """`dropped`: how many slots need no message now, by reason."""

    prompts: list[Prompt]
    dropped: dict[str, int]


def claim(session: Session, *, now: datetime, limit: int) -> Claim:
    connection = session.connection()
    rows = waiting(connection, now=now, limit=limit)
    devices = _devices(connection, rows)
    tried = _tried(connection, [row.id for row in rows if row.state != "due"])
    verdicts = judge(rows, Known(now, answered(connection, rows), put_off(connection, rows), against(connection, rows, now), {*devices}))
    made = Claim([], defaultdict(int))
    asked, slots, fresh, again = [], [], [], []
    for row in rows:
        verdict = verdicts[row.id]
        if verdict is ASK and row.state != "sent":
            asked.append(row.id)
        else:
            slots.append(_claimed(row, verdict, now))
        if verdict is not ASK:
            made.dropped[verdict.reason or "waiting"] += 1
            continue
        prompt = _prompt(row, now)
        for one, name in devices[row.person_id]:
            before = tried.get((row.id, one.id))
            if before is None:
                sending = Sending(new_id(), 1, one)
                fresh.append(_started(sending, now) | {"id": sending.delivery_id, "slot_id": row.id, "subscription_id": one.id, "device": name})
                prompt.sendings.append(sending)
            elif before.try_after is not None and before.try_after <= now:
                sending = Sending(before.id, before.attempts + 1, one)
                again.append(_started(sending, now) | {"of_id": before.id})
                prompt.sendings.append(sending)
            elif before.try_after is not None:
                prompt.waiting.append(before.try_after)
        made.prompts.append(prompt)
    if asked:
        connection.execute(_CLAIM_TOGETHER, {"ids": asked, "claimed_at": now, "try_at": now + LEASE})
    for statement, changed in ((_CLAIM, slots), (_START, fresh), (_START_AGAIN, again)):
        if changed:
            connection.execute(statement, changed)
    return made


def _claimed(row: Any, verdict: Verdict, now: datetime) -> Row:
    """What was sent stays so, whatever keeps other devices from getting it too."""
    values = {"of_id": row.id, "state": row.state, "reason": None, "claimed_at": row.claimed_at, "try_at": verdict.wait}
    if verdict.wait:
        return values
    if verdict.reason is None:
        return values | {"claimed_at": now, "try_at": now + LEASE}
    over = "missed" if verdict.reason == "window_over" else "cancelled"
    return values | ({} if row.state == "sent" else {"state": over, "reason": verdict.reason, "claimed_at": now})


def _prompt(row: Any, now: datetime) -> Prompt:
    follow_up = None
    if row.follow_up_minutes and turn(row.slot_no) == PROMPT:
        follow_up = FollowUp(timedelta(minutes=row.follow_up_minutes), row.reminder_id, row.local_date, row.slot_no + FOLLOW_UP)
    return Prompt(row.id, now, row.kind, row.about_id, what(row), row.person_id, row.closes_at, row.state == "sent", follow_up, [], [])


def _started(sending: Sending, now: datetime) -> Row:
    return {"sent_at": now, "attempts": sending.attempts, "try_after": now + LEASE}


def _devices(connection: Connection, rows: list[Any]) -> Devices:
    """Of everybody who has one; a confirmed mailbox only for who has no other."""
    found: Devices = defaultdict(list)
    people = {row.person_id for row in rows}
    for row in connection.execute(_DEVICES, {"people": list(people)}) if people else ():
        found[row.person_id].append((Device(row.person_id, row.id, row.endpoint, row.p256dh, row.auth), row.name))
    for row in rows:
        if row.email and row.email_confirmed_at and row.person_id not in found:
            found[row.person_id].append((Device(row.person_id, uuid5(row.person_id, MAIL), MAIL + row.email, "", ""), "E-mail"))
    return found


def _tried(connection: Connection, slots: list[UUID]) -> dict[tuple[UUID, UUID], Any]:
    return {(row.slot_id, row.subscription_id): row for row in connection.execute(_TRIED, {"slots": slots})} if slots else {}
