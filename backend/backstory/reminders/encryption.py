"""RFC 8291 in one record of RFC 8188, straight on `cryptography`: pywebpush's own encoder takes half as long again, and a message's
encryption is the larger part of what it costs (docs/decisions/0009).
"""

from __future__ import annotations

import base64
import os
from hmac import digest

from cryptography.hazmat.primitives.asymmetric.ec import ECDH, SECP256R1, EllipticCurvePrivateKey, EllipticCurvePublicKey, generate_private_key
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

RECORD = 4096
_LAST = b"\x02"
_CURVE, _EXCHANGE = SECP256R1(), ECDH()


def encrypt(message: bytes, p256dh: str, auth: str) -> bytes:
    """A key and a salt of its own for every message: reused, two messages would give each other away."""
    return seal(message, base64url(p256dh), base64url(auth), own=generate_private_key(_CURVE), salt=os.urandom(16))


def seal(message: bytes, phone: bytes, auth: bytes, *, own: EllipticCurvePrivateKey, salt: bytes) -> bytes:
    point = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    shared = own.exchange(_EXCHANGE, EllipticCurvePublicKey.from_encoded_point(_CURVE, phone))
    secret = _expand(digest(auth, shared, "sha256"), b"WebPush: info\0" + phone + point)
    pseudorandom = digest(salt, secret, "sha256")
    key, nonce = _expand(pseudorandom, b"Content-Encoding: aes128gcm\0")[:16], _expand(pseudorandom, b"Content-Encoding: nonce\0")[:12]
    return salt + RECORD.to_bytes(4, "big") + bytes([len(point)]) + point + AESGCM(key).encrypt(nonce, message + _LAST, None)


def base64url(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _expand(pseudorandom: bytes, what_for: bytes) -> bytes:
    """HKDF's second half, for up to 32 bytes."""
    return digest(pseudorandom, what_for + b"\x01", "sha256")
