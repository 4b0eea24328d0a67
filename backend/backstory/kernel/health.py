"""/healthz: the process answers. /readyz: the database answers and has the migrations of this version. /metrics: with the token."""

from __future__ import annotations

import hmac

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, Response, request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from backstory.kernel.db import Database
from backstory.kernel.errors import Away, NotFound, NotSignedIn
from backstory.kernel.settings import MIGRATIONS, Settings


def add_health(app: Flask, settings: Settings) -> None:
    heads = set(_script().get_heads())

    @app.get("/healthz", provide_automatic_options=False)
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/readyz", provide_automatic_options=False)
    def readyz() -> dict[str, str]:
        database: Database = app.extensions["database"]
        with database.engine.connect() as connection:
            if set(MigrationContext.configure(connection).get_current_heads()) != heads:
                raise Away(retry_after=5)
        return {"status": "ready"}

    @app.get("/metrics", provide_automatic_options=False)
    def metrics() -> Response:
        if not settings.metrics_token:
            raise NotFound()
        if not hmac.compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {settings.metrics_token}".encode()):
            raise NotSignedIn()
        return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def alembic(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def _script() -> ScriptDirectory:
    return ScriptDirectory(str(MIGRATIONS))
