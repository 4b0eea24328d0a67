"""Believe X-Forwarded-* only from the proxies that the operator named; from anybody else they are somebody's claim."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any

from backstory.kernel.settings import Network


class TrustedProxies:
    def __init__(self, app: Any, networks: tuple[Network, ...]) -> None:
        self._app, self._networks = app, networks

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        if self._networks and self._trusts(environ.get("REMOTE_ADDR", "")):
            self._believe(environ)
        return self._app(environ, start_response)

    def _believe(self, environ: dict[str, Any]) -> None:
        """The client is the last address of the chain that is not one of our proxies: what stands before it, it wrote itself."""
        chain = [hop.strip() for hop in environ.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        for hop in reversed(chain):
            if not _is_address(hop):
                break
            environ["REMOTE_ADDR"] = hop
            if not self._trusts(hop):
                break
        scheme = environ.get("HTTP_X_FORWARDED_PROTO", "")
        if scheme in ("http", "https"):
            environ["wsgi.url_scheme"] = scheme
        if environ.get("HTTP_X_FORWARDED_HOST"):
            environ["HTTP_HOST"] = environ["HTTP_X_FORWARDED_HOST"].split(",")[-1].strip()

    def _trusts(self, address: str) -> bool:
        return _is_address(address) and any(ip_address(address) in network for network in self._networks)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
