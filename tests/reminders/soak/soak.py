"""Real workers that are killed at random while thousands of reminders fall due."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

from sqlalchemy import text

from backstory.kernel.db import Database
from backstory.kernel.migrate import migrate
from tests.reminders.soak.judge import Judged, judge
from tests.reminders.soak.phones import WINDOW_MINUTES, fill, whole_minute
from tests.support.postgres import cluster
from tests.support.push_service import PushService
from tests.support.sinks import Sink

ROOT = Path(__file__).parents[3]
STARTING_SECONDS = 20  # real ones, for workers on a busy machine
_UNFINISHED = text("SELECT count(*) FROM reminder_slot WHERE try_at IS NOT NULL")
_IN_FLIGHT = text("SELECT count(*) FROM delivery WHERE try_after IS NOT NULL AND accepted_at IS NULL AND failure IS NULL")
_SLOTS = text("SELECT count(*) FROM reminder_slot JOIN reminder ON reminder.id = reminder_id WHERE kind = 'checkin'")


@dataclass
class Run:
    slots: int
    minutes: int
    kills: int
    seed: int
    speed: float
    workers: int
    folder: Path
    url: str

    def run(self) -> Judged:
        database = Database(self.url)
        with PushService() as push, Sink() as inside:
            real, begins = time.time(), whole_minute(datetime.now(UTC)) - timedelta(days=1)
            phones = fill(database, push, inside, slots=self.slots, minutes=self.minutes, begins=begins, seed=self.seed)
            began = time.time()
            print(f"  {self.slots:,} reminders of as many patients, {len(phones):,} phones, in {began - real:.0f} s", flush=True)
            asked = {"speed": self.speed, "begins": begins.timestamp(), "began": began, "inside": inside.port}
            environment = self._environment(push.host) | {"SOAK": json.dumps(asked)}
            with (self.folder / "worker.log").open("ab") as log:
                workers = [_start(environment, log) for _ in range(self.workers)]
                try:
                    killed = self._kill(database, workers, environment, log, began=began)
                    self._wait(database, began)
                finally:
                    for worker in workers:
                        worker.kill()
                        worker.wait()
            return judge(database, push, phones, slots=self.slots, killed=killed, inside=inside.connections, clock=self._clock(begins, began))

    def _kill(self, database: Database, workers: list[subprocess.Popen[bytes]], environment: dict[str, str], log: IO[bytes], *, began: float) -> list[int]:
        """At random moments of the minutes in which the reminders fall due, the first not before a worker can have begun. Tells what was on its way then."""
        chance, until = random.Random(f"{self.seed} kills"), began + self.minutes * 60 / self.speed + 1
        first = time.time() + 1.5
        moments = sorted(chance.uniform(first, max(until, first + self.kills * 2.5)) for _ in range(self.kills))
        in_flight = []
        for moment in moments:
            time.sleep(max(0.0, moment - time.time()))
            number = chance.randrange(len(workers))
            workers[number].kill()
            workers[number].wait()
            with database.engine.connect() as connection:
                in_flight.append(connection.execute(_IN_FLIGHT).scalar_one())
            workers[number] = _start(environment, log)
        return in_flight

    def _wait(self, database: Database, began: float) -> None:
        """Until nothing is left to do; the windows' end and a while later somebody must have said so of every slot."""
        over = max(time.time(), began + (self.minutes + WINDOW_MINUTES) * 60 / self.speed) + 60 / self.speed + STARTING_SECONDS
        while time.time() < over:
            with database.engine.connect() as connection:
                if connection.execute(_SLOTS).scalar() == self.slots and not connection.execute(_UNFINISHED).scalar():
                    return
            time.sleep(0.5)

    def _clock(self, begins: datetime, began: float) -> Clock:
        return Clock(begins, began, self.speed)

    def _environment(self, push_host: str) -> dict[str, str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("BACKSTORY_")}
        own = {"ENV": "test", "DATA_DIR": str(self.folder), "DATABASE_URL": self.url, "SECRET_KEY": "x" * 40, "PUSH_HOSTS": push_host}
        return clean | {f"BACKSTORY_{name}": value for name, value in own.items()}


@dataclass(frozen=True)
class Clock:
    """The workers' time of a real moment."""

    begins: datetime
    began: float
    speed: float

    def __call__(self, real: float) -> datetime:
        return self.begins + timedelta(seconds=(real - self.began) * self.speed)


def soak(database: str, *, slots: int, minutes: int, kills: int, seed: int, speed: float, folder: Path) -> Judged:
    began = time.monotonic()
    with _url(database, folder) as url:
        migrate(url)
        found = Run(slots, minutes, kills, seed, speed, 2 if database == "postgresql" else 1, folder, url).run()
    print(f"{database}: {found.sentence}; seed {seed}; {time.monotonic() - began:.0f} s", flush=True)
    for broken in found.broken[:20]:
        print(f"  {broken}")
    return found


def _start(environment: dict[str, str], log: IO[bytes]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "tests.reminders.soak.worker"], cwd=ROOT, env=environment, stdout=log, stderr=log)


@contextmanager
def _url(database: str, folder: Path) -> Iterator[str]:
    if database == "sqlite":
        yield f"sqlite:///{folder / 'backstory.sqlite3'}"
        return
    with cluster() as postgres:
        yield postgres.url(postgres.create_database())
