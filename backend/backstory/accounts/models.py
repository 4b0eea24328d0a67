"""Who there is: practices, people, the patient a person may be, and the devices signed in."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, Index, Text
from sqlmodel import Field, SQLModel

from backstory.kernel.db import Instant
from backstory.kernel.ids import new_id


class Practice(SQLModel, table=True):
    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(unique=True)
    created_at: datetime = Field(sa_type=Instant)


class Person(SQLModel, table=True):
    """`login` is kept casefolded; `password_hash` is argon2id."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    role: str
    name: str
    login: str = Field(unique=True)
    password_hash: str = Field(sa_column=Column(Text, nullable=False))
    practice_id: UUID | None = Field(default=None, foreign_key="practice.id", index=True)
    created_at: datetime = Field(sa_type=Instant)


class Patient(SQLModel, table=True):
    """`revision` counts every change to this patient's entries; it is the sync cursor (ARCHITECTURE 4)."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", unique=True)
    revision: int = 0
    zone: str = "UTC"


class SignIn(SQLModel, table=True):
    """A signed-in device. The cookie holds a secret of which only the hash is here; ended is ended for good."""

    __tablename__ = "sign_in"
    id: UUID = Field(default_factory=new_id, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    token_hash: str = Field(unique=True)
    device: str = ""
    created_at: datetime = Field(sa_type=Instant)
    last_seen_at: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)


class SignInFailure(SQLModel, table=True):
    """One wrong try. The login is kept only as a keyed hash: people type passwords into the wrong field."""

    __tablename__ = "sign_in_failure"
    __table_args__ = (Index("ix_sign_in_failure_login", "login_hash", "failed_at"), Index("ix_sign_in_failure_address", "address", "failed_at"))
    id: UUID = Field(default_factory=new_id, primary_key=True)
    login_hash: str
    address: str
    failed_at: datetime = Field(sa_type=Instant)
