"""What every request passes before any feature sees it, and what every answer carries."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Flask, request
from flask.sessions import SecureCookieSession, SessionInterface

from backstory.kernel.errors import CrossSite
from backstory.kernel.settings import Settings

SAFE = {"GET", "HEAD", "OPTIONS"}
CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
HSTS = "max-age=31536000; includeSubDomains"


class NoCookieSession(SessionInterface):
    """Flask's signed cookie outlives a sign-out and costs a serializer at every request: we keep none."""

    def open_session(self, app: Flask, request: object) -> SecureCookieSession:  # noqa: ARG002  # Flask's signature
        return SecureCookieSession()

    def save_session(self, app: Flask, session: object, response: object) -> None:  # noqa: ARG002
        return None


def refuse_cross_site(settings: Settings) -> None:
    """Sec-Fetch-Site where the browser sends it, else Origin. A client that sends neither is not a browser."""
    if request.method in SAFE:
        return
    site = request.environ.get("HTTP_SEC_FETCH_SITE")
    if site is not None:
        if site not in ("same-origin", "none"):
            raise CrossSite()
        return
    origin = request.environ.get("HTTP_ORIGIN")
    if origin is not None and urlsplit(origin).netloc not in (request.host, urlsplit(settings.origin).netloc):
        raise CrossSite()


class Dressed:
    """Puts on what every answer carries, at the very end. As a hook on Flask's response the same took a quarter of a small request:
    each header that is set there searches the list of all others."""

    def __init__(self, app: Any, settings: Settings, styles: list[str]) -> None:
        self._app = app
        policy = CSP.replace("style-src 'self'", " ".join(["style-src 'self'", *styles]))
        self._always = [("Content-Security-Policy", policy), *HEADERS.items(), *([("Strict-Transport-Security", HSTS)] if settings.secure else [])]
        self._api = [*self._always, ("Cache-Control", "no-store")]

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        added = self._api if environ["PATH_INFO"].startswith("/api/") else self._always
        return self._app(environ, lambda status, headers, *more: start_response(status, [*headers, *added], *more))
