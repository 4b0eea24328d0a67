"""Rule -> slot -> delivery (ARCHITECTURE 5): what was wanted, what fell due, what each phone was sent."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from backstory.kernel.db import Instant, Json
from backstory.kernel.ids import new_id

_WAITING = text("try_at IS NOT NULL")


class Reminder(SQLModel, table=True):
    """The rule: a wall-clock time in an IANA zone, or, for soreness and appointment, so long after or before what happens.

    `about_id`: an exercise rule's one plan item; null is all of the day's plan. `next_due_at` is null while paused, when ended,
    and for rules that follow events; it belongs to the local day `next_due_on`, which after a journey no zone tells any more. An ended
    rule stays, so that the ledger keeps its past and the default is not made again.
    """

    id: UUID = Field(default_factory=new_id, primary_key=True)
    patient_id: UUID = Field(foreign_key="patient.id", index=True)
    kind: str
    at: str
    zone: str
    days: list[str] = Field(sa_column=Column(Json, nullable=False))
    window_minutes: int
    about_id: UUID | None = None
    before_minutes: int | None = None
    paused_at: datetime | None = Field(default=None, sa_type=Instant)
    next_due_at: datetime | None = Field(default=None, sa_type=Instant, index=True)
    next_due_on: date | None = None
    made_at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)


class ReminderSlot(SQLModel, table=True):
    """One occasion of a rule: a local day, or (with `about_id`) a treatment's or an appointment's hour. UNIQUE makes a second
    prompt of the same one impossible, whatever clocks and workers do.

    `slot_no` is 10 n + k: n tells occasions of one day apart; k is 0 for the prompt, 1 for its follow-up, 2 to 9 when it was put off.

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
    about_id: UUID | None = None
    due_at: datetime = Field(sa_type=Instant)
    closes_at: datetime = Field(sa_type=Instant)
    state: str
    reason: str | None = None
    claimed_at: datetime | None = Field(default=None, sa_type=Instant)
    try_at: datetime | None = Field(default=None, sa_type=Instant)


class PushSubscription(SQLModel, table=True):
    """A browser that can be reached. Active only after it echoed a token that came by push; retired when its service says gone.

    `unshown` counts what its service accepted since it last told that it showed something; `key_id` is the key it subscribed with.
    """

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
    seen_at: datetime | None = Field(default=None, sa_type=Instant)
    last_shown_at: datetime | None = Field(default=None, sa_type=Instant)
    last_accepted_at: datetime | None = Field(default=None, sa_type=Instant)
    unshown: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    last_failure: str | None = None
    failed_at: datetime | None = Field(default=None, sa_type=Instant)
    key_id: str | None = None


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


class ReminderSettings(SQLModel, table=True):
    """What holds for all of a patient's rules. No row is the same as one of defaults.

    `away_from` and `away_until` are local days, both included. Of codes and of the calendar's address only hashes are kept.
    """

    __tablename__ = "reminder_settings"
    patient_id: UUID = Field(foreign_key="patient.id", primary_key=True)
    quiet_from: str | None = None
    quiet_to: str | None = None
    away_from: date | None = None
    away_until: date | None = None
    follow_up_minutes: int | None = None
    follow_zone: bool = False
    email: str | None = None
    email_code_hash: str | None = None
    email_code_at: datetime | None = Field(default=None, sa_type=Instant)
    email_code_tries: int = 0
    email_confirmed_at: datetime | None = Field(default=None, sa_type=Instant)
    calendar_token_hash: str | None = Field(default=None, unique=True)
    calendar_made_at: datetime | None = Field(default=None, sa_type=Instant)


class PushTally(SQLModel, table=True):
    """How often which push service answered what, since ever: it outlives restarts and adds up what several workers sent."""

    __tablename__ = "push_tally"
    host: str = Field(primary_key=True)
    outcome: str = Field(primary_key=True)
    count: int = Field(default=0, sa_column=Column(BigInteger, nullable=False))
