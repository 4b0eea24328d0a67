"""The connections that `reading_rows()` and `writing_rows()` lend, in the requests of a real app."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from backstory.kernel.db import Database


@pytest.fixture
def database(app: Flask) -> Database:
    found: Database = app.extensions["database"]
    return found


def read(app: Flask, database: Database) -> int:
    """In a request of its own, twice: which connection of the driver it was given."""
    with app.app_context():
        seen = []
        for lend in (database.reading_rows, database.writing_rows):
            with lend() as connection:
                assert connection.execute(text("SELECT 1")).scalar_one() == 1
                seen.append(id(connection.connection.driver_connection))
        assert seen[0] == seen[1]
        return seen[0]


def test_one_after_another_they_get_the_same_and_together_each_its_own(app: Flask, database: Database) -> None:
    assert read(app, database) == read(app, database)
    with app.app_context(), database.reading_rows() as connection, ThreadPoolExecutor() as others:
        assert others.submit(read, app, database).result() != id(connection.connection.driver_connection)


def test_within_a_block_another_block_gets_another(app: Flask, database: Database) -> None:
    with app.app_context(), database.reading_rows() as outer, database.reading_rows() as inner:
        assert inner.connection.driver_connection is not outer.connection.driver_connection


def test_after_a_failure_nothing_of_it_is_left_for_the_next(app: Flask, database: Database) -> None:
    with pytest.raises(OSError, match="in the middle"), app.app_context(), database.writing_rows() as connection:
        connection.exec_driver_sql("INSERT INTO installation (id, epoch) VALUES (7, 'half done')")
        raise OSError("in the middle")
    with app.app_context(), database.reading_rows() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM installation WHERE id = 7").scalar_one() == 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nothing_stays_open_when_the_engine_is_disposed_of(app: Flask, database: Database) -> None:
    """SQLite's last connection to go takes the -wal of that name with it: left open, it would take a restored database's."""
    name = database.engine.url.database or ""

    def still_open() -> list[str]:
        return [found for entry in Path("/proc/self/fd").iterdir() if (found := os.path.realpath(entry)).startswith(name)]

    read(app, database)
    assert still_open()
    database.engine.dispose()
    assert not still_open()
