"""Statements of the hot paths: compiled once, then run on the driver's own cursor.

SQLAlchemy needs 45 to 60 us around a statement that takes the database 5 to 15, and recording one entry runs five. What it knows
stays in force: its words for each database, its types in and out, the transaction of its connection, its error for a lost database.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Dialect, bindparam
from sqlalchemy.exc import OperationalError

_LENGTHS = (1, 10, 100, 500)


class Prepared:
    """A statement whose values are named bindparams, none of them expanding."""

    def __init__(self, statement: Any) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def first(self, connection: Connection, values: Mapping[str, Any]) -> tuple[Any, ...] | None:
        compiled = self._for(connection.dialect)
        rows = self._fetch(connection, compiled, values)
        return compiled.read_one(rows[0]) if rows else None

    def rows(self, connection: Connection, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        compiled = self._for(connection.dialect)
        return compiled.read(self._fetch(connection, compiled, values))

    def _fetch(self, connection: Connection, compiled: _Compiled, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        cursor = self._execute(connection, compiled, "execute", compiled.bound(values))
        try:
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        finally:
            cursor.close()
        return rows

    def run(self, connection: Connection, each: Sequence[Mapping[str, Any]]) -> None:
        """For all of `each`, raw values, in one go; nothing comes back."""
        compiled = self._for(connection.dialect)
        self._execute(connection, compiled, "executemany", [compiled.placed(row) for row in each]).close()

    def _execute(self, connection: Connection, compiled: _Compiled, how: str, values: Any) -> Any:
        cursor = connection.connection.cursor()
        try:
            getattr(cursor, how)(compiled.text, values)
        except connection.dialect.loaded_dbapi.OperationalError as lost:
            raise OperationalError(compiled.text, None, lost) from lost
        return cursor

    def _for(self, dialect: Dialect) -> _Compiled:
        if dialect.name not in self._compiled:
            self._compiled[dialect.name] = _Compiled(self._statement, dialect)
        return self._compiled[dialect.name]


class PreparedIn:
    """A statement over up to 500 values of a column: one for each of a few lengths, and a shorter list is filled up with its last
    value. SQLAlchemy would write it anew for each length, at 3 us a value."""

    def __init__(self, statement: Any, column: Column[Any]) -> None:
        self._lengths = {length: Prepared(statement.where(column.in_([bindparam(f"in_{n}", type_=column.type) for n in range(length)]))) for length in _LENGTHS}

    def rows(self, connection: Connection, values: Mapping[str, Any], wanted: Sequence[Any]) -> list[tuple[Any, ...]]:
        if not wanted:
            return []
        length = next(length for length in _LENGTHS if length >= len(wanted))
        filled = [*wanted, *[wanted[-1]] * (length - len(wanted))]
        return self._lengths[length].rows(connection, {**values, **{f"in_{n}": value for n, value in enumerate(filled)}})


class Raw:
    """Values of columns as the driver takes them: made once where a row goes into several tables."""

    def __init__(self, *columns: Column[Any]) -> None:
        self._types = {column.name: column.type for column in columns}
        self._into: dict[str, _Conversions] = {}

    def of(self, connection: Connection, row: Mapping[str, Any]) -> dict[str, Any]:
        dialect = connection.dialect
        if dialect.name not in self._into:
            self._into[dialect.name] = [(name, _conversion(kind, dialect)) for name, kind in self._types.items()]
        return {name: into(row[name]) if into else row[name] for name, into in self._into[dialect.name]}


_Conversions = list[tuple[str, Any]]


def _conversion(kind: Any, dialect: Dialect) -> Any:
    return kind.dialect_impl(dialect).bind_processor(dialect)


class _Compiled:
    """Takes its values by their places: to look for them by name costs SQLite's driver half as much as the row."""

    def __init__(self, statement: Any, dialect: Dialect) -> None:
        by_place: Any = type(dialect)(paramstyle="qmark" if dialect.positional else "format")  # type: ignore[call-arg]  # DefaultDialect takes it
        made = statement.compile(dialect=by_place)
        self.text = str(made)
        self._in: _Conversions = [(name, _conversion(made.binds[name].type, dialect)) for name in made.positiontup]
        self._fixed = {name: bind.value for name, bind in made.binds.items() if not bind.required}  # SQLite's LIMIT brings an OFFSET of 0
        self._out = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in statement.exported_columns]

    def bound(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        if self._fixed:
            values = {**self._fixed, **values}
        return tuple([into(values[name]) if into else values[name] for name, into in self._in])

    def placed(self, raw: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple([raw[name] for name, _ in self._in])

    def read(self, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
        """Column by column: a call for each value that needs one and none for the others."""
        columns = zip(*rows, strict=True)
        return list(zip(*(map(out, column) if out else column for out, column in zip(self._out, columns, strict=True)), strict=True)) if rows else []

    def read_one(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple([out(value) if out else value for out, value in zip(self._out, row, strict=True)])
