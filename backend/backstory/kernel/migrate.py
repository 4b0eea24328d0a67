"""Brings a database to this version, and gives a new one its epoch."""

from __future__ import annotations

from alembic import command

from backstory.kernel.db import Database
from backstory.kernel.health import alembic
from backstory.kernel.installation import ensure_epoch


def migrate(url: str) -> None:
    command.upgrade(alembic(url), "head")
    database = Database(url)
    with database.transaction() as session:
        ensure_epoch(session)
    database.engine.dispose()
