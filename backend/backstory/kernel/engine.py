"""How the two databases are opened.

SQLite: WAL with synchronous=FULL, since only what survives a power cut may be acknowledged, and BEGIN IMMEDIATE for
writers, since a deferred read-then-write loses updates and meets "database is locked" (ARCHITECTURE 4).
"""

from __future__ import annotations

import sqlite3
from typing import Any

from pydantic_core import from_json, to_json
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError

LOCK_WAIT_SECONDS = 5
# Half the time of the standard library's.
JSON_BY_PYDANTIC: dict[str, Any] = {"json_serializer": lambda value: to_json(value).decode(), "json_deserializer": from_json}


def begin_immediate(connection: Connection, *, wait: bool) -> None:
    cursor = connection.connection.cursor()
    try:
        if not wait:
            cursor.execute("PRAGMA busy_timeout = 0")
        cursor.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as locked:
        raise OperationalError("BEGIN IMMEDIATE", None, locked) from locked
    finally:
        if not wait:
            cursor.execute(f"PRAGMA busy_timeout = {LOCK_WAIT_SECONDS * 1000}")


def make_engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, pool_size=16, connect_args={"connect_timeout": LOCK_WAIT_SECONDS}, **JSON_BY_PYDANTIC)
    engine = create_engine(url, connect_args={"timeout": LOCK_WAIT_SECONDS, "check_same_thread": False}, pool_size=16, max_overflow=48, **JSON_BY_PYDANTIC)

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, below
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("backstory_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
