"""`make bench`: figures as ratios to floors measured in the same run. It prints; it never fails by time."""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from pathlib import Path

from backstory.accounts.actor import Actor
from backstory.kernel.db import Database
from tests.bench import due, first_screen, first_sync, growth, killed, pushing, web, writers
from tests.bench.plans import STATEMENTS, plan, seeks_only
from tests.bench.table import Line, machine, show
from tests.support.postgres import PostgresMissing, cluster

SMALL, LARGE, LARGEST = 1_000, 1_000_000, 10_000_000


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--small", action="store_true", help="only with 1,000 entries: under a minute")
    parser.add_argument("--ten-million", action="store_true", help="row 5 from 1 to 10 million entries as well; needs 16 GB of disk")
    parser.add_argument("--no-browser", action="store_true", help="without Lighthouse")
    asked = parser.parse_args()
    started = time.monotonic()
    lines: list[Line] = []
    print(machine())
    with tempfile.TemporaryDirectory(prefix="backstory-bench-") as name:
        folder = Path(name)
        for entries in [SMALL] if asked.small else [SMALL, LARGE]:
            _say(f"rows 1-3 at {entries:,} entries")
            with web.sides(folder / str(entries), entries) as both:
                lines += web.lines(both, f"{entries:,} entries", asked.rounds)
                filled = growth.opened(f"sqlite:///{folder / str(entries) / 'backstory.sqlite3'}", both.everybody)
            _say("row 12")
            lines += writers.lines(*filled)
        if not asked.small:
            _say("row 5 on SQLite")
            _plans("SQLite", filled)
            lines += _sqlite(folder, filled, asked.rounds, ten_million=asked.ten_million)
            shutil.rmtree(folder / str(LARGE))
            _say("row 5 on PostgreSQL")
            lines += _postgres(asked.rounds, ten_million=asked.ten_million)
        _say("row 8")
        lines += pushing.lines(folder / "push")
        if not asked.small:
            _say("row 9")
            lines += due.lines(folder / "due")
            _say("row 10")
            lines += killed.lines(folder / "killed")
        lines += first_screen.weight()
        if not asked.no_browser:
            _say("a first sync of ten years")
            lines += first_sync.lines(folder / "first-sync")
            _say("row 11 in Chromium")
            found = first_screen.screens(folder / "screens")
            if isinstance(found, str):
                print(found)
            else:
                lines += found
    show(lines)
    print(f"\n{machine()}; rows 1-3: CPU time of the server per request, medians of {asked.rounds} interleaved rounds; {time.monotonic() - started:.0f} s")


def _sqlite(folder: Path, large: tuple[Database, list[Actor]], rounds: int, *, ten_million: bool) -> list[Line]:
    def at(entries: int) -> str:
        (folder / f"growth-{entries}").mkdir()
        return f"sqlite:///{folder / f'growth-{entries}' / 'backstory.sqlite3'}"

    lines = [growth.grown("5 page from 1,000 to 1 M, SQLite", growth.filled(at(SMALL), SMALL), large, rounds, growth.CPU)]
    if ten_million:
        lines.append(growth.grown("5 page from 1 M to 10 M, SQLite", large, growth.filled(at(LARGEST), LARGEST), rounds, growth.CPU))
    return lines


def _postgres(rounds: int, *, ten_million: bool) -> list[Line]:
    try:
        with cluster() as postgres:
            small, large = (growth.filled(postgres.url(postgres.create_database()), entries) for entries in (SMALL, LARGE))
            _plans("PostgreSQL", large)
            lines = [growth.grown("5 page from 1,000 to 1 M, PostgreSQL", small, large, rounds, growth.WALL)]
            if ten_million:
                largest = growth.filled(postgres.url(postgres.create_database()), LARGEST)
                lines.append(growth.grown("5 page from 1 M to 10 M, PostgreSQL", large, largest, rounds, growth.WALL))
            return lines
    except PostgresMissing as missing:
        print(f"row 5 on PostgreSQL: {missing}")
        return []


def _plans(of: str, large: tuple[Database, list[Actor]]) -> None:
    """With a million real entries and the statistics of them; tests/bench/test_plans.py asserts the same on an empty database."""
    database, actors = large
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    whose = {"patient_id": actors[0].patient_id, "own_patient_id": actors[0].patient_id, "own_practice_id": None}
    for name in STATEMENTS:
        steps = plan(database, name, empty=False, **whose)
        print(f"plan of a {name} on {of}: {'index seeks only' if seeks_only(name, steps) else [step.strip() for step in steps if '(cost' in step]}")


def _say(what: str) -> None:
    print(f"{what} ...", flush=True)


main()
