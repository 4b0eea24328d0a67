"""The caseload and a patient's timeline over HTTP. Answers are written from plain rows."""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import to_json

from backstory.accounts.actor import actor
from backstory.entries.wire import EntryOut
from backstory.kernel import clock
from backstory.kernel.api import Api
from backstory.kernel.db import reading
from backstory.kernel.wire import Day, Outgoing, Score, When
from backstory.plans.wire import AppointmentOut, PlanItemOut
from backstory.reminders.wire import Trouble
from backstory.timeline import service

api = Api("timeline")


class TimelineQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")
    from_: Day | None = Field(default=None, alias="from")
    to: Day | None = None


class LastCheckin(Outgoing):
    average: Score
    occurred_at: When
    late: bool


class AtAGlance(Outgoing):
    id: UUID
    name: str
    last_entry_at: When | None
    last_checkin: LastCheckin | None
    open_spasms: int
    last_treatment_at: When | None
    next_appointment_at: When | None
    entries_7_days: int
    redflag: bool = Field(description="the latest acknowledgement of urgent symptoms is not cleared")
    too_much: bool = Field(description="the pressure was too much in the last treatment")
    sparkline: list[Score | None] = Field(description="average pain of the last 28 local days, today last")
    reminders_off: Literal["no_device", "quiet", "gone", "refused", "paused"] | None = Field(description="why nobody asks for check-ins")


class Caseload(Outgoing):
    items: list[AtAGlance]


class PatientOut(Outgoing):
    id: UUID
    name: str


class CheckinPrompt(Outgoing):
    """`reason`: why nobody asked, where nobody did."""

    asked: bool
    answered: bool
    reason: str | None


class RemindersOut(Outgoing):
    """Whether there is a rule that asks for check-ins, and whether its prompts reach the patient."""

    on: bool
    trouble: Trouble | None


class DayOut(Outgoing):
    date: date
    average: Score | None
    worst: Score | None
    late: bool
    checkin_id: UUID | None
    spasms: int
    soreness: Score | None
    exercises_done: int
    exercises_skipped: int
    treatments: int
    checkin_prompt: CheckinPrompt | None = Field(description="null when the day was not to be asked about")


class TimelineOut(Outgoing):
    patient: PatientOut
    from_: date = Field(alias="from")
    to: date
    days: list[DayOut]
    entries: list[EntryOut]
    appointments: list[AppointmentOut]
    plan: list[PlanItemOut]
    reminders: RemindersOut


@api.get("/patients", answers=Caseload)
def list_patients() -> bytes:
    """The patients whom I may see, each at a glance"""
    with reading() as session:
        return to_json({"items": service.caseload(session, by=actor(), now=clock.now())})


@api.get("/patients/<uuid:patient_id>/timeline", answers=TimelineOut)
def read_timeline(patient_id: UUID, query: TimelineQuery) -> bytes:
    """What happened day by day, with plan and appointments"""
    with reading() as session:
        return to_json(service.timeline(session, patient_id, query.from_, query.to, by=actor(), now=clock.now()))
