"""Row 10: workers killed at random, as in `python -m tests.reminders.soak`, with a clock that runs fast."""

from __future__ import annotations

from pathlib import Path

from tests.bench.table import Line
from tests.reminders.soak.soak import soak
from tests.support.postgres import PostgresMissing

SLOTS, KILLS = 1000, 10


def lines(folder: Path) -> list[Line]:
    made = []
    for database, name in (("sqlite", "SQLite"), ("postgresql", "PostgreSQL")):
        (folder / database).mkdir(parents=True)
        try:
            found = soak(database, slots=SLOTS, minutes=2, kills=KILLS, seed=1, speed=10, folder=folder / database)
        except PostgresMissing as missing:
            print(f"row 10 on PostgreSQL: {missing}")
            continue
        of = f"of {SLOTS:,} after {KILLS} SIGKILLs, {name}"
        made += [
            Line(f"10 lost {of}", None, found.count("lost"), "0", 0, unit=""),
            Line(f"10 visible twice {of}", None, found.count("shown twice"), "0", 0, unit=""),
            Line(f"10 sent again, to those in flight, {name}", max(found.in_flight, 1), found.again, "<= 1", 1, unit=""),
        ]
    return made
