"""`python -m tests.reminders.sweep`: every zone that changes its clock, five years."""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor

from tests.reminders.sweep.sweep import sweep, zones_that_change


def main() -> int:
    changes = instants = wrong = 0
    names = zones_that_change()
    with ProcessPoolExecutor() as pool:
        for swept in pool.map(sweep, names):
            changes, instants, wrong = changes + swept.changes, instants + swept.instants, wrong + len(swept.mistakes)
            for mistake in swept.mistakes[:5]:
                print(mistake)
    print(f"{len(names)} zones, {changes} changes, {instants:,} instants, {wrong} mistakes")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
