"""What the test push service is told and what it keeps."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Behaviour:
    """How to answer a message that is in order; anything but 2xx does not deliver it."""

    status: int = 201
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0  # seconds before the answer
    drip: float = 0  # seconds between the bytes of an answer that never ends
    corrupt: bool = False  # damage the body, so that the browser answers 101
    times: int | None = None  # then behave well again; None: until told otherwise


@dataclass(frozen=True)
class Received:
    endpoint: str
    version: str
    status: int  # as answered
    reason: str  # why refused, "" when not
    ttl: int | None
    urgency: str | None
    topic: str | None
    body: bytes
    at: float


@dataclass(frozen=True)
class Ack:
    endpoint: str
    version: str
    code: int  # 100 delivered, 101 could not decrypt
    at: float


@dataclass(frozen=True)
class Waiting:
    note: dict[str, Any]
    topic: str | None
    expires_at: float


@dataclass(frozen=True)
class Channel:
    id: str
    uaid: str
    endpoint: str
    vapid_key: str | None
    waiting: dict[str, Waiting] = field(default_factory=dict)  # by version, until acknowledged
