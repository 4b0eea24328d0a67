"""The engine and the two ways to it, `reading()` and `transaction()`: a Session for the ORM. `reading_rows()` and `writing_rows()`
are the same two without an ORM, for statements built once: on the hot paths a Session costs more than the statement.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from typing import Any

from flask import current_app
from sqlalchemy import JSON, Connection, DateTime, MetaData, TypeDecorator, Uuid, create_engine, event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel

from backstory.kernel.engine import JSON_BY_PYDANTIC, LOCK_WAIT_SECONDS, begin_immediate, make_engine
from backstory.kernel.lending import Lending
from backstory.kernel.turns import Turns

SQLModel.metadata.naming_convention = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
).naming_convention


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime; anything naive is refused before it can be misread.

    SQLite keeps the text that SQLAlchemy's DateTime keeps; `datetime` itself writes and reads it several times faster.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Any) -> Any:
        return _as_text if dialect.name == "sqlite" else _in_utc

    def result_processor(self, dialect: Any, coltype: Any) -> Any:  # noqa: ARG002  # SQLAlchemy's signature
        return _from_text if dialect.name == "sqlite" else _in_utc


class IdText(TypeDecorator[str]):
    """An id on its way to the wire, where a UUID object would only be made to be written out again."""

    impl = Uuid
    cache_ok = True

    def result_processor(self, dialect: Any, coltype: Any) -> Any:  # noqa: ARG002
        return _dashed if dialect.name == "sqlite" else str


def _in_utc(value: datetime | None) -> datetime | None:
    if value is None or value.tzinfo is UTC:
        return value
    if value.tzinfo is None:
        raise ValueError("a datetime without a zone")
    return value.astimezone(UTC)


def _as_text(value: datetime | None) -> str | None:
    utc = _in_utc(value)
    return utc.isoformat(" ", "microseconds")[: len("2026-11-22 19:15:00.000000")] if utc else None


def _from_text(value: str | None) -> datetime | None:
    return datetime.fromisoformat(f"{value}+00:00") if value else None


def _dashed(value: str) -> str:
    return f"{value[:8]}-{value[8:12]}-{value[12:16]}-{value[16:20]}-{value[20:]}"


Json = JSON().with_variant(JSONB(), "postgresql")


class Database:
    """One engine, told apart by what a transaction is for."""

    def __init__(self, url: str) -> None:
        self.engine = make_engine(url)
        self._writing = self.engine.execution_options(backstory_writes=True)
        # The same connections without our event: an engine with events takes twice as long to open and close a transaction.
        self._plain = create_engine(url, pool=self.engine.pool, **JSON_BY_PYDANTIC)
        self.rows = Lending(self._plain)
        event.listen(self.engine, "engine_disposed", self.rows.close)
        self._turns = Turns(LOCK_WAIT_SECONDS) if self.engine.dialect.name == "sqlite" else nullcontext()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Commits at the end of the block; the caller may answer only after it."""
        with self._turns, Session(self._writing, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def reading_rows(self) -> Iterator[Connection]:
        """On SQLite each statement sees a state of its own, as it does on PostgreSQL."""
        with self.rows.lend() as connection:
            yield connection
            try:
                connection.rollback()
                connection.connection.rollback()  # statements on the driver's cursor (`prepared`) began what SQLAlchemy does not know of
            except (DBAPIError, connection.dialect.loaded_dbapi.Error):
                connection.invalidate()  # what was asked for has been read; whoever asks next gets another connection

    @contextmanager
    def writing_rows(self, *, wait: bool = True) -> Iterator[Connection]:
        """Commits at the end of the block; the caller may answer only after it. Without `wait` OperationalError is raised when SQLite is busy."""
        turn = self._turns.at_once() if isinstance(self._turns, Turns) and not wait else self._turns
        with turn, self.rows.lend() as connection:
            if connection.dialect.name == "sqlite":
                begin_immediate(connection, wait=wait)
            with connection.begin():
                yield connection


def database() -> Database:
    found: Database = current_app.extensions["database"]
    return found


def reading() -> Any:
    return database().reading()


def transaction() -> Any:
    return database().transaction()


def reading_rows() -> AbstractContextManager[Connection]:
    return database().reading_rows()


def writing_rows(*, wait: bool = True) -> AbstractContextManager[Connection]:
    return database().writing_rows(wait=wait)
