"""The push service's own reading of RFC 8292, apart from the library that signs for us."""

import base64
import json
import re
import time
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

DAY = 24 * 3600


class VapidRefused(Exception):
    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


def verify_vapid(authorization: str, origin: str, subscribed_key: str | None) -> dict[str, Any]:
    found = re.fullmatch(r"vapid\s+t=([\w-]+)\.([\w-]+)\.([\w-]+)\s*,\s*k=([\w-]+)", authorization, re.IGNORECASE)
    if found is None:
        raise VapidRefused(401, "no vapid t=..., k=...")
    header, claims, signature, key = found.groups()
    _verify_signature(f"{header}.{claims}".encode(), unpadded(signature), unpadded(key))
    said: dict[str, Any] = json.loads(unpadded(claims))
    if json.loads(unpadded(header)).get("alg") != "ES256":
        raise VapidRefused(401, "not ES256")
    if said.get("aud") != origin:
        raise VapidRefused(401, f"aud is not {origin}")
    if not time.time() < said.get("exp", 0) <= time.time() + DAY:
        raise VapidRefused(401, "exp is past or more than 24 h ahead")
    if not str(said.get("sub", "")).startswith(("mailto:", "https:")):
        raise VapidRefused(401, "sub is neither mailto: nor https:")
    if subscribed_key and unpadded(subscribed_key) != unpadded(key):
        raise VapidRefused(403, "not the key of the subscription")
    return said


def unpadded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _verify_signature(signed: bytes, signature: bytes, key: bytes) -> None:
    if len(signature) != 64:
        raise VapidRefused(401, "signature is not r and s of 32 bytes each")
    try:
        public = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), key)
        r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
        public.verify(encode_dss_signature(r, s), signed, ECDSA(SHA256()))
    except (ValueError, InvalidSignature):
        raise VapidRefused(401, "signature or key") from None
