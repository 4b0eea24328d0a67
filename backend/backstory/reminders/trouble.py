"""What keeps reminders from reaching somebody, told from how their devices fare."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Table, select

from backstory.accounts.models import Patient
from backstory.reminders.judging import away
from backstory.reminders.prompts import device
from backstory.reminders.waiting import reminder, settings
from backstory.reminders.wire import Trouble

patient = cast("Table", Patient.__table__)  # type: ignore[attr-defined]  # SQLModel adds it

UNSHOWN_AT_MOST = 2  # of what its service took; at the third a device has gone quiet
GONE_IS_NEWS, REFUSED_IS_NEWS = timedelta(days=14), timedelta(days=3)
PASSES = {"busy", "failed", "unreachable"}  # unless it has lasted
LASTS = timedelta(days=2)
_FARES = ("unshown", "last_failure", "failed_at", "last_shown_at", "last_accepted_at")
TOLD = tuple(device.c[name] for name in ("person_id", "name", "activated_at", "retired_at", "retired_reason", *_FARES))


def reach(*of: ColumnElement[bool]) -> Any:
    """A statement: what decides, besides devices, whether somebody is to be asked at all by such rules."""
    rules = select(reminder.c.id).where(reminder.c.patient_id == patient.c.id, *of).correlate(patient)
    asks = rules.where(reminder.c.ended_at.is_(None), reminder.c.paused_at.is_(None)).exists().label("asks")
    own = (settings.c.email_confirmed_at, settings.c.away_from, settings.c.away_until)
    return select(patient.c.id, patient.c.person_id, patient.c.zone, *own, asks, rules.exists().label("has_rules")).outerjoin(
        settings, settings.c.patient_id == patient.c.id
    )


def is_on(row: Any, now: datetime) -> bool:
    """A row of `reach`. Who is new has the usual rules in a minute; away is as good as paused."""
    return (row.asks or not row.has_rules) and not away(now.astimezone(ZoneInfo(row.zone)).date(), row.away_from, row.away_until)


def trouble_of(devices: Iterable[Any], now: datetime, *, mailbox: bool) -> tuple[Trouble | None, str | None]:
    """And the device whose trouble it is. Who gets mail instead of pushes is reached, and so is who has one device that is well."""
    devices = list(devices)
    active = [one for one in devices if one.activated_at and not one.retired_at]
    if not active and mailbox:
        return None, None
    if not active:
        gone = [one for one in devices if one.retired_reason == "gone" and one.retired_at > now - GONE_IS_NEWS]
        return ("gone", max(gone, key=lambda one: one.retired_at).name) if gone else ("no_device", None)
    troubles = [(_of_one(one, now), one.name) for one in active]
    if any(trouble is None for trouble, _name in troubles):
        return None, None
    return next((found for found in troubles if found[0] == "refused"), troubles[0])


def _of_one(one: Any, now: datetime) -> Trouble | None:
    """A refusal that stands since anything was last taken, or silence from a phone whose service takes all."""
    if one.last_failure and one.failed_at > now - REFUSED_IS_NEWS:
        since = one.last_accepted_at or one.activated_at
        if one.last_failure not in PASSES or one.failed_at > since + LASTS:
            return "refused"
    return "quiet" if one.unshown > UNSHOWN_AT_MOST else None
