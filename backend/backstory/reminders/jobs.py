"""The reminders' part of the worker's round."""

from __future__ import annotations

import asyncio

from backstory.kernel.jobs import Job, Work
from backstory.reminders import defaults, events, slots
from backstory.reminders.dispatch import send_all

BATCH = 1000


def add_defaults(work: Work) -> None:
    while not work.stopping.is_set():
        with work.database.transaction() as session:
            added = defaults.add_defaults(session, limit=BATCH, now=work.clock())
        if added < BATCH:
            return


def tick(work: Work) -> None:
    fill(work)
    asyncio.run(send_all(work, fill))


def fill(work: Work) -> None:
    while not work.stopping.is_set():
        with work.database.transaction() as session:
            filled = slots.fill(session, now=work.clock(), limit=BATCH)
        if filled < BATCH:
            break
    with work.database.reading() as session:
        after_events = events.come_due(session, now=work.clock())
    if after_events:
        with work.database.transaction() as session:
            events.keep(session, after_events)


JOBS = (Job("reminders.add_defaults", 60, add_defaults), Job("reminders.tick", 15, tick))
