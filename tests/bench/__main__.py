"""`make bench`: figures as ratios to floors measured in the same run. It prints; it never fails by time."""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from tests.bench import web
from tests.bench.table import Line, machine, show


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--entries", type=int, nargs="*", default=[1_000, 1_000_000], help="sizes of the database for rows 1 to 3")
    asked = parser.parse_args()
    started = time.monotonic()
    lines: list[Line] = []
    print(machine())
    with tempfile.TemporaryDirectory(prefix="backstory-bench-") as folder:
        for entries in asked.entries:
            print(f"rows 1-3 at {entries:,} entries ...", flush=True)
            with web.sides(Path(folder) / str(entries), entries) as both:
                lines += web.lines(both, f"{entries:,} entries", asked.rounds)
    show(lines)
    print(f"\n{machine()}; CPU time of the server per request, medians of {asked.rounds} interleaved rounds; {time.monotonic() - started:.0f} s")


main()
