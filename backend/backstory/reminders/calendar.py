"""The next sixty days of reminders as a calendar with alarms (RFC 5545), for who has no push: instants, so that no calendar has to
know our zones, and the same neutral words as everywhere."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event
from sqlalchemy import select
from sqlmodel import Session, col

from backstory.accounts.actor import token_hash
from backstory.kernel.settings import Settings
from backstory.reminders.due import preview
from backstory.reminders.happened import appointment, shared
from backstory.reminders.judging import away
from backstory.reminders.kinds import BY_THE_CLOCK
from backstory.reminders.messages import PROMPTS, TITLE
from backstory.reminders.models import Reminder, ReminderSettings

DAYS, LASTS = 60, timedelta(minutes=15)


class Prompted(NamedTuple):
    name: str
    kind: str
    at: datetime


def begin(session: Session, patient_id: UUID, *, now: datetime) -> str:
    """The secret of its address, of which only the hash is kept."""
    found = session.get(ReminderSettings, patient_id, with_for_update=True) or ReminderSettings(patient_id=patient_id)
    secret = secrets.token_urlsafe(32)
    found.calendar_token_hash, found.calendar_made_at = token_hash(secret), now
    session.add(found)
    return secret


def end(session: Session, patient_id: UUID) -> None:
    found = session.get(ReminderSettings, patient_id, with_for_update=True)
    if found is not None:
        found.calendar_token_hash, found.calendar_made_at = None, None


def read(session: Session, settings: Settings, secret: str, *, now: datetime) -> bytes | None:
    of = session.scalars(select(ReminderSettings).where(col(ReminderSettings.calendar_token_hash) == token_hash(secret))).first()
    if of is None:
        return None
    on = (col(Reminder.patient_id) == of.patient_id, col(Reminder.paused_at).is_(None), col(Reminder.ended_at).is_(None))
    made = Calendar()
    for name, value in (("prodid", "-//Backstory//reminders//EN"), ("version", "2.0"), ("method", "PUBLISH"), ("x-wr-calname", TITLE)):
        made.add(name, value)
    for rule in session.scalars(select(Reminder).where(*on).order_by(col(Reminder.made_at), col(Reminder.id))):
        found = _by_the_clock(rule, of, now) if rule.kind in BY_THE_CLOCK else _before_appointments(session, rule, of, now)
        for one in found:
            made.add_component(_event(settings, one, now))
    answer: bytes = made.to_ical()
    return answer


def _by_the_clock(rule: Reminder, of: ReminderSettings, now: datetime) -> Iterator[Prompted]:
    zone = ZoneInfo(rule.zone)
    for at in preview(time.fromisoformat(rule.at), zone, tuple(rule.days), now.astimezone(zone).date(), DAYS):
        on = at.astimezone(zone).date()
        if at > now and not away(on, of.away_from, of.away_until):
            yield Prompted(f"{rule.id}-{on}", rule.kind, at)


def _before_appointments(session: Session, rule: Reminder, of: ReminderSettings, now: datetime) -> Iterator[Prompted]:
    if rule.kind != "appointment":
        return  # what follows a treatment cannot be told before it
    mine = select(appointment.c.id, appointment.c.starts_at).where(appointment.c.patient_id == of.patient_id, appointment.c.cancelled_at.is_(None))
    ahead = mine.where(shared(appointment), appointment.c.starts_at > now, appointment.c.starts_at < now + timedelta(days=DAYS))
    for row in session.execute(ahead.order_by(appointment.c.starts_at)):
        at = row.starts_at - timedelta(minutes=rule.before_minutes or 0)
        if at > now and not away(_day(at, rule.zone), of.away_from, of.away_until):
            yield Prompted(f"{rule.id}-{row.id}", rule.kind, at)


def _event(settings: Settings, one: Prompted, now: datetime) -> Event:
    words, path = PROMPTS[one.kind]
    event, alarm = Event(), Alarm()
    for name, value in (("uid", f"{one.name}@backstory"), ("dtstamp", now.replace(microsecond=0)), ("dtstart", one.at), ("dtend", one.at + LASTS)):
        event.add(name, value)
    for name, value in (("summary", words), ("url", settings.origin + path), ("transp", "TRANSPARENT")):
        event.add(name, value)
    for name, of_alarm in (("action", "DISPLAY"), ("description", words), ("trigger", timedelta())):
        alarm.add(name, of_alarm)
    event.add_component(alarm)
    return event


def _day(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()
