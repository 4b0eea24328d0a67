"""What is planned: exercises prescribed to a patient, and appointments."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, Index, text
from sqlmodel import Field, SQLModel

from backstory.kernel.db import Instant, Json
from backstory.kernel.ids import new_id

_ON = text("cancelled_at IS NULL")


class PlanItem(SQLModel, table=True):
    """A prescription. `name` is the exercise's as it was when prescribed: catalogues change, what a patient was told does not."""

    __tablename__ = "plan_item"
    patient_id: UUID = Field(foreign_key="patient.id", primary_key=True)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    practice_id: UUID = Field(foreign_key="practice.id")
    exercise: str
    name: str
    sets: int | None = None
    reps: int | None = None
    hold_seconds: int | None = None
    minutes: int | None = None
    days: list[str] = Field(sa_column=Column(Json, nullable=False))
    note: str = ""
    prescribed_by: UUID = Field(foreign_key="person.id")
    prescribed_at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    ended_by: UUID | None = Field(default=None, foreign_key="person.id")


class Appointment(SQLModel, table=True):
    __table_args__ = (
        Index("ix_appointment_patient_starts", "patient_id", "starts_at"),
        Index("ix_appointment_starts", "starts_at", sqlite_where=_ON, postgresql_where=_ON),
    )
    patient_id: UUID = Field(foreign_key="patient.id", primary_key=True)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    practice_id: UUID = Field(foreign_key="practice.id")
    starts_at: datetime = Field(sa_type=Instant)
    utc_offset_minutes: int
    minutes: int
    note: str = ""
    made_by: UUID = Field(foreign_key="person.id")
    made_at: datetime = Field(sa_type=Instant)
    cancelled_at: datetime | None = Field(default=None, sa_type=Instant)
    cancelled_by: UUID | None = Field(default=None, foreign_key="person.id")
