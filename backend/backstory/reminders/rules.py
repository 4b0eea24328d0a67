"""A patient's own rules."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from backstory.kernel.errors import NotFound, NotValid
from backstory.kernel.wire import WEEK
from backstory.plans.models import PlanItem
from backstory.reminders import events, slots, travel
from backstory.reminders.defaults import reminder
from backstory.reminders.due import next_due
from backstory.reminders.kinds import BY_THE_CLOCK, SEVERAL, UNUSED_AT, USUAL, WINDOW_MINUTES
from backstory.reminders.models import Reminder
from backstory.reminders.once import insert_once
from backstory.reminders.wire import ReminderIn

RULES_AT_MOST = 20


def mine(session: Session, patient_id: UUID) -> list[Reminder]:
    """The check-in first."""
    live = select(Reminder).where(col(Reminder.patient_id) == patient_id, col(Reminder.ended_at).is_(None))
    order = list(USUAL)
    return sorted(session.scalars(live), key=lambda rule: (order.index(rule.kind), rule.made_at, rule.id))  # type: ignore[arg-type]


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
    _judge(session, patient_id, wanted)
    new: dict[str, Any] = {"id": reminder_id, "patient_id": patient_id, "kind": wanted.kind, "at": UNUSED_AT, "zone": "UTC", "days": []}
    insert_once(session.connection(), reminder, [new | {"window_minutes": WINDOW_MINUTES[wanted.kind], "made_at": now, "ended_at": now}])
    own = select(Reminder).where(col(Reminder.id) == reminder_id, col(Reminder.patient_id) == patient_id)
    rule = session.scalars(own.with_for_update()).first()
    if rule is None:
        raise NotFound()
    if rule.kind != wanted.kind:
        raise NotValid.at("kind", "another_kind")  # its slots are of the kind that it is
    made = rule.ended_at is not None
    if made:
        _judge_number(session, patient_id, wanted)
        rule.made_at = now
    slots.fill_one(session, rule, now=now)
    before = (rule.at, rule.days, rule.paused_at, rule.ended_at)
    clock = wanted.kind in BY_THE_CLOCK
    rule.at, rule.ended_at = (wanted.at or UNUSED_AT) if clock else UNUSED_AT, None
    rule.days = [day for day in WEEK if day in wanted.days] if clock else list(WEEK)
    rule.before_minutes = wanted.before_minutes or USUAL[wanted.kind].before_minutes
    rule.about_id = wanted.about
    rule.paused_at = (rule.paused_at or now) if wanted.paused else None
    if (rule.at, rule.days, rule.paused_at, rule.ended_at) == before and rule.next_due_at:
        travel.move(session, rule, wanted.zone, now=now)
    else:
        rule.zone = wanted.zone
        due = travel.next_unasked(session, rule, now) if clock and not wanted.paused else None
        rule.next_due_at, rule.next_due_on = (due.at, due.on) if due else (None, None)
    session.flush()
    return rule, made


def end(session: Session, patient_id: UUID | None, reminder_id: UUID, *, now: datetime) -> None:
    rule = one(session, patient_id, reminder_id)
    rule.ended_at, rule.next_due_at, rule.next_due_on = now, None, None


def plan_again(session: Session, *, now: datetime) -> None:
    """For a clock that was set back (`worker --now`): a rule that waits for a later day waits again for what is open now."""
    for rule in session.scalars(select(Reminder).where(col(Reminder.next_due_at) > now)):
        due = next_due(rule.at, rule.zone, tuple(rule.days), now - timedelta(minutes=rule.window_minutes))
        if rule.next_due_at and due.at < rule.next_due_at:
            rule.next_due_at, rule.next_due_on = due.at, due.on
    for rule in session.scalars(select(Reminder).where(col(Reminder.kind).not_in(BY_THE_CLOCK), col(Reminder.made_at) > now - events.LOOK_BACK)):
        rule.made_at = now - events.LOOK_BACK


def _judge(session: Session, patient_id: UUID, wanted: ReminderIn) -> None:
    if wanted.kind in BY_THE_CLOCK and wanted.at is None:
        raise NotValid.at("at", "missing")
    if wanted.kind not in BY_THE_CLOCK and wanted.at is not None:
        raise NotValid.at("at", "not_for_this_kind")
    if wanted.before_minutes is not None and wanted.kind != "appointment":
        raise NotValid.at("before_minutes", "not_for_this_kind")
    if wanted.about is not None and (wanted.kind != "exercise" or session.get(PlanItem, (patient_id, wanted.about)) is None):
        raise NotValid.at("about", "not_for_this_kind" if wanted.kind != "exercise" else "unknown")


def _judge_number(session: Session, patient_id: UUID, wanted: ReminderIn) -> None:
    live = mine(session, patient_id)
    if len(live) >= RULES_AT_MOST:
        raise NotValid.at("kind", "too_many")
    if wanted.kind not in SEVERAL and any(rule.kind == wanted.kind for rule in live):
        raise NotValid.at("kind", "only_one")
