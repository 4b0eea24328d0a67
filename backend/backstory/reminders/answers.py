"""Has the patient already said what a prompt asks for? One rule per kind, each for many slots at once.

A slot is a row with id, reminder_id, kind, patient_id, local_date, due_at, slot_no, state and about_id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Connection, Table, bindparam, select, tuple_

from backstory.kernel.wire import WEEK
from backstory.reminders import happened
from backstory.reminders.models import Delivery, ReminderSlot
from backstory.reminders.occasion import FOLLOW_UP, PROMPT, step, turn

SORENESS_AFTER = tuple(timedelta(hours=hours) for hours in (24, 48, 72))  # DOMAIN 6
DAY = timedelta(days=1)
_slot = cast("Table", ReminderSlot.__table__)  # type: ignore[attr-defined]  # SQLModel adds it
_delivery = cast("Table", Delivery.__table__)  # type: ignore[attr-defined]
_OPENED: Any = (
    select(_slot.c.reminder_id, _slot.c.local_date)
    .join(_delivery, _delivery.c.slot_id == _slot.c.id)
    .where(tuple_(_slot.c.reminder_id, _slot.c.local_date).in_(bindparam("days", expanding=True)), _delivery.c.opened_at.is_not(None))
)
LONGEST_FOLLOW_UP = timedelta(minutes=120)
PEG_COUNTS_DAYS = 3  # the questions are about a week: an answer a few days off its day is the answer for it


def by_kind(slots: Iterable[Any]) -> dict[str, list[Any]]:
    found = defaultdict(list)
    for slot in slots:
        found[slot.kind].append(slot)
    return found


def answered(connection: Connection, slots: Iterable[Any]) -> set[UUID]:
    return {slot_id for kind, those in by_kind(slots).items() if kind in _RULES for slot_id in _RULES[kind](connection, those)}


def mark(slot: Any, treatment: Any) -> Any:
    """When the hour came that a soreness slot asks about."""
    return treatment.occurred_at + SORENESS_AFTER[step(slot.slot_no, len(SORENESS_AFTER))]


def due_items(slot: Any, items: Iterable[Any]) -> list[Any]:
    """What was planned on that day, or the one exercise that the rule is about if it was."""
    live = (one for one in items if one.ended_at is None or one.ended_at > slot.due_at)
    return [one for one in live if WEEK[slot.local_date.weekday()] in one.days and slot.about_id in (None, one.id)]


def _checkins(connection: Connection, slots: list[Any]) -> Iterable[UUID]:
    found = happened.entries(connection, "checkin", slots, _since(slots))
    days = {(row.patient_id, row.local_on) for rows in found.values() for row in rows}
    return (slot.id for slot in slots if (slot.patient_id, slot.local_date) in days)


def _exercises(connection: Connection, slots: list[Any]) -> Iterable[UUID]:
    """Done or skipped: both are an answer."""
    found, plan = happened.entries(connection, "exercise", slots, _since(slots), said=True), happened.plan_items(connection, slots)
    for slot in slots:
        done = {row.payload.get("plan_item_id") for row in found[slot.patient_id] if row.local_on == slot.local_date}
        items = [one for one in due_items(slot, plan[slot.patient_id]) if one.shared]
        if items and all(str(one.id) in done for one in items):
            yield slot.id


def _soreness(connection: Connection, slots: list[Any]) -> Iterable[UUID]:
    """An answer counts for the last hour mark before it (the same as frontend/src/today/soreness-due.ts)."""
    found, treated = happened.entries(connection, "soreness", slots, _since(slots)), happened.treatments(connection, slots)
    for slot in slots:
        treatment = treated.get((slot.patient_id, slot.about_id))
        if treatment and any(timedelta() <= row.occurred_at - mark(slot, treatment) < DAY for row in found[slot.patient_id]):
            yield slot.id


def _peg(connection: Connection, slots: list[Any]) -> Iterable[UUID]:
    found = happened.entries(connection, "questionnaire", slots, _since(slots) - PEG_COUNTS_DAYS * DAY, said=True)
    for slot in slots:
        rows = (row for row in found[slot.patient_id] if row.payload["form"] == "peg")
        if any(abs(row.local_on - slot.local_date) <= PEG_COUNTS_DAYS * DAY for row in rows):
            yield slot.id


def _appointments(connection: Connection, slots: list[Any]) -> Iterable[UUID]:
    """Its form may be left with nothing to tell: that it was opened is an answer, and so is a note since it came due. No note spares
    anybody the first prompt."""
    opened = {tuple(row) for row in connection.execute(_OPENED, {"days": [(slot.reminder_id, slot.local_date) for slot in slots]})}
    notes = happened.entries(connection, "note", slots, _since(slots))
    for slot in slots:
        first = turn(slot.slot_no) == PROMPT and slot.state != "sent"
        asked_at = slot.due_at - (LONGEST_FOLLOW_UP if turn(slot.slot_no) == FOLLOW_UP else timedelta())
        noted = not first and any(row.occurred_at >= asked_at for row in notes[slot.patient_id])
        if noted or (slot.reminder_id, slot.local_date) in opened:
            yield slot.id


def _since(slots: list[Any]) -> Any:
    return happened.start_of(min(slot.local_date for slot in slots))


_RULES: dict[str, Callable[[Connection, list[Any]], Iterable[UUID]]] = {
    "checkin": _checkins,
    "exercise": _exercises,
    "soreness": _soreness,
    "peg": _peg,
    "appointment": _appointments,
}
