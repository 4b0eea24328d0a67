"""The static PWA: hashed assets for ever, the shell and the service worker never from a cache without asking."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, Response, send_file
from werkzeug.routing import PathConverter
from whitenoise import WhiteNoise

from backstory.kernel.errors import NotFound
from backstory.kernel.settings import FRONTEND


class Page(PathConverter):
    """Any address of the app. What begins with api/ is never a page, so a wrong one there is 404 and not a wrong method."""

    regex = "(?!api/|assets/)[^/].*?"


def serve_shell(app: Flask) -> None:
    app.url_map.converters["page"] = Page
    if FRONTEND.is_dir():
        app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
            app.wsgi_app,
            root=FRONTEND,
            max_age=0,
            immutable_file_test=lambda _path, url: url.startswith("/assets/"),
            mimetypes={".webmanifest": "application/manifest+json"},
            allow_all_origins=False,
            index_file=True,
        )

    @app.get("/", provide_automatic_options=False)
    @app.get("/<page:path>", provide_automatic_options=False)
    def shell(path: str = "") -> Response:  # noqa: ARG001  # the phone reads the address
        """Every address of the app is the same shell; what it shows is decided on the phone, also offline."""
        index: Path = FRONTEND / "index.html"
        if not index.is_file():
            raise NotFound()
        response = send_file(index, mimetype="text/html", max_age=0)
        response.headers["Cache-Control"] = "no-cache"
        return response
