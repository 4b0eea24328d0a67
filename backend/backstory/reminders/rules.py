"""A patient's own rules, and the one that everybody starts with."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID, uuid5

from sqlalchemy import Table, func, select
from sqlmodel import Session, col

from backstory.accounts.models import Patient
from backstory.kernel.errors import NotFound, NotValid
from backstory.kernel.wire import WEEK
from backstory.reminders.due import next_due
from backstory.reminders.models import Reminder, ReminderSlot
from backstory.reminders.once import insert_once
from backstory.reminders.wire import ReminderIn

DEFAULT_AT = "20:00"
WINDOW_MINUTES = 180
RULES_AT_MOST = 20

_reminder = cast("Table", Reminder.__table__)  # type: ignore[attr-defined]  # SQLModel adds it
_HAD_ONE = select(col(Reminder.id)).where(col(Reminder.patient_id) == col(Patient.id)).exists()
_WITHOUT: Any = select(col(Patient.id), col(Patient.zone)).where(~_HAD_ONE)


def mine(session: Session, patient_id: UUID) -> list[Reminder]:
    live = select(Reminder).where(col(Reminder.patient_id) == patient_id, col(Reminder.ended_at).is_(None))
    return list(session.scalars(live.order_by(col(Reminder.made_at), col(Reminder.id))))


def one(session: Session, patient_id: UUID | None, reminder_id: UUID) -> Reminder:
    live = select(Reminder).where(col(Reminder.id) == reminder_id, col(Reminder.patient_id) == patient_id, col(Reminder.ended_at).is_(None))
    found = session.scalars(live).first()
    if found is None:
        raise NotFound()
    return found


def somebody_elses(session: Session, patient_id: UUID | None, reminder_id: UUID) -> bool:
    owner = session.scalar(select(col(Reminder.patient_id)).where(col(Reminder.id) == reminder_id))
    return owner is not None and owner != patient_id


def keep(session: Session, patient_id: UUID, reminder_id: UUID, wanted: ReminderIn, *, now: datetime) -> tuple[Reminder, bool]:
    """The rule as wanted, and whether this made it or brought it back.

    A new one is put there as ended first: of two at once, one inserts it and the other waits for its row.
    """
    insert_once(session.connection(), _reminder, [_row(reminder_id, patient_id, now) | {"ended_at": now}])
    own = select(Reminder).where(col(Reminder.id) == reminder_id, col(Reminder.patient_id) == patient_id)
    rule = session.scalars(own.with_for_update()).first()
    if rule is None:
        raise NotFound()
    made = rule.ended_at is not None
    if made and len(mine(session, patient_id)) >= RULES_AT_MOST:
        raise NotValid.at("kind", "too_many")
    rule.kind, rule.at, rule.zone, rule.ended_at = wanted.kind, wanted.at, wanted.zone, None
    rule.days = [day for day in WEEK if day in wanted.days]
    rule.paused_at = (rule.paused_at or now) if wanted.paused else None
    rule.next_due_at = None if wanted.paused else _next_due_at(session, rule, now)
    session.flush()
    return rule, made


def end(session: Session, patient_id: UUID | None, reminder_id: UUID, *, now: datetime) -> None:
    rule = one(session, patient_id, reminder_id)
    rule.ended_at, rule.next_due_at = now, None


def add_default(session: Session, patient_id: UUID, *, now: datetime) -> None:
    _add(session, session.execute(_WITHOUT.where(col(Patient.id) == patient_id)).all(), now)


def add_defaults(session: Session, *, limit: int, now: datetime) -> int:
    """For patients who never had a rule; who ended theirs keeps none. Answers for how many."""
    found = session.execute(_WITHOUT.limit(limit)).all()
    _add(session, found, now)
    return len(found)


def plan_again(session: Session, *, now: datetime) -> None:
    """For a clock that was set back (`worker --now`): a rule that waits for a later day waits again for what is open now."""
    for rule in session.scalars(select(Reminder).where(col(Reminder.next_due_at) > now)):
        opened = now - timedelta(minutes=rule.window_minutes)
        rule.next_due_at = min(filter(None, (rule.next_due_at, next_due(rule.at, rule.zone, tuple(rule.days), opened).at)))


def _add(session: Session, patients: Any, now: datetime) -> None:
    """The id is made from the patient's, so two workers at once add one."""
    rows = [
        _row(uuid5(patient_id, "checkin"), patient_id, now) | {"zone": zone, "next_due_at": next_due(DEFAULT_AT, zone, WEEK, now).at}
        for patient_id, zone in patients
    ]
    insert_once(session.connection(), _reminder, rows)


def _row(reminder_id: UUID, patient_id: UUID, now: datetime) -> dict[str, Any]:
    return {
        "id": reminder_id,
        "patient_id": patient_id,
        "kind": "checkin",
        "at": DEFAULT_AT,
        "zone": "UTC",
        "days": list(WEEK),
        "window_minutes": WINDOW_MINUTES,
        "made_at": now,
    }


def _next_due_at(session: Session, rule: Reminder, now: datetime) -> datetime:
    """A day that had its prompt has no second one, so the next is later than the last day asked about."""
    asked_on = session.scalar(select(func.max(col(ReminderSlot.local_date))).where(col(ReminderSlot.reminder_id) == rule.id))
    due = next_due(rule.at, rule.zone, tuple(rule.days), now)
    while asked_on is not None and due.on <= asked_on:
        due = next_due(rule.at, rule.zone, tuple(rule.days), due.at)
    return due.at
