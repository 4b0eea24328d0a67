"""Row 5: what a page costs as the database grows. The product's own page in this process, small and large turn by turn."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median
from uuid import UUID

from backstory.accounts.actor import Actor
from backstory.entries import queries
from backstory.entries.wire import PageQuery
from backstory.kernel.db import Database
from tests.bench.filling import NEWEST, Someone, fill
from tests.bench.table import Line

PAGES = 200
ASKED = PageQuery(limit=50)


def filled(url: str, entries: int) -> tuple[Database, list[Actor]]:
    return opened(url, fill(url, entries))


def opened(url: str, people: list[Someone]) -> tuple[Database, list[Actor]]:
    none = UUID(int=0)
    return Database(url), [Actor(one.person_id, "Pat", "patient", one.patient_id, None, None, none, NEWEST) for one in people]


def grown(name: str, small: tuple[Database, list[Actor]], large: tuple[Database, list[Actor]], rounds: int, clock: Callable[[], int]) -> Line:
    """Each round reads a page of each of 200 patients, or as many as there are, again and again: warm, but not one page only."""
    found: dict[int, list[float]] = {0: [], 1: []}
    for turn in range(rounds + 1):
        for side, (database, actors) in enumerate((small, large)):
            with database.reading_rows() as connection:
                before = clock()
                for number in range(PAGES):
                    by = actors[number % len(actors)]
                    assert by.patient_id is not None
                    items, _ = queries.page(connection, by.patient_id, ASKED, by=by)
                    assert len(items) == ASKED.limit
                if turn:
                    found[side].append((clock() - before) / 1000 / PAGES)
    return Line(name, median(found[0]), median(found[1]), "<= 1.2", 1.2)


# SQLite works in this process, so its CPU time tells; PostgreSQL works in its own, and the wall clock has to do.
CPU, WALL = time.thread_time_ns, time.perf_counter_ns
