"""Reminders and devices as they cross the wire."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from backstory.kernel.wire import INTEGRAL, WEEK, Day, Incoming, Outgoing, Weekday, When
from backstory.reminders.kinds import Kind
from backstory.sharing.routes import Zone

TimeOfDay = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["20:00"])]
Trouble = Literal["no_device", "quiet", "gone", "refused"]


class ReminderIn(Incoming):
    """`at` for what follows the clock, `before_minutes` for appointments, `about` for the one exercise of the plan that is meant."""

    kind: Kind
    at: TimeOfDay | None = None
    zone: Zone
    days: Annotated[list[Weekday], Field(min_length=1, max_length=7)] = list(WEEK)  # noqa: RUF012  # pydantic copies defaults
    paused: bool = False
    before_minutes: Annotated[int, Field(ge=15, le=2880), INTEGRAL] | None = None
    about: UUID | None = None


class ReminderOut(Outgoing):
    id: UUID
    kind: Kind
    at: str | None
    zone: str
    days: list[Weekday]
    paused: bool
    before_minutes: int | None
    about: UUID | None
    window_minutes: int = Field(description="for so long after its time it may still come")
    next_due_at: When | None


class Reminders(Outgoing):
    items: list[ReminderOut]


class ReminderSettingsIn(Incoming):
    """Quiet from and to: both or none. Away: days, both included; one that is not given is open."""

    quiet_from: TimeOfDay | None
    quiet_to: TimeOfDay | None
    away_from: Day | None
    away_until: Day | None
    follow_up_minutes: Literal[30, 60, 120] | None
    zone: Zone
    follow_zone: bool


class ReminderSettingsOut(Outgoing):
    quiet_from: str | None
    quiet_to: str | None
    away_from: date | None
    away_until: date | None
    follow_up_minutes: Literal[30, 60, 120] | None
    zone: str
    follow_zone: bool


class OpenPrompt(Outgoing):
    delivery_id: UUID
    kind: Kind
    about: UUID | None
    due_at: When


class StatusOut(Outgoing):
    """`device`: the name of the one that is in trouble."""

    last_shown_at: When | None
    trouble: Trouble | None
    device: str | None
    open_prompt: OpenPrompt | None


class HappenedIn(Incoming):
    """When it happened on the phone, which may have been offline."""

    at: When | None = None


class SnoozeIn(Incoming):
    until: When


class SnoozeOut(Outgoing):
    until: When


class DeliveryOut(Outgoing):
    device: str
    sent_at: When | None
    accepted_at: When | None
    shown_at: When | None
    opened_at: When | None
    failure: str | None


class SlotOut(Outgoing):
    """The prompt, its follow-up and what it was put off to of one occasion share the tens of `slot_no`. `state` is the furthest reached."""

    local_date: date
    slot_no: int
    about: UUID | None
    due_at: When
    state: Literal["due", "claimed", "sent", "accepted", "shown", "opened", "logged", "missed", "cancelled"]
    reason: str | None
    deliveries: list[DeliveryOut]


class Ledger(Outgoing):
    items: list[SlotOut]
