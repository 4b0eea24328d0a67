"""Brings a database to this version, and gives a new one its epoch."""

from __future__ import annotations

from uuid import uuid4

from alembic import command
from sqlmodel import Session

from backstory.kernel.db import Database
from backstory.kernel.health import alembic
from backstory.kernel.installation import Installation


def migrate(url: str) -> None:
    command.upgrade(alembic(url), "head")
    database = Database(url)
    with database.transaction() as session:
        _begin_epoch(session)
    database.engine.dispose()


def _begin_epoch(session: Session) -> None:
    if session.get(Installation, 1) is None:
        session.add(Installation(epoch=str(uuid4())))
