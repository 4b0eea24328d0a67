"""What every request passes before any feature sees it, and what every answer carries."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, request
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
    "Content-Security-Policy": CSP,
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
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site not in ("same-origin", "none"):
            raise CrossSite()
        return
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc not in (request.host, urlsplit(settings.origin).netloc):
        raise CrossSite()


def dress(response: Response, settings: Settings) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if settings.secure:
        response.headers.setdefault("Strict-Transport-Security", HSTS)
    if request.path.startswith("/api/"):
        response.headers["Cache-Control"] = "no-store"
    return response
