"""Reminders and devices as they cross the wire."""

from __future__ import annotations

import base64
import binascii
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from backstory.kernel.wire import Incoming, Line, Outgoing, Weekday, When
from backstory.sharing.routes import Zone

TimeOfDay = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["20:00"])]


class ReminderIn(Incoming):
    kind: Literal["checkin"]
    at: TimeOfDay
    zone: Zone
    days: Annotated[list[Weekday], Field(min_length=1, max_length=7)]
    paused: bool = False


class ReminderOut(Outgoing):
    id: UUID
    kind: Literal["checkin"]
    at: str
    zone: str
    days: list[Weekday]
    paused: bool
    next_due_at: When | None


class Reminders(Outgoing):
    items: list[ReminderOut]


class DeliveryOut(Outgoing):
    device: str
    sent_at: When | None
    accepted_at: When | None
    shown_at: When | None
    opened_at: When | None
    failure: str | None


class SlotOut(Outgoing):
    local_date: date
    due_at: When
    state: Literal["due", "claimed", "sent", "missed", "cancelled"]
    reason: str | None
    deliveries: list[DeliveryOut]


class Ledger(Outgoing):
    items: list[SlotOut]


class PushKey(Outgoing):
    key: str


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise PydanticCustomError("base64url", "base64url") from None


def _point(text: str) -> str:
    """Off the curve it could not be encrypted to, at a time when nobody is there to be told."""
    try:
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), _decoded(text))
    except ValueError:
        raise PydanticCustomError("not_a_key", "a P-256 point") from None
    return text.rstrip("=")


def _secret(text: str) -> str:
    if len(_decoded(text)) != 16:
        raise PydanticCustomError("not_a_key", "16 bytes")
    return text.rstrip("=")


class Keys(Incoming):
    p256dh: Annotated[str, Field(max_length=100), AfterValidator(_point)]
    auth: Annotated[str, Field(max_length=30), AfterValidator(_secret)]


class SubscriptionIn(Incoming):
    """The browser's own PushSubscription.toJSON() and a name for the device."""

    endpoint: str
    expirationTime: float | None = None  # noqa: N815  # the browser's spelling
    keys: Keys
    name: Line


class SubscriptionOut(Outgoing):
    id: UUID
    name: str
    active: bool
    made_at: When


class Subscriptions(Outgoing):
    items: list[SubscriptionOut]


class ActivationIn(Incoming):
    token: Annotated[str, Field(min_length=1, max_length=200)]
