"""What one patient and the clinician wrote down over the weeks: the changes that their devices would have sent, each with the
moment it was captured. Nothing lies in the future."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from backstory.demo import said
from backstory.demo.cast import Story
from backstory.demo.course import pain_line, sessions
from backstory.entries.payloads import Payload
from backstory.entries.wire import Change
from backstory.kernel.wire import WEEK, Weekday
from backstory.plans.catalogue import EXERCISES, NAMES

ZONE = ZoneInfo("Europe/Warsaw")
CAPTURED_AFTER = timedelta(minutes=1)
_PAYLOAD: TypeAdapter[Any] = TypeAdapter(Payload)
_DOSES: dict[str, dict[str, int]] = {exercise["id"]: {name: value for name, value in exercise["dose"].items() if value} for exercise in EXERCISES}


@dataclass(frozen=True)
class Written:
    by_clinician: bool
    change: Change


@dataclass(frozen=True)
class Prescribed:
    item_id: UUID
    exercise: str
    days: list[Weekday]
    dose: dict[str, int]


class Diary:
    """`rng` is this patient's own, so that one more patient changes nothing for the others."""

    def __init__(self, story: Story, days: int, *, now: datetime, rng: Random) -> None:
        self.story, self.days, self.now, self.rng = story, days, now, rng
        self.first_on: date = now.astimezone(ZONE).date() - timedelta(days=days - 1)
        self.treated = sessions(story, days)
        self.line = pain_line(story, self.treated, days, rng)
        self.plan = [
            Prescribed(self.new_id(now), slug, list(WEEK) if number < 2 else ["mo", "we", "fr"], _DOSES[slug]) for number, slug in enumerate(story.exercises)
        ]

    def at(self, day: int, clock: time) -> datetime:
        return datetime.combine(self.first_on + timedelta(days=day), clock, ZONE)

    def session_at(self, day: int) -> datetime:
        return self.at(day, time(9 + day * 7 % 9, 30 * (day % 2)))

    def new_id(self, at: datetime) -> UUID:
        """A UUIDv7 as the phone would have made then, of the seed: the same seed makes the same entries."""
        return UUID(int=int(at.timestamp() * 1000) << 80 | 7 << 76 | self.rng.getrandbits(12) << 64 | 2 << 62 | self.rng.getrandbits(62))

    def pages(self) -> list[Written]:
        """All of it in the order in which it was captured."""
        everything = [*self._sessions(), *self._exercises(), *self._spasms(), *self._once(), *self._checkins()]
        return sorted((one for one in everything if one.change.captured_at <= self.now), key=lambda one: one.change.captured_at)

    def _checkins(self) -> Iterator[Written]:
        for day, average in enumerate(self.line):
            if self.rng.random() < self.story.faithful:
                at = self.at(day, self.story.checks_in) + timedelta(minutes=self.rng.randint(0, 75))
                late = self.rng.random() < self.story.late
                yield self._write(at, said.checkin(self.story, average, self.rng), after=timedelta(hours=self.rng.randint(38, 60)) if late else CAPTURED_AFTER)

    def _spasms(self) -> Iterator[Written]:
        for day, average in enumerate(self.line[:-1]):
            if self.rng.random() < self.story.spasms_a_week / 7 * (1.6 if average >= 6 else 0.4):
                at = self.at(day, time(self.rng.randint(6, 22), self.rng.randint(0, 59)))
                minutes = self.rng.choice((4, 8, 15, 20, 45))
                told = said.spasm(self.story, average, self.rng) | {"settled_minutes": minutes}
                yield self._write(at, told, after=timedelta(minutes=minutes + 1), ended_at=at + timedelta(minutes=minutes))
        for minutes in self.story.open_spasms:
            at = (self.now - timedelta(minutes=minutes)).astimezone(ZONE).replace(second=0, microsecond=0)
            yield self._write(at, said.spasm(self.story, 6, self.rng))

    def _exercises(self) -> Iterator[Written]:
        """From the day after the first session, when they were prescribed."""
        for day in range(self.treated[0] + 1 if self.treated else self.days, self.days):
            for number, item in enumerate(self.plan):
                at = self.at(day, time(7, 40)) + timedelta(minutes=12 * number + self.rng.randint(0, 10))
                chance = self.rng.random() if WEEK[at.weekday()] in item.days else 1
                told = {"kind": "exercise", "name": NAMES[item.exercise], "plan_item_id": str(item.item_id)}
                if chance < self.story.exercising:
                    yield self._write(at, told | item.dose | {"difficulty": self.rng.randint(1, 6)})
                elif chance < self.story.exercising + 0.12:
                    yield self._write(at, told | {"skipped": True, "reason": self.rng.choice(said.REASONS)})

    def _sessions(self) -> Iterator[Written]:
        """Soreness follows at +24, +48 and after strong sessions +72 hours, less from session to session."""
        for number, day in enumerate(self.treated):
            too_much = self.story.too_much and day == self.treated[-1]
            told = said.treatment(self.story, self.line[day], self.rng, session=number, too_much=too_much)
            treatment = self._write(self.session_at(day), told, after=timedelta(minutes=40), by_clinician=True)
            yield treatment
            peak = max(0, self.story.soreness - number + (2 if too_much else 0))
            for hours, part in ((24, 1.0), (48, 0.5), (72, 0.2)):
                if self.rng.random() < self.story.faithful and (hours < 72 or peak > 3):
                    told = said.soreness(self.story, str(treatment.change.entry_id), min(10, round(peak * part)), too_much=too_much and hours == 24)
                    yield self._write(self.session_at(day) + timedelta(hours=hours), told)

    def _once(self) -> Iterator[Written]:
        if self.story.redflag is not None:
            told = {"kind": "redflag", "symptoms": ["changed feeling when wiping"], "acknowledged": True}
            yield self._write(self.at(self.days - 1 - self.story.redflag, time(6, 50)), told)
        if self.story.private_note and self.treated:
            told = {"kind": "note", "text": self.story.private_note, "private": True}
            yield self._write(self.session_at(self.treated[-1]) + timedelta(minutes=50), told, by_clinician=True)

    def _write(
        self, at: datetime, told: said.Said, *, after: timedelta = CAPTURED_AFTER, ended_at: datetime | None = None, by_clinician: bool = False
    ) -> Written:
        captured_at = at.astimezone(UTC) + after
        payload = _PAYLOAD.validate_json(json.dumps(told))
        return Written(by_clinician, Change(self.new_id(captured_at), 0, captured_at, self.new_id(captured_at), at, ended_at, payload))
