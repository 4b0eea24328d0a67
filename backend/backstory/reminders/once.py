"""Inserts that are safe to repeat: a row that is there stays as it is."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_once(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> int:
    """How many were new."""
    return connection.execute(_statement(connection.dialect.name, table), rows).rowcount if rows else 0


@cache
def _statement(dialect: str, table: Table) -> Any:
    insert: Any = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[dialect]
    return insert(table).on_conflict_do_nothing()
