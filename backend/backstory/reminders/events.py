"""Slots of the rules that follow what happens: so long after a treatment, so long before an appointment.

Nothing is planned ahead: each round looks for what has come due since, so an appointment that moves takes its prompt along. Paused
rules, and what is not shared any more, have slots as well: the ledger says why nobody asked.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, literal_column, select
from sqlmodel import Session

from backstory.kernel.ids import new_id
from backstory.kernel.wire import LATEST
from backstory.reminders.answers import SORENESS_AFTER
from backstory.reminders.happened import appointment, entry
from backstory.reminders.occasion import step
from backstory.reminders.once import insert_once
from backstory.reminders.waiting import reminder, slot

LOOK_BACK = timedelta(days=4)  # what a worker that was away for longer has missed is not told one by one
LONGEST_BEFORE = timedelta(minutes=2880)
STEPS = len(SORENESS_AFTER)

_RULE = tuple(reminder.c[name].label(f"rule_{name}") for name in ("id", "zone", "window_minutes", "before_minutes", "made_at"))
_already = (
    select(slot.c.id)
    .where(slot.c.reminder_id == reminder.c.id, slot.c.local_date >= bindparam("since_day"), slot.c.about_id == entry.c.id)
    .where(step(slot.c.slot_no, STEPS) == bindparam("step"), slot.c.reason.is_distinct_from("not_there"))
    .exists()
)
# Said in the words of ix_entry_treatments: with a bound value, SQLite does not see that the index is meant. What has been asked about stays
# in the database: of thousands of treatments of a week hardly any is due in the seconds since the last round.
_TREATED: Any = (
    select(entry.c.id, entry.c.occurred_at, entry.c.received_at, *_RULE)
    .join(reminder, (reminder.c.patient_id == entry.c.patient_id) & (reminder.c.kind == "soreness") & reminder.c.ended_at.is_(None))
    .where(entry.c.kind == literal_column("'treatment'"), entry.c.deleted_at.is_(None))
    .where(entry.c.occurred_at > bindparam("since"), entry.c.occurred_at <= bindparam("until"), ~_already)
)
_ARRANGED: Any = (
    select(appointment.c.id, appointment.c.starts_at, appointment.c.made_at.label("received_at"), *_RULE)
    .join(reminder, (reminder.c.patient_id == appointment.c.patient_id) & (reminder.c.kind == "appointment") & reminder.c.ended_at.is_(None))
    .where(appointment.c.cancelled_at.is_(None))
    .where(appointment.c.starts_at > bindparam("since"), appointment.c.starts_at <= bindparam("until"))
)
_THERE: Any = select(slot.c.reminder_id, slot.c.local_date, slot.c.slot_no, slot.c.about_id, slot.c.reason).where(
    slot.c.reminder_id.in_(bindparam("rules", expanding=True)), slot.c.local_date >= bindparam("since")
)


class Occasion(NamedTuple):
    """`step`: which of the hours after a treatment."""

    rule: Any
    step: int
    on: date
    due_at: datetime
    closes_at: datetime


def come_due(session: Session, *, now: datetime) -> list[dict[str, Any]]:
    """The slots to `keep`. Only looked for: nobody who writes has to wait for it."""
    connection = session.connection()
    found = [one for one in (*_after_treatments(connection, now), *_before_appointments(connection, now)) if _counts(one, now)]
    there = _there(connection, {one.rule.rule_id for one in found}, now)
    rows = []
    for one in found:
        known = there[one.rule.rule_id]
        if not any(_is_of(one, row) for row in known):
            rows.append(_slot_row(one, _free_number(one, known), now))
            known.append(_Known(one.on, rows[-1]["slot_no"], one.rule.id, None))
    return rows


def keep(session: Session, rows: list[dict[str, Any]]) -> None:
    """What another worker has kept meanwhile stays; what had its number is found again in the next round."""
    insert_once(session.connection(), slot, rows)


def _counts(one: Occasion, now: datetime) -> bool:
    """What was over before there was a rule was not missed."""
    return one.closes_at > now or one.rule.rule_made_at <= one.due_at


def _after_treatments(connection: Connection, now: datetime) -> list[Occasion]:
    found = []
    for number, after in enumerate(SORENESS_AFTER):
        window = {"since": now - LOOK_BACK - after, "until": now - after, "since_day": _first_day(now), "step": number}
        found += [_occasion(row, number, row.occurred_at + after) for row in connection.execute(_TREATED, window)]
    return found


def _before_appointments(connection: Connection, now: datetime) -> list[Occasion]:
    rows = connection.execute(_ARRANGED, {"since": now - LOOK_BACK, "until": now + LONGEST_BEFORE}).all()
    due = ((row, row.starts_at - timedelta(minutes=row.rule_before_minutes)) for row in rows)
    return [_occasion(row, 0, at, row.starts_at) for row, at in due if now - LOOK_BACK < at <= now]


def _occasion(row: Any, step: int, due_at: datetime, *not_after: datetime) -> Occasion:
    closes_at = min(due_at + timedelta(minutes=row.rule_window_minutes), *not_after, LATEST)
    return Occasion(row, step, due_at.astimezone(ZoneInfo(row.rule_zone)).date(), due_at, closes_at)


class _Known(NamedTuple):
    local_date: date
    slot_no: int
    about_id: UUID | None
    reason: str | None


def _there(connection: Connection, rules: set[UUID], now: datetime) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in connection.execute(_THERE, {"rules": list(rules), "since": _first_day(now)}) if rules else ():
        found[row.reminder_id].append(row)
    return found


def _first_day(now: datetime) -> date:
    return (now - 2 * LOOK_BACK).date()


def _is_of(one: Occasion, row: Any) -> bool:
    """An hour after a treatment is asked about once, also when its time is corrected; before an appointment once a day: it may
    have moved to another, or come back."""
    same_day = one.on == row.local_date or one.rule.rule_before_minutes is None
    return row.about_id == one.rule.id and step(row.slot_no, STEPS) == one.step and same_day and row.reason != "not_there"


def _free_number(one: Occasion, known: list[Any]) -> int:
    """Two treatments, or two appointments, may come due on one day."""
    taken = {row.slot_no // 10 for row in known if row.local_date == one.on}
    return 10 * next(number for number in count(one.step, STEPS) if number not in taken)


def _slot_row(one: Occasion, slot_no: int, now: datetime) -> dict[str, Any]:
    late = one.closes_at <= now
    return {
        "id": new_id(),
        "reminder_id": one.rule.rule_id,
        "local_date": one.on,
        "slot_no": slot_no,
        "about_id": one.rule.id,
        "due_at": one.due_at,
        "closes_at": one.closes_at,
        "state": "missed" if late else "due",
        "reason": ("recorded_late" if one.rule.received_at >= one.closes_at else "worker_away") if late else None,
        "try_at": None if late else one.due_at,
    }
