"""Where a push may go. An endpoint is user input that our server will call: https on port 443 of a listed push service, at a
public address; other hosts, ports and addresses only as the operator lists them (CONTRACT 2, BACKSTORY_PUSH_HOSTS).

Judged when it is saved and again when something is sent. The parsed URL that was judged is the one that is called, so no
two parsers can read it differently.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from concurrent.futures import ThreadPoolExecutor, TimeoutError as TookTooLong
from dataclasses import dataclass
from functools import cache
from typing import Literal

from yarl import URL

from backstory.kernel.errors import NotValid
from backstory.kernel.settings import Settings

LONGEST = 2048
HOSTS = frozenset({"fcm.googleapis.com", "jmt17.google.com", "updates.push.services.mozilla.com", "web.push.apple.com"})
ENDINGS = (".push.apple.com", ".notify.windows.com")
RESOLVE_SECONDS = 3
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_lookups = ThreadPoolExecutor(4, "resolve")


class PushHostNotAllowed(NotValid):
    code, title = "push_host_not_allowed", "This is not the address of a push service"

    @classmethod
    def endpoint(cls) -> PushHostNotAllowed:
        return cls([{"path": "endpoint", "code": cls.code}])


@dataclass(frozen=True)
class Endpoint:
    """`trusted`: listed by the operator, so its address may be private."""

    url: URL
    host: str
    port: int
    trusted: bool

    @property
    def origin(self) -> str:
        return str(self.url.origin())

    @property
    def service(self) -> str:
        """Whose it is: the many names under one ending are one push service."""
        one = next((ending[1:] for ending in ENDINGS if self.host.endswith(ending)), self.host)
        return one if self.port == 443 else f"{one}:{self.port}"


def judge(text: str, settings: Settings) -> Endpoint:
    """Raises PushHostNotAllowed."""
    url = _parse(text)
    host, port = url.raw_host or "", url.port or 0
    trusted = (host, port) in trusted_by_operator(settings.push_hosts)
    schemes = {"https", "http"} if trusted and settings.env == "test" else {"https"}
    if url.scheme not in schemes or not (trusted or (port == 443 and _built_in(host))):
        raise PushHostNotAllowed.endpoint()
    return Endpoint(url, host, port, trusted)


def service_of(text: str, settings: Settings) -> str:
    """For counting: whose endpoint this is, also when it may not be called any more."""
    if text.startswith("mailto:"):
        return "e-mail"
    try:
        return judge(text, settings).service
    except PushHostNotAllowed:
        return "not allowed"


@cache
def trusted_by_operator(listed: tuple[str, ...]) -> frozenset[tuple[str, int]]:
    return frozenset((url.raw_host or "", url.port or 443) for url in (URL(f"https://{host}") for host in listed))


def address_of(endpoint: Endpoint) -> Literal["allowed", "refused", "unknown"]:
    """What the name resolves to now; unknown when it does not, or takes too long."""
    if endpoint.trusted:
        return "allowed"
    lookup = _lookups.submit(socket.getaddrinfo, endpoint.host, endpoint.port, type=socket.SOCK_STREAM)
    try:
        found = lookup.result(RESOLVE_SECONDS)
    except (OSError, TookTooLong):
        return "unknown"
    return "allowed" if any(is_public(str(info[4][0])) for info in found) else "refused"


def is_public(address: str) -> bool:
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (ipaddress.IPv4Address(int(found) & 0xFFFFFFFF) if found in _NAT64 else None)
        if inner is not None:
            return is_public(str(inner))
        if found.teredo is not None:
            return False
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified or found.is_link_local or found.is_loopback)


def _parse(text: str) -> URL:
    plain = len(text) <= LONGEST and text.isascii() and text.isprintable() and not any(char in text for char in ' \\"<>^`{|}#')
    try:
        url = URL(text, encoded=True) if plain else URL()
        host = url.host_subcomponent
        if url.raw_host and url.port and url.raw_authority in (host, f"{host}:{url.port}"):  # nobody in front of an @, no :+443
            return url.with_host(url.raw_host.lower())
    except ValueError:
        pass
    raise PushHostNotAllowed.endpoint()


def _built_in(host: str) -> bool:
    return host in HOSTS or (host.endswith(ENDINGS) and all(_LABEL.fullmatch(label) for label in host.split(".")))
