"""Another zone: no local day is asked about twice, and none is lost.

The next one is the first local day after the last that was asked about. Where the journey jumped over the time of a day that
was still to be asked about, that day keeps the instant that it had.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlmodel import Session, col

from backstory.reminders.due import Due, following, instant, next_due
from backstory.reminders.models import Reminder, ReminderSlot


def move_to(session: Session, patient_id: UUID, zone: str, *, now: datetime) -> None:
    live = select(Reminder).where(col(Reminder.patient_id) == patient_id, col(Reminder.ended_at).is_(None), col(Reminder.zone) != zone)
    for rule in session.scalars(live.with_for_update()):
        move(session, rule, zone, now=now)


def move(session: Session, rule: Reminder, zone: str, *, now: datetime) -> None:
    before = waits_for(rule, tuple(rule.days)) if rule.next_due_at else None
    rule.zone = zone
    if before is not None:
        due = next_unasked(session, rule, now)
        there = instant(before.on, time.fromisoformat(rule.at), ZoneInfo(zone))
        jumped_over = before.on < due.on and (there is None or there <= now)
        rule.next_due_on, rule.next_due_at = before if jumped_over else due


def waits_for(rule: Any, days: tuple[str, ...]) -> Due:
    """A rule that comes from a version before journeys tells no day."""
    if rule.next_due_on is None:
        return next_due(rule.at, rule.zone, days, rule.next_due_at - timedelta(microseconds=1))
    return Due(rule.next_due_on, rule.next_due_at)


def next_unasked(session: Session, rule: Reminder, now: datetime) -> Due:
    """A day that had its prompt has no second one."""
    asked_on = session.scalar(select(func.max(col(ReminderSlot.local_date))).where(col(ReminderSlot.reminder_id) == rule.id))
    due = next_due(rule.at, rule.zone, tuple(rule.days), now)
    return due if asked_on is None or due.on > asked_on else following(rule.at, rule.zone, tuple(rule.days), asked_on)
