"""Rule -> slot -> delivery (ARCHITECTURE 5): what was wanted, what fell due, what each phone was sent."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from backstory.kernel.db import Instant, Json
from backstory.kernel.ids import new_id


class Reminder(SQLModel, table=True):
    """The rule: a wall-clock time in an IANA zone. `next_due_at` is null while paused."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    kind: str
    at: str
    zone: str
    days: list[str] = Field(sa_column=Column(Json, nullable=False))
    window_minutes: int
    paused_at: datetime | None = Field(default=None, sa_type=Instant)  # type: ignore[call-overload]  # SQLModel types sa_type as a class
    next_due_at: datetime | None = Field(default=None, sa_type=Instant, index=True)  # type: ignore[call-overload]
    made_at: datetime = Field(sa_type=Instant)  # type: ignore[call-overload]


class ReminderSlot(SQLModel, table=True):
    """One local day of a rule. UNIQUE makes a second one of the same day impossible, whatever clocks and workers do."""

    __tablename__ = "reminder_slot"
    __table_args__ = (UniqueConstraint("reminder_id", "local_date", "slot_no"), Index("ix_reminder_slot_state_due", "state", "due_at"))
    id: UUID = Field(default_factory=new_id, primary_key=True)
    reminder_id: UUID = Field(foreign_key="reminder.id")
    local_date: date
    slot_no: int = 0
    due_at: datetime = Field(sa_type=Instant)  # type: ignore[call-overload]
    closes_at: datetime = Field(sa_type=Instant)  # type: ignore[call-overload]
    state: str
    reason: str | None = None
    claimed_at: datetime | None = Field(default=None, sa_type=Instant)  # type: ignore[call-overload]


class PushSubscription(SQLModel, table=True):
    """A browser that can be reached. Active only after it echoed a token that came by push; retired when its service says gone."""

    __tablename__ = "push_subscription"
    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    id: UUID = Field(primary_key=True)
    endpoint: str
    p256dh: str
    auth: str
    name: str
    made_at: datetime = Field(sa_type=Instant)  # type: ignore[call-overload]
    token_hash: str | None = None
    activated_at: datetime | None = Field(default=None, sa_type=Instant)  # type: ignore[call-overload]
    retired_at: datetime | None = Field(default=None, sa_type=Instant)  # type: ignore[call-overload]
    retired_reason: str | None = None


class Delivery(SQLModel, table=True):
    """One slot on one device. `shown_at` is best effort: a phone may show a message without telling."""

    __table_args__ = (UniqueConstraint("slot_id", "subscription_id"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    slot_id: UUID = Field(foreign_key="reminder_slot.id")
    subscription_id: UUID
    device: str
    sent_at: datetime | None = Field(default=None, sa_type=Instant)  # type: ignore[call-overload]
    accepted_at: datetime | None = Field(default=None, sa_type=Instant)  # type: ignore[call-overload]
    shown_at: datetime | None = Field(default=None, sa_type=Instant)  # type: ignore[call-overload]
    opened_at: datetime | None = Field(default=None, sa_type=Instant)  # type: ignore[call-overload]
    failure: str | None = None
    attempts: int = 0
    try_after: datetime | None = Field(default=None, sa_type=Instant)  # type: ignore[call-overload]
