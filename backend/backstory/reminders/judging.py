"""Is a slot to be asked about now? Pure: what is known comes in, the first reason against it goes out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backstory.reminders import quiet
from backstory.reminders.occasion import FIRST_SNOOZE, turn


@dataclass(frozen=True)
class Known:
    """About a batch of slots."""

    now: datetime
    answered: set[UUID] = field(default_factory=set)
    put_off: set[UUID] = field(default_factory=set)
    against: dict[UUID, str] = field(default_factory=dict)
    reachable: set[UUID] = field(default_factory=set)


@dataclass(frozen=True)
class Verdict:
    """Ask; or not, and why; or not before `wait`."""

    reason: str | None = None
    wait: datetime | None = None


ASK = Verdict()


def judge(rows: list[Any], known: Known) -> dict[UUID, Verdict]:
    """Of several of one sort that would be asked of one person now, the newest stands for all."""
    verdicts = {row.id: _alone(row, known) for row in rows}
    newest: dict[Any, datetime] = {}
    asked = [(row, (row.person_id, what(row))) for row in rows if verdicts[row.id] is ASK]
    for row, same in asked:
        newest[same] = max(row.due_at, newest.get(same, row.due_at))
    for row, same in asked:
        if row.due_at < newest[same]:
            verdicts[row.id] = Verdict("coalesced")
        elif row.person_id not in known.reachable:
            verdicts[row.id] = Verdict("no_device")
    return verdicts


def what(row: Any) -> str:
    """A newer one of the same takes the place of an older one, here and on the phone."""
    return f"{row.kind}|{row.about_id}" if row.kind == "exercise" and row.about_id else str(row.kind)


def away(on: date, away_from: date | None, away_until: date | None) -> bool:
    """Both days included; one that is not given is open."""
    return (away_from is not None or away_until is not None) and (away_from or on) <= on <= (away_until or on)


def _alone(row: Any, known: Known) -> Verdict:
    reason = _reason(row, known)
    if reason is None and row.quiet_from and row.quiet_to and turn(row.slot_no) < FIRST_SNOOZE:
        until = quiet.ends(known.now, row.quiet_from, row.quiet_to, row.zone)
        if until is not None:
            return Verdict(wait=until) if until < row.closes_at else Verdict("quiet_hours")
    return Verdict(reason) if reason else ASK


def _reason(row: Any, known: Known) -> str | None:
    if row.closes_at <= known.now:
        return "window_over"
    if row.paused:
        return "paused"
    if away(row.local_date, row.away_from, row.away_until):
        return "away"
    if row.id in known.answered:
        return "logged"
    return "snoozed" if row.id in known.put_off else known.against.get(row.id)
