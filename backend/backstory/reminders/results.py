"""What became of the messages of claimed slots: the ledger, the slots' next tries and follow-ups, and how the devices fare."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update
from sqlmodel import Session

from backstory.kernel.ids import new_id
from backstory.reminders.once import insert_once
from backstory.reminders.outcomes import Outcome, next_try
from backstory.reminders.prompts import Device, Prompt, delivery, device
from backstory.reminders.waiting import slot

_FINISH: Any = update(delivery).where(delivery.c.id == bindparam("of_id")).values({name: bindparam(name) for name in ("accepted_at", "failure", "try_after")})
_SETTLE: Any = update(slot).where(slot.c.id == bindparam("of_id")).values({name: bindparam(name) for name in ("state", "reason", "try_at")})
_HELD: Any = select(slot.c.id, slot.c.claimed_at).where(slot.c.id.in_(bindparam("ids", expanding=True))).order_by(slot.c.id).with_for_update()
_FIRST_TAKEN = func.coalesce(delivery.c.accepted_at, bindparam("at", type_=delivery.c.accepted_at.type))
_TAKEN_ALL_THE_SAME: Any = update(delivery).where(delivery.c.id == bindparam("of_id")).values(accepted_at=_FIRST_TAKEN)
# Not when the phone has offered another endpoint in the meantime.
_OF_DEVICE: Any = update(device).where(
    device.c.person_id == bindparam("of_person"), device.c.id == bindparam("of_id"), device.c.endpoint == bindparam("of_endpoint")
)
_RETIRE: Any = _OF_DEVICE.values(retired_at=bindparam("retired_at"), retired_reason="gone")
_FARED: Any = _OF_DEVICE.values(
    last_accepted_at=func.coalesce(bindparam("accepted_at", type_=device.c.last_accepted_at.type), device.c.last_accepted_at),
    unshown=device.c.unshown + bindparam("accepted"),
    last_failure=bindparam("failure"),
    failed_at=bindparam("failed_at"),
)

Row = dict[str, Any]


def settle(session: Session, done: Sequence[tuple[Prompt, Sequence[Outcome]]], *, now: datetime) -> None:
    deliveries: list[Row] = []
    slots: list[Row] = []
    follow_ups: list[Row] = []
    devices: list[Row] = []
    gone: list[Device] = []
    late: list[Row] = []
    claims = _claims(session.connection(), done)
    for prompt, outcomes in done:
        if claims.get(prompt.slot_id) != prompt.claimed_at:  # overslept its lease: the slot is another's, or was put off
            late += [{"of_id": one.delivery_id, "at": now} for one, outcome in zip(prompt.sendings, outcomes, strict=True) if outcome.failure is None]
            continue
        waiting = list(prompt.waiting)
        for sending, outcome in zip(prompt.sendings, outcomes, strict=True):
            again = next_try(outcome, attempts=sending.attempts, closes_at=prompt.closes_at, now=now)
            waiting += [again] if again else []
            accepted_at = None if outcome.failure else now
            deliveries.append({"of_id": sending.delivery_id, "accepted_at": accepted_at, "failure": outcome.failure, "try_after": again})
            if outcome.failure == "gone":
                gone.append(sending.device)
            devices.append(_of(sending.device) | _fared(outcome, now))
        settled = _state(prompt, outcomes, waiting)
        slots.append({"of_id": prompt.slot_id, "try_at": min(waiting, default=None), **settled})
        if settled["state"] == "sent" and not prompt.sent:
            follow_ups += _follow_up(prompt, now)
    devices.sort(key=lambda row: (row["of_person"], row["of_id"]))  # in one order, so that two workers never wait for each other
    for statement, rows in ((_FINISH, deliveries), (_TAKEN_ALL_THE_SAME, late), (_SETTLE, slots), (_FARED, devices)):
        if rows:
            session.connection().execute(statement, rows)
    for one in gone:
        retire(session, one, now=now)
    insert_once(session.connection(), slot, follow_ups)


def _claims(connection: Connection, done: Sequence[tuple[Prompt, Sequence[Outcome]]]) -> dict[Any, datetime]:
    return {row.id: row.claimed_at for row in connection.execute(_HELD, {"ids": [prompt.slot_id for prompt, _outcomes in done]})}


def retire(session: Session, gone: Device, *, now: datetime) -> None:
    session.connection().execute(_RETIRE, _of(gone) | {"retired_at": now})


def _of(one: Device) -> Row:
    return {"of_person": one.person_id, "of_id": one.id, "of_endpoint": one.endpoint}


def _fared(outcome: Outcome, now: datetime) -> Row:
    taken = outcome.failure is None
    return {"accepted_at": now if taken else None, "accepted": int(taken), "failure": outcome.failure, "failed_at": None if taken else now}


def _follow_up(prompt: Prompt, now: datetime) -> list[Row]:
    """At most one, and only while the answer still counts."""
    wanted = prompt.follow_up
    if wanted is None or now + wanted.after >= prompt.closes_at:
        return []
    due_at = now + wanted.after
    same = {"reminder_id": wanted.reminder_id, "local_date": wanted.local_date, "about_id": prompt.about_id, "closes_at": prompt.closes_at}
    return [same | {"id": new_id(), "slot_no": wanted.slot_no, "due_at": due_at, "try_at": due_at, "state": "due"}]


def _state(prompt: Prompt, outcomes: Sequence[Outcome], waiting: list[datetime]) -> Row:
    if prompt.sent or any(outcome.failure is None for outcome in outcomes):
        return {"state": "sent", "reason": None}
    if waiting:
        return {"state": "claimed", "reason": None}
    return {"state": "missed", "reason": outcomes[0].failure if outcomes else None}
