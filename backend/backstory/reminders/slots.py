"""Rules that have come due become slots. What the worker slept through is recorded as missed; only the newest prompt
whose window is still open is sent, so that nobody wakes to a burst."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Connection, Table, bindparam, select, update
from sqlmodel import Session

from backstory.kernel.ids import new_id
from backstory.reminders.due import Due, following
from backstory.reminders.models import Reminder, ReminderSlot
from backstory.reminders.once import insert_once
from backstory.reminders.travel import waits_for

_reminder = cast("Table", Reminder.__table__)  # type: ignore[attr-defined]  # SQLModel adds it
_slot = cast("Table", ReminderSlot.__table__)  # type: ignore[attr-defined]

_DUE: Any = (
    select(*(_reminder.c[name] for name in ("id", "at", "zone", "days", "window_minutes", "about_id", "next_due_at", "next_due_on")))
    .where(_reminder.c.next_due_at <= bindparam("now"))
    .order_by(_reminder.c.next_due_at)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_ADVANCE: Any = update(_reminder).where(_reminder.c.id == bindparam("of_id")).values(next_due_at=bindparam("next_due_at"), next_due_on=bindparam("next_due_on"))

Row = dict[str, Any]


def fill(session: Session, *, now: datetime, limit: int) -> int:
    """Answers how many rules had come due."""
    connection = session.connection()
    rules = connection.execute(_DUE, {"now": now, "limit": limit}).all()
    _fill(connection, rules, now)
    return len(rules)


def fill_one(session: Session, rule: Reminder, *, now: datetime) -> None:
    """Before it is changed: the day that has come due was to be asked about."""
    if rule.next_due_at is not None and rule.next_due_at <= now:
        _fill(session.connection(), [rule], now)
        session.refresh(rule)


def _fill(connection: Connection, rules: Sequence[Any], now: datetime) -> None:
    slots: list[Row] = []
    advances: list[Row] = []
    for rule in rules:
        days = tuple(rule.days)
        due = waits_for(rule, days)
        passed: list[Due] = []
        while due.at <= now:
            passed.append(due)
            due = following(rule.at, rule.zone, days, due.on)
        advances.append({"of_id": rule.id, "next_due_at": due.at, "next_due_on": due.on})
        slots += [_slot_row(rule, one, now, newest=one is passed[-1]) for one in passed]
    insert_once(connection, _slot, slots)
    if advances:
        connection.execute(_ADVANCE, advances)


def _slot_row(rule: Any, due: Due, now: datetime, *, newest: bool) -> Row:
    closes_at = due.at + timedelta(minutes=rule.window_minutes)
    state, reason = ("missed", "worker_away") if closes_at <= now else ("due", None) if newest else ("cancelled", "coalesced")
    return {
        "id": new_id(),
        "reminder_id": rule.id,
        "local_date": due.on,
        "slot_no": 0,
        "about_id": rule.about_id,
        "due_at": due.at,
        "closes_at": closes_at,
        "state": state,
        "reason": reason,
        "try_at": due.at if state == "due" else None,
    }
