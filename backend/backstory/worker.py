"""The worker: the only place that starts APScheduler, and to it one reminder is like another.

It ticks; which reminder is due is decided by the database (ARCHITECTURE 5). Its memory holds nothing that could be lost, and
two workers at once do no harm; on SQLite there is one that stands, and rounds of `--once` beside it.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Thread
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler

from backstory.kernel import clock, log
from backstory.kernel.db import Database
from backstory.kernel.jobs import Job, Work
from backstory.kernel.settings import Settings
from backstory.kernel.standing import stand
from backstory.reminders import jobs as reminders, rules
from backstory.reminders.vapid import vapid

JOBS: tuple[Job, ...] = (*reminders.JOBS,)
STOPS = {signal.SIGTERM, signal.SIGINT}
LOOKS_EVERY_SECONDS = 1  # for the place of a worker that ended, and for the end of whoever started it


def run(settings: Settings, *, stands_by: bool = False) -> None:
    """Until SIGTERM or SIGINT; what is on its way then is finished first. Who stands by ends with whoever started it, too, and
    waits while another worker has the place."""
    vapid(settings)  # a key that cannot be read stops the start
    started_by = os.getppid()

    def alone() -> bool:
        return stands_by and os.getppid() != started_by

    stand(settings, again=_wait_until(alone) if stands_by else lambda: False)
    work = Work(settings, Database(settings.database))
    # Waited for, not handled: a handler runs in the middle of what the main thread does, and setting an event that this
    # thread is just about to wait for would lock it up for ever. Blocked before threads start, which inherit the mask.
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    scheduler = BackgroundScheduler(timezone=UTC)
    for job in JOBS:
        # Late is better than never, and once is enough: the default would drop what is a second late.
        options: dict[str, Any] = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None, "next_run_time": clock.now()}
        scheduler.add_job(_guarded(job, work), "interval", seconds=job.every_seconds, id=job.name, **options)
    scheduler.start()
    log.logger.info("worker_started", jobs=[job.name for job in JOBS])
    if stands_by:
        Thread(target=_stop_when, args=(alone,), daemon=True).start()
    signal.sigwait(STOPS)
    work.stopping.set()
    scheduler.shutdown(wait=True)
    work.database.engine.dispose()


def run_once(settings: Settings, now: datetime | None = None) -> None:
    """Every job once. With `now`, at a set time: tests only, since it writes a time that is not."""
    work = Work(settings, Database(settings.database), (lambda: now) if now else clock.now)
    if now:
        with work.database.transaction() as session:
            rules.plan_again(session, now=now)
    for job in JOBS:
        job.run(work)
    work.database.engine.dispose()


def _wait_until(over: Callable[[], bool]) -> Callable[[], bool]:
    """Says once that it waits."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C while it has nothing in hand is no error
    said: list[None] = []

    def wait() -> bool:
        if not said:
            log.logger.info("worker_stands_by", why="another worker runs on this database")
            said.append(None)
        time.sleep(LOOKS_EVERY_SECONDS)
        return not over()

    return wait


def _stop_when(alone: Callable[[], bool]) -> None:
    while not alone():
        time.sleep(LOOKS_EVERY_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)


def _guarded(job: Job, work: Work) -> Callable[[], None]:
    """A job that fails is tried again at its next turn; it must not say what it was working on."""

    def once() -> None:
        try:
            job.run(work)
        except Exception as error:
            log.failure(error)

    return once
