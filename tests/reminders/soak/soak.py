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

from sqlalchemy import bindparam, text

from backstory.kernel.db import Database, Instant
from backstory.kernel.migrate import migrate
from tests.reminders.soak.judge import Judged, judge
from tests.reminders.soak.phones import WINDOW_MINUTES, fill, whole_minute
from tests.support.postgres import cluster, dies_with_us
from tests.support.push_service import PushService
from tests.support.sinks import Sink

ROOT = Path(__file__).parents[3]
STARTING_SECONDS = 20  # real ones, for workers on a busy machine
_UNFINISHED = text("SELECT count(*) FROM reminder_slot WHERE try_at IS NOT NULL")
_IN_FLIGHT = text("SELECT count(*) FROM delivery WHERE try_after IS NOT NULL AND accepted_at IS NULL AND failure IS NULL AND sent_at >= :since").bindparams(
    bindparam("since", type_=Instant)
)
_SLOTS = text("SELECT count(*) FROM reminder_slot JOIN reminder ON reminder.id = reminder_id WHERE kind = 'checkin'")


@dataclass(frozen=True)
class Clock:
    """The workers' time of a real moment."""

    begins: datetime
    began: float
    speed: float

    def __call__(self, real: float) -> datetime:
        return self.begins + timedelta(seconds=(real - self.began) * self.speed)


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
            filling, begins = time.time(), whole_minute(datetime.now(UTC)) - timedelta(days=1)
            phones = fill(database, push, inside, slots=self.slots, minutes=self.minutes, begins=begins, seed=self.seed)
            print(f"  {self.slots:,} reminders of as many patients, {len(phones):,} phones, in {time.time() - filling:.0f} s", flush=True)
            asked = {"speed": self.speed, "begins": begins.timestamp(), "beginning": str(self.folder / "began"), "inside": inside.port}
            self._environment = self._settings(push.host) | {"SOAK": json.dumps(asked)}
            workers = [self._start() for _ in range(self.workers)]
            try:
                self._all_started(self.workers)
                clock = Clock(begins, time.time(), self.speed)
                (self.folder / "began.new").write_text(str(clock.began))
                (self.folder / "began.new").replace(self.folder / "began")
                killed = self._kill(database, push, workers, clock)
                self._wait(database, clock.began)
            finally:
                for worker in workers:
                    worker.kill()
                    worker.wait()
            return judge(database, push, phones, slots=self.slots, killed=killed, inside=inside.connections, clock=clock)

    def _kill(self, database: Database, push: PushService, workers: list[subprocess.Popen[bytes]], clock: Clock) -> list[int]:
        """At random moments of the minutes in which the reminders fall due, once all that were killed before are back; every other
        one in the middle of a batch. Tells what was on its way then, of what had been begun since the last time."""
        chance = random.Random(f"{self.seed} kills")
        later = (chance.uniform(clock.began, clock.began + self.minutes * 60 / self.speed) for _ in range(self.kills - 1))
        moments = [clock.began, *sorted(later)]  # the first in the very first batch
        in_flight, since = [], clock(clock.began)
        for moment in moments:
            time.sleep(max(0.0, moment - time.time()))
            self._all_started(self.workers + len(in_flight))
            _until_more_arrive(push, seconds=3) if len(in_flight) % 2 == 0 else time.sleep(chance.random() * 2)
            number = chance.randrange(len(workers))
            now = clock(time.time())
            workers[number].kill()
            workers[number].wait()
            with database.engine.connect() as connection:
                in_flight.append(connection.execute(_IN_FLIGHT, {"since": since}).scalar_one())
            since = now
            workers[number] = self._start()
        return in_flight

    def _start(self) -> subprocess.Popen[bytes]:
        with (self.folder / "worker.log").open("ab") as log:
            command = [*dies_with_us(), sys.executable, "-m", "tests.reminders.soak.worker"]
            return subprocess.Popen(command, cwd=ROOT, env=self._environment, stdout=log, stderr=log)

    def _all_started(self, times: int) -> None:
        until = time.time() + 2 * STARTING_SECONDS
        while (log := (self.folder / "worker.log").read_text()).count("worker_started") < times:
            if time.time() > until:
                raise RuntimeError(f"a worker did not start:\n{log[-2000:]}")
            time.sleep(0.1)

    def _wait(self, database: Database, began: float) -> None:
        """Until nothing is left to do; the windows' end and a while later somebody must have said so of every slot."""
        over = max(time.time(), began + (self.minutes + WINDOW_MINUTES) * 60 / self.speed) + 60 / self.speed + STARTING_SECONDS
        while time.time() < over:
            with database.engine.connect() as connection:
                if connection.execute(_SLOTS).scalar() == self.slots and not connection.execute(_UNFINISHED).scalar():
                    return
            time.sleep(0.5)

    def _settings(self, push_host: str) -> dict[str, str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("BACKSTORY_")}
        own = {"ENV": "test", "DATA_DIR": str(self.folder), "DATABASE_URL": self.url, "SECRET_KEY": "x" * 40, "PUSH_HOSTS": push_host}
        return clean | {f"BACKSTORY_{name}": value for name, value in own.items()}


def soak(database: str, *, slots: int, minutes: int, kills: int, seed: int, speed: float, folder: Path) -> Judged:
    began = time.monotonic()
    with _url(database, folder) as url:
        migrate(url)
        found = Run(slots, minutes, kills, seed, speed, 2 if database == "postgresql" else 1, folder, url).run()
    print(f"{database}: {found.sentence}; seed {seed}; {time.monotonic() - began:.0f} s", flush=True)
    for broken in found.broken[:20]:
        print(f"  {broken}")
    return found


def _until_more_arrive(push: PushService, seconds: float) -> None:
    before, until = len(push.received), time.time() + seconds
    while len(push.received) == before and time.time() < until:
        time.sleep(0.005)


@contextmanager
def _url(database: str, folder: Path) -> Iterator[str]:
    if database == "sqlite":
        yield f"sqlite:///{folder / 'backstory.sqlite3'}"
        return
    with cluster() as postgres:
        yield postgres.url(postgres.create_database())
