"""A migration is killed before each of its statements and commits; the next start finishes it."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from itertools import count

from sqlalchemy import Engine, create_engine, event, inspect
from sqlalchemy.pool import NullPool

from backstory.kernel.migrate import migrate


def migrated_by_a_child(url: str, before: Callable[[int], None]) -> int:
    """`before` hears the number of each statement and commit; the answer is how the child ended."""
    child = os.fork()
    if child == 0:
        step = count()
        event.listen(Engine, "before_cursor_execute", lambda *_: before(next(step)))
        event.listen(Engine, "commit", lambda *_: before(next(step)))
        status = 1
        try:
            migrate(url)
            status = 0
        finally:
            os._exit(status)
    return os.waitpid(child, 0)[1]


def kill_at(step: int) -> Callable[[int], None]:
    return lambda number: os.kill(os.getpid(), signal.SIGKILL) if number == step else None


def tables(url: str) -> set[str]:
    return set(inspect(create_engine(url, poolclass=NullPool)).get_table_names())


def check(new_database: Callable[[], str]) -> None:
    complete = new_database()
    migrate(complete)
    steps = 0
    while True:
        url = new_database()
        ended = migrated_by_a_child(url, kill_at(steps))
        if ended == 0:
            break  # it has no such step
        assert os.WTERMSIG(ended) == signal.SIGKILL
        assert tables(url) in (set(), tables(complete)), f"killed at step {steps}: neither the old shape nor the new one"
        migrate(url)
        assert tables(url) == tables(complete)
        steps += 1
    assert steps > 30


def test_migration_killed_at_each_statement_on_sqlite_is_finished_by_the_next_start(tmp_path):
    number = count()
    check(lambda: f"sqlite:///{tmp_path}/{next(number)}.sqlite3")


def test_migration_killed_at_each_statement_on_postgresql_is_finished_by_the_next_start(postgres):
    made = []

    def new_database() -> str:
        made.append(postgres.create_database())
        return postgres.url(made[-1])

    try:
        check(new_database)
    finally:
        for name in made:
            postgres.drop_database(name)
