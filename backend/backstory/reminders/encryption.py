"""The only module that knows pywebpush: of it we take the encoder (RFC 8291), and leave its `webpush()`, which follows redirects,
has no total deadline and makes a session and a signature for each message."""

from __future__ import annotations

from pywebpush import WebPusher


def encrypt(message: bytes, p256dh: str, auth: str) -> bytes:
    """One record of RFC 8188, under a key and a salt that no other message has."""
    body: bytes = WebPusher({"endpoint": "", "keys": {"p256dh": p256dh, "auth": auth}}).encode(message, "aes128gcm")["body"]
    return body
