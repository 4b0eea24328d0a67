"""Claim, then do: a worker takes the slots that need one, under a lease, and `results.settle` writes down what became of them.

No transaction is open while a message is on its way. A worker that dies in between leaves its slots to whoever comes after
the lease; the message then goes out again with the same Topic and tag, so the phone shows one.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Connection, Table, bindparam, insert, select, update
from sqlmodel import Session

from backstory.accounts.models import Patient
from backstory.entries.models import Entry
from backstory.kernel.ids import new_id
from backstory.reminders.models import Delivery, PushSubscription, Reminder, ReminderSlot

LEASE = timedelta(seconds=60)  # several times the deadline of one message

_reminder = cast("Table", Reminder.__table__)  # type: ignore[attr-defined]  # SQLModel adds it
_patient = cast("Table", Patient.__table__)  # type: ignore[attr-defined]
_entry = cast("Table", Entry.__table__)  # type: ignore[attr-defined]
slot = cast("Table", ReminderSlot.__table__)  # type: ignore[attr-defined]
delivery = cast("Table", Delivery.__table__)  # type: ignore[attr-defined]
device = cast("Table", PushSubscription.__table__)  # type: ignore[attr-defined]

# A rule asks for the kind of entry that it is named after. `since` only narrows the index scan.
_LOGGED = (
    select(_entry.c.id)
    .where(
        _entry.c.patient_id == _reminder.c.patient_id,
        _entry.c.kind == _reminder.c.kind,
        _entry.c.local_on == slot.c.local_date,
        _entry.c.occurred_at >= bindparam("since"),
        _entry.c.deleted_at.is_(None),
    )
    .exists()
)
_NEEDING: Any = (
    select(slot.c.id, slot.c.state, slot.c.due_at, slot.c.closes_at, _reminder.c.kind, _patient.c.person_id, _LOGGED.label("logged"))
    .add_columns((_reminder.c.paused_at.is_not(None) | _reminder.c.ended_at.is_not(None)).label("paused"))
    .join(_reminder, _reminder.c.id == slot.c.reminder_id)
    .join(_patient, _patient.c.id == _reminder.c.patient_id)
    .where(slot.c.try_at <= bindparam("now"))
    .order_by(slot.c.try_at)
    .limit(bindparam("limit"))
    .with_for_update(of=slot, skip_locked=True)
)
_DEVICES: Any = select(device).where(
    device.c.person_id.in_(bindparam("people", expanding=True)), device.c.activated_at.is_not(None), device.c.retired_at.is_(None)
)
_TRIED: Any = select(delivery.c.id, delivery.c.slot_id, delivery.c.subscription_id, delivery.c.attempts, delivery.c.try_after).where(
    delivery.c.slot_id.in_(bindparam("slots", expanding=True))
)
_CLAIM: Any = update(slot).where(slot.c.id == bindparam("of_id")).values({name: bindparam(name) for name in ("state", "reason", "claimed_at", "try_at")})
_START: Any = insert(delivery)
_START_AGAIN: Any = update(delivery).where(delivery.c.id == bindparam("of_id")).values({name: bindparam(name) for name in ("sent_at", "attempts", "try_after")})


@dataclass(frozen=True)
class Device:
    person_id: UUID
    id: UUID
    endpoint: str
    p256dh: str
    auth: str


@dataclass(frozen=True)
class Sending:
    delivery_id: UUID
    attempts: int
    device: Device


@dataclass(frozen=True)
class Prompt:
    """A claimed slot and the devices to try now. `sent`: another has accepted it. `waiting`: when others are to be tried."""

    slot_id: UUID
    kind: str
    person_id: UUID
    closes_at: datetime
    sent: bool
    sendings: list[Sending] = field(default_factory=list)
    waiting: list[datetime] = field(default_factory=list)


@dataclass(frozen=True)
class Claim:
    """`dropped`: how many slots need no message, by reason."""

    prompts: list[Prompt]
    dropped: dict[str, int]


def claim(session: Session, *, now: datetime, limit: int) -> Claim:
    connection = session.connection()
    rows = connection.execute(_NEEDING, {"now": now, "limit": limit, "since": now - timedelta(days=3)}).all()
    devices = _devices(connection, {row.person_id for row in rows})
    tried = _tried(connection, [row.id for row in rows if row.state != "due"])
    newest: dict[Any, datetime] = {}
    for row in rows:
        newest[row.person_id, row.kind] = max(row.due_at, newest.get((row.person_id, row.kind), row.due_at))
    made = Claim([], defaultdict(int))
    slots, fresh, again = [], [], []
    for row in rows:
        state, reason = _judge(row, bool(devices[row.person_id]), now, newest[row.person_id, row.kind])
        values = {"of_id": row.id, "state": state, "reason": reason, "claimed_at": now, "try_at": None if reason else now + LEASE}
        slots.append(values)
        if reason:
            made.dropped[reason] += 1
            continue
        prompt = Prompt(row.id, row.kind, row.person_id, row.closes_at, row.state == "sent")
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
    for statement, changed in ((_CLAIM, slots), (_START, fresh), (_START_AGAIN, again)):
        if changed:
            connection.execute(statement, changed)
    return made


def _judge(row: Any, reachable: bool, now: datetime, newest: datetime) -> tuple[str, str | None]:
    """The slot's new state, and why there is nothing to send, if so."""
    reasons = {
        "window_over": row.closes_at <= now,
        "paused": row.paused,
        "logged": row.logged,
        "coalesced": row.due_at < newest,
        "no_device": not reachable,
    }
    reason = next((name for name, holds in reasons.items() if holds), None)
    if row.state == "sent":
        return "sent", reason
    return ("claimed" if reason is None else "missed" if reason == "window_over" else "cancelled"), reason


def _started(sending: Sending, now: datetime) -> dict[str, Any]:
    return {"sent_at": now, "attempts": sending.attempts, "try_after": now + LEASE}


def _devices(connection: Connection, people: set[UUID]) -> dict[UUID, list[tuple[Device, str]]]:
    found: dict[UUID, list[tuple[Device, str]]] = defaultdict(list)
    for row in connection.execute(_DEVICES, {"people": list(people)}) if people else ():
        found[row.person_id].append((Device(row.person_id, row.id, row.endpoint, row.p256dh, row.auth), row.name))
    return found


def _tried(connection: Connection, slots: list[UUID]) -> dict[tuple[UUID, UUID], Any]:
    return {(row.slot_id, row.subscription_id): row for row in connection.execute(_TRIED, {"slots": slots})} if slots else {}
