"""Plans of the API: what comes in, what goes out."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from backstory.accounts.routes import PracticeOut
from backstory.accounts.wire import By
from backstory.kernel.wire import INTEGRAL, WEEK, Incoming, Outgoing, Text, Weekday, When
from backstory.plans.catalogue import NAMES

LONGEST_APPOINTMENT_MINUTES = 480


def _in_catalogue(value: str) -> str:
    if value not in NAMES:
        raise PydanticCustomError("unknown_exercise", "an exercise of the catalogue")
    return value


def _each_once(value: list[Weekday]) -> list[Weekday]:
    if len(set(value)) < len(value):
        raise PydanticCustomError("repeated", "each day once")
    return sorted(value, key=WEEK.index)


Slug = Annotated[str, AfterValidator(_in_catalogue), WithJsonSchema({"type": "string", "enum": list(NAMES)})]
Days = Annotated[list[Weekday], Field(min_length=1, max_length=7, json_schema_extra={"uniqueItems": True}), AfterValidator(_each_once)]


class DoseOut(Outgoing):
    sets: int | None
    reps: int | None
    hold_seconds: int | None
    minutes: int | None


class ExerciseOut(Outgoing):
    id: str
    name: str
    purpose: str
    area: str
    steps: list[str]
    dose: DoseOut
    stop_if: list[str]


class Exercises(Outgoing):
    items: list[ExerciseOut]


class PlanItemIn(Incoming):
    exercise: Slug
    sets: Annotated[int, Field(ge=1, le=100), INTEGRAL] | None = None
    reps: Annotated[int, Field(ge=1, le=1000), INTEGRAL] | None = None
    hold_seconds: Annotated[int, Field(ge=1, le=3600), INTEGRAL] | None = None
    minutes: Annotated[int, Field(ge=1, le=600), INTEGRAL] | None = None
    days: Days = list(WEEK)  # noqa: RUF012  # pydantic copies defaults
    note: Text = ""


class PlanItemOut(DoseOut):
    id: UUID
    exercise: str
    name: str
    days: list[Weekday]
    note: str
    prescribed_at: When
    prescribed_by: By
    ended_at: When | None


class Plan(Outgoing):
    items: list[PlanItemOut]


class AppointmentIn(Incoming):
    starts_at: When
    minutes: Annotated[int, Field(ge=5, le=LONGEST_APPOINTMENT_MINUTES), INTEGRAL] = 45
    note: Text = ""


class AppointmentOut(Outgoing):
    id: UUID
    starts_at: When
    minutes: int
    note: str
    practice: PracticeOut


class Appointments(Outgoing):
    items: list[AppointmentOut]
