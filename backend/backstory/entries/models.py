"""The one table of what happened (ARCHITECTURE 3) and every version that it ever had."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from backstory.kernel.db import Instant, Json

_THERE = text("deleted_at IS NULL")
_ONGOING = text("kind = 'spasm' AND ended_at IS NULL AND deleted_at IS NULL")
_TREATMENT = text("kind = 'treatment' AND deleted_at IS NULL")


class _Content(SQLModel):
    """What both the current entry and each of its versions hold. The offsets keep the wall clocks that the person claimed."""

    occurred_at: datetime = Field(sa_type=Instant)
    utc_offset_minutes: int
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    ended_utc_offset_minutes: int | None = None
    captured_at: datetime = Field(sa_type=Instant)
    received_at: datetime = Field(sa_type=Instant)
    late: bool = False
    clock_wrong: bool = False
    recorded_by: UUID = Field(foreign_key="person.id")


class Entry(_Content, table=True):
    """Ids are made on phones, so they are a patient's own: two patients may hold the same id and never meet.

    `local_on` is the date of `occurred_at` in its own offset: the day that the person means. It never follows a zone.
    `practice_id` is set when a practice's clinician wrote it; `private` ones are for that practice only.
    """

    __table_args__ = (
        Index("ix_entry_page", "patient_id", "occurred_at", "id", sqlite_where=_THERE, postgresql_where=_THERE),
        Index("ix_entry_ongoing", "patient_id", "kind", sqlite_where=_ONGOING, postgresql_where=_ONGOING),
        Index("ix_entry_page_of_kind", "patient_id", "kind", "occurred_at", "id", sqlite_where=_THERE, postgresql_where=_THERE),
        Index("ix_entry_pull", "patient_id", "revision"),
        Index("ix_entry_treatments", "occurred_at", sqlite_where=_TREATMENT, postgresql_where=_TREATMENT),
    )
    patient_id: UUID = Field(foreign_key="patient.id", primary_key=True)
    id: UUID = Field(primary_key=True)
    kind: str
    version: int
    revision: int
    practice_id: UUID | None = Field(default=None, foreign_key="practice.id")
    private: bool = False
    local_on: date
    deleted_at: datetime | None = Field(default=None, sa_type=Instant)
    payload_version: int
    payload: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))


class EntryVersion(_Content, table=True):
    """One thing that was done to an entry. `base_version` is the version its author had seen; append-only."""

    __tablename__ = "entry_version"
    __table_args__ = (UniqueConstraint("patient_id", "op_id"),)
    patient_id: UUID = Field(primary_key=True, foreign_key="patient.id")
    entry_id: UUID = Field(primary_key=True)
    version: int = Field(primary_key=True)
    base_version: int
    op_id: UUID | None = None
    revision: int
    deleted: bool = False
    payload_version: int
    payload: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
