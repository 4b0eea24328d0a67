"""`python -m tests.reminders.soak --slots 10000 --kills 50 --database both --seed 1`: real workers, killed at random.

On PostgreSQL two at once, on SQLite one, `kill -9` and started again. Of the phones 5 % drip, 5 % are answered for with 429, 5 % with
410, some redirect and some names lead inside. In the end every slot is over, every phone that could be reached was reached within its
window and shows one notification, and nobody inside was called. Status 1 if anything is broken.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tests.reminders.soak.soak import soak


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m tests.reminders.soak", description=__doc__)
    asked.add_argument("--slots", type=int, default=10_000)
    asked.add_argument("--minutes", type=int, default=3, help="in which they all fall due")
    asked.add_argument("--kills", type=int, default=50)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--speed", type=float, default=1, help="how much faster than real the workers' clock runs; deadlines shrink with it")
    asked.add_argument("--database", choices=["sqlite", "postgresql", "both"], default="both")
    given = asked.parse_args()
    broken = 0
    for database in ["sqlite", "postgresql"] if given.database == "both" else [given.database]:
        with tempfile.TemporaryDirectory(prefix="backstory-soak-") as folder:
            broken += len(
                soak(database, slots=given.slots, minutes=given.minutes, kills=given.kills, seed=given.seed, speed=given.speed, folder=Path(folder)).broken
            )
    raise SystemExit(1 if broken else 0)


if __name__ == "__main__":
    main()
