"""Devices as they cross the wire."""

from __future__ import annotations

import base64
import binascii
from typing import Annotated
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from backstory.kernel.wire import Incoming, Line, Outgoing, When


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
    """The browser's own PushSubscription.toJSON(), a name for the device, and the applicationServerKey that it subscribed with."""

    endpoint: str
    expirationTime: float | None = None  # noqa: N815  # the browser's spelling
    keys: Keys
    name: Line
    key: Annotated[str, Field(max_length=100)] | None = None


class SubscriptionOut(Outgoing):
    """`quiet`: it was sent several that it did not say it had shown. `failing`: why the last one was not taken. `retired`: its push service
    said lately that it is gone."""

    id: UUID
    name: str
    active: bool
    made_at: When
    seen_at: When | None
    last_shown_at: When | None
    quiet: bool
    failing: str | None
    retired: bool


class Subscriptions(Outgoing):
    items: list[SubscriptionOut]


class ActivationIn(Incoming):
    token: Annotated[str, Field(min_length=1, max_length=200)]
