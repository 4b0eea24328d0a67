"""Row 9: ten thousand reminders due in one minute. `python -m tests.bench.due` is the worker that is measured, on one core."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4, uuid5

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import insert

from backstory.accounts.models import Patient, Person
from backstory.kernel.db import Database
from backstory.kernel.migrate import migrate
from backstory.kernel.wire import WEEK
from backstory.reminders import jobs
from backstory.reminders.models import PushSubscription, Reminder
from backstory.reminders.prompts import claim
from tests.bench.pushing import ROOT, PushSink, sink, subscriptions
from tests.bench.table import Line

SOME, MANY, AT_A_TIME = 10_000, 100_000, 10_000
JOBS = 2_000  # of ten thousand, which take as long each
_lock = threading.Lock()
_each: list[Callable[[], None]] = []
DUE = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)


def lines(folder: Path) -> list[Line]:
    folder.mkdir()
    with sink(folder) as service:
        some, many = (_worker(folder, service, count) for count in (SOME, MANY))
        claimed = _claimed(filled(folder / "claimed.sqlite3", service.host, SOME))
    return [
        Line(f"9 {SOME:,} due: claimed a second, to an APScheduler job each", _jobs_a_second(folder), SOME / claimed, ">= 40", 40, at_least=True, unit="/s"),
        Line(f"9 {SOME:,} due: claimed and sent over TLS, time of one core", None, some["core"], "<= 10", 10, unit="s"),
        Line(f"9 {SOME:,} due: the same by the clock, as busy as the machine is", None, some["seconds"], "<= 10", 10, unit="s"),
        Line(f"9 memory for {MANY:,}, to that for {SOME:,}", some["megabytes"], many["megabytes"], "<= 1.2", 1.2, unit="MB"),
    ]


def filled(path: Path, push_host: str, count: int) -> str:
    """As many patients, a phone each, all to be reminded at DUE."""
    url = f"sqlite:///{path}"
    migrate(url)
    phones, made, database = subscriptions(push_host, 200), DUE - timedelta(days=1), Database(url)
    for first in range(0, count, AT_A_TIME):
        rows: dict[type, list[dict[str, Any]]] = {Person: [], Patient: [], Reminder: [], PushSubscription: []}
        for number in range(first, first + AT_A_TIME):
            person_id, patient_id, phone = uuid4(), uuid4(), phones[number % len(phones)]
            rows[Person].append({"id": person_id, "role": "patient", "name": "Pat", "login": f"pat{number}", "password_hash": "-", "created_at": made})
            rows[Patient].append({"id": patient_id, "person_id": person_id, "revision": 0, "zone": "UTC"})
            when = {"at": "20:00", "zone": "UTC", "days": list(WEEK), "window_minutes": 180, "next_due_at": DUE, "next_due_on": DUE.date()}
            rows[Reminder].append({"id": uuid5(patient_id, "checkin"), "patient_id": patient_id, "kind": "checkin", "made_at": made} | when)
            active = {"name": "Phone", "made_at": made, "activated_at": made, "unshown": 0}
            rows[PushSubscription].append({"person_id": person_id, "id": uuid4(), "endpoint": phone["endpoint"]} | phone["keys"] | active)
        with database.transaction() as session:
            for model, some in rows.items():
                session.connection().execute(insert(model), some)
    database.engine.dispose()
    return url


def _claimed(url: str) -> float:
    from backstory.kernel.jobs import Work
    from backstory.kernel.settings import Settings

    database = Database(url)
    began = time.perf_counter()
    jobs.fill(Work(Settings(env="test"), database, lambda: DUE))
    claimed = 0
    while True:
        with database.transaction() as session:
            if not (prompts := claim(session, now=DUE, limit=1000).prompts):
                break
            claimed += len(prompts)
    took = time.perf_counter() - began
    assert claimed == SOME, claimed
    return took


def _jobs_a_second(folder: Path) -> float:
    """In a store that outlives the process, as slots do; from the moment at which they are due until the last has begun."""
    scheduler, left, over = BackgroundScheduler(timezone=UTC), [JOBS], threading.Event()
    scheduler.add_jobstore(SQLAlchemyJobStore(url=f"sqlite:///{folder / 'jobs.sqlite3'}"))
    _each.append(lambda: _count(left, over))
    due = datetime.now(UTC)
    scheduler.start(paused=True)
    for _ in range(JOBS):
        scheduler.add_job(remind, "date", run_date=due, misfire_grace_time=None)
    began = time.perf_counter()
    scheduler.resume()
    over.wait(300)
    took = time.perf_counter() - began
    scheduler.shutdown(wait=False)
    return JOBS / took


def remind() -> None:
    """By name, since a job that is kept must be found again."""
    _each[0]()


def _count(left: list[int], over: threading.Event) -> None:
    with _lock:
        left[0] -= 1
    if not left[0]:
        over.set()


def _worker(folder: Path, service: PushSink, count: int) -> dict[str, float]:
    url = filled(folder / f"{count}.sqlite3", service.host, count)
    own = {"ENV": "test", "DATA_DIR": str(folder), "DATABASE_URL": url, "PUSH_HOSTS": service.host}
    environment = service.environment | {f"BACKSTORY_{name}": value for name, value in own.items()}
    done = subprocess.run([sys.executable, "-m", "tests.bench.due"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=600)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    said: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return said


def _measure() -> None:
    from backstory.kernel import log, settings
    from backstory.kernel.jobs import Work

    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    log.configure(readable=False)
    loaded = settings.load()
    work = Work(loaded, Database(loaded.database), lambda: DUE)
    began, used = time.perf_counter(), time.process_time()
    jobs.tick(work)
    took, used = time.perf_counter() - began, time.process_time() - used
    print(json.dumps({"seconds": took, "core": used, "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


if __name__ == "__main__":
    _measure()
