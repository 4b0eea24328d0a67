"""What became of the messages of claimed slots: the ledger, the slots' next tries, and the devices that are gone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, update
from sqlmodel import Session

from backstory.reminders.outcomes import Outcome, next_try
from backstory.reminders.prompts import Device, Prompt, delivery, device, slot

_FINISH: Any = update(delivery).where(delivery.c.id == bindparam("of_id")).values({name: bindparam(name) for name in ("accepted_at", "failure", "try_after")})
_SETTLE: Any = update(slot).where(slot.c.id == bindparam("of_id")).values({name: bindparam(name) for name in ("state", "reason", "try_at")})
# Not when the phone has offered another endpoint in the meantime.
_RETIRE: Any = (
    update(device)
    .where(device.c.person_id == bindparam("of_person"), device.c.id == bindparam("of_id"), device.c.endpoint == bindparam("of_endpoint"))
    .values(retired_at=bindparam("retired_at"), retired_reason="gone")
)

Row = dict[str, Any]


def settle(session: Session, done: Sequence[tuple[Prompt, Sequence[Outcome]]], *, now: datetime) -> None:
    deliveries: list[Row] = []
    slots: list[Row] = []
    for prompt, outcomes in done:
        waiting = list(prompt.waiting)
        for sending, outcome in zip(prompt.sendings, outcomes, strict=True):
            again = next_try(outcome, attempts=sending.attempts, closes_at=prompt.closes_at, now=now)
            waiting += [again] if again else []
            accepted_at = None if outcome.failure else now
            deliveries.append({"of_id": sending.delivery_id, "accepted_at": accepted_at, "failure": outcome.failure, "try_after": again})
            if outcome.failure == "gone":
                retire(session, sending.device, now=now)
        slots.append({"of_id": prompt.slot_id, "try_at": min(waiting, default=None), **_state(prompt, outcomes, waiting)})
    for statement, rows in ((_FINISH, deliveries), (_SETTLE, slots)):
        if rows:
            session.connection().execute(statement, rows)


def retire(session: Session, gone: Device, *, now: datetime) -> None:
    values = {"of_person": gone.person_id, "of_id": gone.id, "of_endpoint": gone.endpoint, "retired_at": now}
    session.connection().execute(_RETIRE, values)


def _state(prompt: Prompt, outcomes: Sequence[Outcome], waiting: list[datetime]) -> Row:
    if prompt.sent or any(outcome.failure is None for outcome in outcomes):
        return {"state": "sent", "reason": None}
    if waiting:
        return {"state": "claimed", "reason": None}
    return {"state": "missed", "reason": outcomes[0].failure if outcomes else None}
