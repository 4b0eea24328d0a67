"""What happened, as a clinician looks at it: everybody at a glance, and one patient day by day.

`if kind ==` is at home here (ARCHITECTURE 3). Late check-ins are shown and say so; what they are left out of is statistics.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from backstory.accounts.actor import Actor
from backstory.entries import queries as entries
from backstory.kernel.clock import offset_minutes, wall_clock
from backstory.kernel.errors import NotValid
from backstory.plans import queries as plans
from backstory.timeline import queries, reminders

Row = dict[str, Any]

SPARKLINE_DAYS = 28
USUAL_DAYS = 28
AT_MOST_DAYS = 400
# An appointment is the next one until it is surely under way: a clinician looks for it while the patient waits.
STILL_ON = timedelta(hours=1)
_DAY = timedelta(days=1)


def caseload(session: Session, *, by: Actor, now: datetime) -> list[Row]:
    """Everybody whom `by` may see, by name; a few statements, however many they are."""
    connection = session.connection()
    found = queries.caseload(connection, week_ago=now - 7 * _DAY, still_on_after=now - STILL_ON, by=by)
    pain: dict[Any, dict[date, int]] = defaultdict(dict)
    for key, local_on, average in queries.pain(connection, now - (SPARKLINE_DAYS + 2) * _DAY, by=by):
        pain[key][local_on] = average
    reached = reminders.reached(connection, by=by, now=now)
    return [_at_a_glance(row, pain[row["key"]], now) | {"reminders_off": reminders.off(reached.get(row["id"]))} for row in found]


def timeline(session: Session, patient_id: UUID, first: date | None, last: date | None, *, by: Actor, now: datetime) -> Row:
    """The local days first..last with all that happened on them; plan and appointments from the first day on, the coming ones too."""
    connection = session.connection()
    _id, name, zone, offset = queries.patient(connection, patient_id, by=by)
    last = last or max(today(zone, offset, now), first or date.min)
    first = first or last - (USUAL_DAYS - 1) * _DAY
    if not first <= last < first + AT_MOST_DAYS * _DAY:
        raise NotValid.at("from", "too_many_days" if first <= last else "after_to")
    happened = entries.window(connection, patient_id, first, last, by=by)
    # A day begins up to 14 hours before it does in UTC; the wall clock then decides.
    since = datetime.combine(first, time(), UTC) - _DAY
    return {
        "patient": {"id": patient_id, "name": name},
        "from": first,
        "to": last,
        "days": _with_prompts(days(happened, first, last), reminders.prompts(connection, patient_id, first, last, by=by)),
        "entries": happened,
        "appointments": [one for one in plans.appointments(connection, patient_id, since=since, by=by) if one["starts_at"].date() >= first],
        "plan": plans.plan(connection, patient_id, since=since, by=by),
        "reminders": reminders.reached(connection, by=by, now=now, patient_id=patient_id)[patient_id],
    }


def days(happened: Iterable[Row], first: date, last: date) -> list[Row]:
    """One row for every day, empty ones included. Of several check-ins the latest counts, then the highest revision (DOMAIN 2);
    of several soreness answers the highest."""
    found = {first + n * _DAY: _empty(first + n * _DAY) for n in range((last - first).days + 1)}
    for one in sorted(happened, key=lambda one: (one["occurred_at"], one["revision"])):
        day, payload = found[one["occurred_at"].date()], one["payload"]
        kind = payload["kind"]
        if kind == "checkin":
            day |= {"average": payload["average"], "worst": payload.get("worst"), "late": one["late"], "checkin_id": one["id"]}
        elif kind == "spasm":
            day["spasms"] += 1
        elif kind == "soreness":
            day["soreness"] = max(payload["score"], day["soreness"] or 0)
        elif kind == "exercise":
            day["exercises_skipped" if payload["skipped"] else "exercises_done"] += 1
        elif kind == "treatment":
            day["treatments"] += 1
    return list(found.values())


def _with_prompts(found: list[Row], prompts: dict[date, Row]) -> list[Row]:
    """*Not asked* told from *asked, not answered*."""
    for day in found:
        if prompt := prompts.get(day["date"]):
            day["checkin_prompt"] = {**prompt, "answered": day["checkin_id"] is not None}
    return found


def today(zone: str, last_offset: int | None, now: datetime) -> date:
    """The patient's own date. Who travels ahead of their zone has written from there: that clock counts as well."""
    there = now.astimezone(ZoneInfo(zone))
    return max(there.date(), wall_clock(now, offset_minutes(there) if last_offset is None else last_offset).date())


def _empty(day: date) -> Row:
    scores = {"average": None, "worst": None, "late": False, "checkin_id": None, "soreness": None}
    return {"date": day, **scores, "spasms": 0, "exercises_done": 0, "exercises_skipped": 0, "treatments": 0, "checkin_prompt": None}


def _at_a_glance(row: Row, pain: dict[date, int], now: datetime) -> Row:
    until = today(row["zone"], row["last_offset"], now)
    checkin = {"average": row["average"], "occurred_at": _clock(row, "checkin"), "late": row["late"]} if row["checkin_at"] else None
    return {
        "id": row["id"],
        "name": row["name"],
        "last_entry_at": _clock(row, "last"),
        "last_checkin": checkin,
        "open_spasms": row["open_spasms"],
        "last_treatment_at": _clock(row, "treatment"),
        "next_appointment_at": _clock(row, "next"),
        "entries_7_days": row["entries_7_days"],
        "redflag": row["redflag"] is not None and not row["redflag"]["cleared"],
        "too_much": any(area.get("response") == "too_much" for area in (row["treatment"] or {}).get("areas", ())),
        "sparkline": [pain.get(until - n * _DAY) for n in reversed(range(SPARKLINE_DAYS))],
    }


def _clock(row: Row, name: str) -> datetime | None:
    return wall_clock(row[f"{name}_at"], row[f"{name}_offset"]) if row[f"{name}_at"] else None
