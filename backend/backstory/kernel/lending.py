"""The connections of `reading_rows()` and `writing_rows()`: a request keeps one from block to block, and SQLite's stay open from
request to request. To have SQLAlchemy hand one out and take it back costs as much as two of the five statements of recording an entry.
"""

from __future__ import annotations

from flask import g, has_app_context
from sqlalchemy import Connection, Engine


class Lending:
    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._parks = engine.dialect.name == "sqlite"  # a server may be gone by the next request: PostgreSQL's go to the pool, which looks
        self._parked: list[Connection] = []

    def lend(self) -> Lent:
        return Lent(self)

    def take(self) -> Connection:
        try:
            return self._parked.pop()
        except IndexError:
            return self._engine.connect()

    def let_go(self, _error: BaseException | None = None) -> None:
        """At the end of a request."""
        if kept := g.pop("connection", None):
            self._parked.append(kept) if self._parks else kept.close()

    def close(self, _engine: Engine) -> None:
        while self._parked:
            self._parked.pop().invalidate()


class Lent:
    """Comes back with no transaction open; one whose block failed is closed."""

    def __init__(self, of: Lending) -> None:
        self._of = of
        self._kept = vars(g._get_current_object()) if has_app_context() else None  # the proxy would look for it at every word below

    def __enter__(self) -> Connection:
        self._connection: Connection = (self._kept.pop("connection", None) if self._kept else None) or self._of.take()
        return self._connection

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        if failed is None and self._kept is not None and "connection" not in self._kept:
            self._kept["connection"] = self._connection
        else:
            self._connection.close()
