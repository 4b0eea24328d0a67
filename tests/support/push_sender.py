"""A correct application server in a few lines, to judge the harness with before it judges ours."""

import base64
import time
from typing import Any

import requests
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02
from pywebpush import WebPusher


class PushSender:
    def __init__(self) -> None:
        self._vapid = Vapid02()
        self._vapid.generate_keys()

    @property
    def key(self) -> str:
        point = self._vapid.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return base64.urlsafe_b64encode(point).rstrip(b"=").decode()

    def send(self, subscription: dict[str, Any], text: str, claims: dict[str, Any] | None = None, **headers: str) -> requests.Response:
        with requests.Session() as session:
            return session.send(self.prepare(subscription, text, claims, **headers), timeout=5)

    def prepare(self, subscription: dict[str, Any], text: str, claims: dict[str, Any] | None = None, **headers: str) -> requests.PreparedRequest:
        endpoint = subscription["endpoint"]
        said = {"sub": "mailto:ops@example.org", "aud": endpoint.split("/wpush")[0], "exp": int(time.time()) + 3600} | (claims or {})
        body = WebPusher(subscription).encode(text.encode(), "aes128gcm")["body"]
        needed = {"TTL": "60", "Content-Encoding": "aes128gcm"} | self._vapid.sign(said)
        return requests.Request("POST", endpoint, data=body, headers=needed | headers).prepare()
