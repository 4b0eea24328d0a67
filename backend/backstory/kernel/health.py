"""/healthz: the process answers. /readyz: the database answers and has the migrations of this version. /metrics: with the token."""

from __future__ import annotations

import hmac
from collections.abc import Iterable

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, Response, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.registry import Collector
from sqlalchemy.exc import DBAPIError

from backstory.kernel.db import Database
from backstory.kernel.errors import Away, NotFound, NotSignedIn
from backstory.kernel.log import failure
from backstory.kernel.settings import MIGRATIONS, Settings


def add_health(app: Flask, settings: Settings, metrics_of: Iterable[Collector] = ()) -> None:
    """`metrics_of`: features that read theirs from the database; while it is away the process still tells its own."""
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
        return Response(generate_latest() + b"".join(_read(each) for each in metrics_of), content_type=CONTENT_TYPE_LATEST)


def _read(one: Collector) -> bytes:
    registry = CollectorRegistry(auto_describe=False)
    registry.register(one)
    try:
        return generate_latest(registry)
    except DBAPIError as away:
        failure(away)
        return b""


def alembic(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def _script() -> ScriptDirectory:
    return ScriptDirectory(str(MIGRATIONS))
