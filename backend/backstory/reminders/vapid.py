"""Our name towards push services (RFC 8292): one key, and a signed header for each origin that serves for hours."""

from __future__ import annotations

import base64
import time
from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from py_vapid import Vapid02, VapidException

from backstory.kernel.settings import BadSettings, Settings, kept

VALID_SECONDS, REUSED_SECONDS = 12 * 3600, 6 * 3600
ORIGINS_AT_MOST = 1000


class Vapid:
    def __init__(self, private_key: str, subject: str) -> None:
        try:
            self._signer = Vapid02(_read(private_key))
        except ValueError:
            raise BadSettings("BACKSTORY_VAPID_PRIVATE_KEY: neither a P-256 key as PEM nor its 32 bytes as base64url (see `backstory keys`)") from None
        self._subject = subject
        self._headers: dict[str, tuple[str, float]] = {}
        try:
            self.authorization("https://example.org")
        except VapidException:
            raise BadSettings("BACKSTORY_VAPID_SUBJECT: push services want mailto:somebody@example.org or an https address") from None

    @property
    def public_key(self) -> str:
        """As browsers want it: the uncompressed point, base64url."""
        return _base64url(self._signer.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

    def authorization(self, origin: str) -> str:
        """Judged by push services with their own clock, hence by ours and never by a set one."""
        now = time.time()
        header, signed_at = self._headers.get(origin, ("", 0.0))
        if not header or now - signed_at > REUSED_SECONDS:
            if len(self._headers) >= ORIGINS_AT_MOST:
                self._headers.clear()  # whoever subscribes may name subdomains without end
            claims = {"aud": origin, "sub": self._subject, "exp": int(now) + VALID_SECONDS}
            header = self._signer.sign(claims)["Authorization"]
            self._headers[origin] = header, now
        return header


@lru_cache(maxsize=8)
def vapid(settings: Settings) -> Vapid:
    return Vapid(settings.vapid_private_key or kept(settings.data_dir / "vapid.key", _new_key), settings.vapid_subject)


def _new_key() -> str:
    made = Vapid02()
    made.generate_keys()
    return _base64url(made.private_key.private_numbers().private_value.to_bytes(32, "big"))


def _read(text: str) -> EllipticCurvePrivateKey:
    if "-----BEGIN" in text:
        key = load_pem_private_key(text.replace("\\n", "\n").encode(), password=None)  # environments often hold it in one line
    else:
        raw = base64.urlsafe_b64decode(text.strip() + "=" * (-len(text.strip()) % 4))
        if len(raw) != 32:
            raise ValueError("length")
        key = Vapid02.from_raw(_base64url(raw).encode()).private_key
    if isinstance(key, EllipticCurvePrivateKey) and isinstance(key.curve, SECP256R1):
        return key
    raise ValueError("curve")


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
