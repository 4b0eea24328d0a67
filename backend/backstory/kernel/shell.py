"""The static PWA: hashed assets for ever, the shell and the service worker never from a cache without asking."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from typing import Any

from flask import Flask, Response, request
from werkzeug.routing import PathConverter
from werkzeug.wsgi import wrap_file
from whitenoise import WhiteNoise

from backstory.kernel.errors import NotFound
from backstory.kernel.settings import FRONTEND


class Page(PathConverter):
    """Any address of the app. What begins with api/ is never a page, so a wrong one there is 404 and not a wrong method."""

    regex = "(?!api/|assets/)[^/].*?"


def serve_shell(app: Flask) -> None:
    app.url_map.converters["page"] = Page
    files = WhiteNoise(
        app.wsgi_app,
        root=FRONTEND if FRONTEND.is_dir() else None,
        max_age=0,
        immutable_file_test=lambda _path, url: url.startswith("/assets/"),
        mimetypes={".webmanifest": "application/manifest+json"},
        allow_all_origins=False,
        index_file=True,
    )
    app.wsgi_app = files  # type: ignore[method-assign]

    @app.get("/", provide_automatic_options=False)
    @app.get("/<page:path>", provide_automatic_options=False)
    def shell(path: str = "") -> Response:  # noqa: ARG001  # the phone reads the address
        """Every address of the app is the same shell; what it shows is decided on the phone, also offline."""
        page: Any = files.files.get("/")
        if page is None:
            raise NotFound()
        found = page.get_response(request.method, request.environ)
        body = wrap_file(request.environ, found.file) if found.file else None
        return Response(body, found.status, headers=found.headers, direct_passthrough=True)


def inline_styles() -> list[str]:
    """The policy's words for the styles that stand in the shell itself, so that a slow line paints it without a second request."""
    page = FRONTEND / "index.html"
    found = re.findall(r"<style>(.*?)</style>", page.read_text(), re.DOTALL) if page.is_file() else []
    return [f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" for style in found]
