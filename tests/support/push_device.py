"""A subscribed browser without the browser: what the server needs to send, and the keys to read it."""

import base64
import json
import secrets
from typing import Any

import http_ece
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.support.push_records import Received
from tests.support.push_service import PushService


class PushDevice:
    def __init__(self, push: PushService, vapid_key: str | None = None) -> None:
        self._push = push
        self._key = generate_private_key(SECP256R1())
        self._auth = secrets.token_bytes(16)
        self.endpoint = push.register(vapid_key)

    @property
    def subscription(self) -> dict[str, Any]:
        """As the browser's PushSubscription.toJSON()."""
        point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        keys = {"p256dh": _base64url(point), "auth": _base64url(self._auth)}
        return {"endpoint": self.endpoint, "expirationTime": None, "keys": keys}

    @property
    def received(self) -> list[Received]:
        return self._push.received_by(self.endpoint)

    def read(self, message: Received) -> Any:
        text = http_ece.decrypt(message.body, private_key=self._key, auth_secret=self._auth, version="aes128gcm")
        return json.loads(text)


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
