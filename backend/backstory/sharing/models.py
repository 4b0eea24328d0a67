"""How a patient and a practice come to share: an enrolment code, then a grant that the patient gives and takes back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from backstory.kernel.db import Instant
from backstory.kernel.ids import new_id

_LIVE = text("revoked_at IS NULL")


class Enrolment(SQLModel, table=True):
    """A one-time code. Only its hash is kept: who reads the database cannot join with it."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    code_hash: str = Field(unique=True)
    practice_id: UUID = Field(foreign_key="practice.id")
    created_by: UUID = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_type=Instant)
    used_by: UUID | None = Field(default=None, foreign_key="person.id")


class Grant(SQLModel, table=True):
    """A patient lets a practice read and write. Live until revoked; at most one live one for a pair."""

    __tablename__ = "sharing_grant"
    __table_args__ = (
        Index("uq_sharing_grant_live", "patient_id", "practice_id", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
        Index("ix_sharing_grant_practice", "practice_id", "patient_id"),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    patient_id: UUID = Field(foreign_key="patient.id")
    practice_id: UUID = Field(foreign_key="practice.id")
    granted_at: datetime = Field(sa_type=Instant)
    granted_by: UUID = Field(foreign_key="person.id")
    revoked_at: datetime | None = Field(default=None, sa_type=Instant)
    revoked_by: UUID | None = Field(default=None, foreign_key="person.id")
