"""The only module that calls push services.

`pywebpush.webpush()` follows redirects, has no total deadline and makes a session and a signature for each message; here
one session and one signed header for each origin serve many, and what the other side says is never read beyond its head.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
from aiohttp.abc import AbstractResolver, ResolveResult

from backstory.kernel.log import logger as log
from backstory.kernel.settings import Settings
from backstory.reminders.encryption import encrypt
from backstory.reminders.endpoints import Endpoint, PushHostNotAllowed, is_public, judge, trusted_by_operator
from backstory.reminders.lanes import Lanes
from backstory.reminders.outcomes import Outcome, read_answer
from backstory.reminders.prompts import Device
from backstory.reminders.vapid import Vapid, vapid

CONNECTIONS = 640  # below the 1,024 files that a process may have open


class _NotPublic(OSError):
    pass


class _PublicAddresses(AbstractResolver):
    """The connection is made to the very address that is judged here; nobody resolves the name a second time."""

    def __init__(self, trusted: frozenset[tuple[str, int]]) -> None:
        self._trusted = trusted

    async def resolve(self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC) -> list[ResolveResult]:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM, family=family)
        addresses = [(kind, str(address[0])) for kind, _type, _protocol, _name, address in found]
        allowed = [(kind, address) for kind, address in addresses if (host, port) in self._trusted or is_public(address)]
        if not allowed:
            raise _NotPublic("no public address")
        return [ResolveResult(hostname=host, host=address, port=port, family=kind, proto=0, flags=socket.AI_NUMERICHOST) for kind, address in allowed]

    async def close(self) -> None:
        return None


@dataclass
class Sender:
    settings: Settings
    session: ClientSession
    vapid: Vapid
    lanes: Lanes
    alarmed: set[str] = field(default_factory=set)

    async def send(self, device: Device, message: bytes, *, ttl: int, topic: str, now: datetime) -> Outcome:
        try:
            endpoint = judge(device.endpoint, self.settings)
        except PushHostNotAllowed:
            return Outcome("host_not_allowed")
        headers = {
            "Authorization": self.vapid.authorization(endpoint.origin),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(max(1, ttl)),  # 0 would lose it for every phone that sleeps
            "Urgency": "high",
            "Topic": topic,
        }
        outcome = await self.lanes.run(endpoint.service, lambda: self._post(endpoint, encrypt(message, device.p256dh, device.auth), headers, now))
        if outcome.failure == "refused" and endpoint.service not in self.alarmed:
            self.alarmed.add(endpoint.service)  # once a round: whoever is not our key's is not for ten thousand others, too
            log.critical(
                "push_key_refused", host=endpoint.host, what_to_do="compare BACKSTORY_VAPID_PRIVATE_KEY and _SUBJECT with what they were; the device is kept"
            )
        elif outcome.failure in ("too_large", "rejected", "host_not_allowed"):
            log.error("push_not_taken", host=endpoint.host, failure=outcome.failure)
        return outcome

    async def _post(self, endpoint: Endpoint, body: bytes, headers: dict[str, str], now: datetime) -> Outcome:
        try:
            async with self.session.post(endpoint.url, data=body, headers=headers, allow_redirects=False) as answer:
                return read_answer(answer.status, answer.headers.get("Retry-After"), now=now)
        except (ClientError, OSError) as error:
            refused = isinstance(getattr(error, "os_error", None), _NotPublic)
            return Outcome("host_not_allowed" if refused else "unreachable")


@asynccontextmanager
async def sender(settings: Settings, lanes: Lanes | None = None) -> AsyncIterator[Sender]:
    """`lanes`: of whoever opens several; they keep the deadlines, too."""
    connector = TCPConnector(resolver=_PublicAddresses(trusted_by_operator(settings.push_hosts)), ssl=_tls(), limit=CONNECTIONS, ttl_dns_cache=60)
    timeout = ClientTimeout(total=None)
    async with ClientSession(connector=connector, timeout=timeout, cookie_jar=DummyCookieJar(), auto_decompress=False) as session:
        yield Sender(settings, session, vapid(settings), lanes or Lanes())


@cache
def _tls() -> ssl.SSLContext:
    """Reading the authorities costs more than sending. SSL_CERT_FILE is honoured."""
    return ssl.create_default_context()
