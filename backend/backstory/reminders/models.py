"""Rule -> slot -> delivery (ARCHITECTURE 5): what was wanted, what fell due, what each phone was sent."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from backstory.kernel.db import Instant, Json
from backstory.kernel.ids import new_id

_WAITING = text("try_at IS NOT NULL")


class Reminder(SQLModel, table=True):
    """The rule: a wall-clock time in an IANA zone. `kind` is the kind of entry that it asks for.

    `next_due_at` is null while paused and when ended; an ended rule stays, so that the ledger keeps its past and the default
    is not made again.
    """

    id: UUID = Field(default_factory=new_id, primary_key=True)
    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    kind: str
    at: str
    zone: str
    days: list[str] = Field(sa_column=Column(Json, nullable=False))
    window_minutes: int
    paused_at: datetime | None = Field(default=None, sa_type=Instant)
    next_due_at: datetime | None = Field(default=None, sa_type=Instant, index=True)
    made_at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)


class ReminderSlot(SQLModel, table=True):
    """One local day of a rule. UNIQUE makes a second one of the same day impossible, whatever clocks and workers do.

    state: due -> claimed -> sent | missed | cancelled. `try_at` is when it needs a worker: first when it is due, then the end
    of the claim's lease or the time of the next try; null when nothing is left to do.
    """

    __tablename__ = "reminder_slot"
    __table_args__ = (
        UniqueConstraint("reminder_id", "local_date", "slot_no"),
        Index("ix_reminder_slot_try_at", "try_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
    )
    id: UUID = Field(default_factory=new_id, primary_key=True)
    reminder_id: UUID = Field(foreign_key="reminder.id")
    local_date: date
    slot_no: int = 0
    due_at: datetime = Field(sa_type=Instant)
    closes_at: datetime = Field(sa_type=Instant)
    state: str
    reason: str | None = None
    claimed_at: datetime | None = Field(default=None, sa_type=Instant)
    try_at: datetime | None = Field(default=None, sa_type=Instant)


class PushSubscription(SQLModel, table=True):
    """A browser that can be reached. Active only after it echoed a token that came by push; retired when its service says gone."""

    __tablename__ = "push_subscription"
    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    id: UUID = Field(primary_key=True)
    endpoint: str
    p256dh: str
    auth: str
    name: str
    made_at: datetime = Field(sa_type=Instant)
    token_hash: str | None = None
    activated_at: datetime | None = Field(default=None, sa_type=Instant)
    retired_at: datetime | None = Field(default=None, sa_type=Instant)
    retired_reason: str | None = None


class Delivery(SQLModel, table=True):
    """One slot on one device. `try_after` is set while it is not over. `shown_at` is best effort: a phone may show a message without telling."""

    __table_args__ = (UniqueConstraint("slot_id", "subscription_id"),)
    id: UUID = Field(default_factory=new_id, primary_key=True)
    slot_id: UUID = Field(foreign_key="reminder_slot.id")
    subscription_id: UUID
    device: str
    sent_at: datetime | None = Field(default=None, sa_type=Instant)
    accepted_at: datetime | None = Field(default=None, sa_type=Instant)
    shown_at: datetime | None = Field(default=None, sa_type=Instant)
    opened_at: datetime | None = Field(default=None, sa_type=Instant)
    failure: str | None = None
    attempts: int = 0
    try_after: datetime | None = Field(default=None, sa_type=Instant)
