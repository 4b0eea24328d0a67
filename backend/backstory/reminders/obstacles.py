"""What else speaks against a prompt, by kind: what it is about is over, gone, or not this practice's to know any more."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from backstory.kernel.wire import EARLIEST
from backstory.reminders import happened
from backstory.reminders.answers import by_kind, due_items, mark

Found = Iterable[tuple[UUID, str]]


def against(connection: Connection, slots: Iterable[Any], now: datetime) -> dict[UUID, str]:
    """The first reason for each slot that has one."""
    found: dict[UUID, str] = {}
    for kind, those in by_kind(slots).items():
        for slot_id, reason in _RULES[kind](connection, those, now) if kind in _RULES else ():
            found.setdefault(slot_id, reason)
    return found


def _exercise(connection: Connection, slots: list[Any], _now: datetime) -> Found:
    """DOMAIN 5: no exercise prompts while urgent symptoms are not cleared."""
    flags, plan = happened.entries(connection, "redflag", slots, EARLIEST, said=True), happened.plan_items(connection, slots)
    for slot in slots:
        if flags[slot.patient_id] and not flags[slot.patient_id][-1].payload["cleared"]:
            yield slot.id, "redflag"
        live = [one for one in plan[slot.patient_id] if one.ended_at is None]
        items = due_items(slot, live)
        if slot.about_id is not None and all(one.id != slot.about_id for one in live):
            yield slot.id, "not_there"
        elif not items:
            yield slot.id, "nothing_planned"
        elif not any(one.shared for one in items):
            yield slot.id, "not_shared"


def _soreness(connection: Connection, slots: list[Any], now: datetime) -> Found:
    treated = happened.treatments(connection, slots)
    since = min((one.occurred_at for one in treated.values()), default=now)
    scores, others = (happened.entries(connection, kind, slots, since, said=kind == "soreness") for kind in ("soreness", "treatment"))
    for slot in slots:
        treatment = treated.get((slot.patient_id, slot.about_id))
        if treatment is None:
            yield slot.id, "not_there"
            continue
        answers = [row.payload["score"] for row in scores[slot.patient_id] if row.occurred_at > treatment.occurred_at]
        if len(answers) >= 2 and answers[-2:] == [0, 0]:
            yield slot.id, "two_zeros"
        if any((treatment.occurred_at, treatment.id) < (row.occurred_at, row.id) and row.occurred_at <= now for row in others[slot.patient_id]):
            yield slot.id, "superseded"
        if treatment.deleted_at is not None or mark(slot, treatment) > now:
            yield slot.id, "not_there"
        if not treatment.shared:
            yield slot.id, "not_shared"


def _appointment(connection: Connection, slots: list[Any], now: datetime) -> Found:
    """One that was put off is not there either: it comes due again."""
    arranged = happened.appointments(connection, slots)
    for slot in slots:
        found = arranged.get((slot.patient_id, slot.about_id))
        if found is None or found.cancelled_at is not None or found.starts_at - timedelta(minutes=slot.before_minutes or 0) > now:
            yield slot.id, "not_there"
        elif found.starts_at <= now:
            yield slot.id, "window_over"
        elif not found.shared:
            yield slot.id, "not_shared"


_RULES: dict[str, Callable[[Connection, list[Any], datetime], Found]] = {"exercise": _exercise, "soreness": _soreness, "appointment": _appointment}
