"""What a web request sends goes out after its commit, beside it: a push service may take ten seconds, and the phone need not wait.

One loop in a thread of its own sends it all, so that endpoints which never answer do not use up threads for those that do.
"""

from __future__ import annotations

import asyncio
from functools import cache
from threading import Thread

from backstory.kernel import clock, log
from backstory.kernel.db import Database
from backstory.kernel.settings import Settings
from backstory.reminders import devices, tally
from backstory.reminders.endpoints import service_of
from backstory.reminders.lanes import Lanes
from backstory.reminders.outcomes import Outcome
from backstory.reminders.prompts import Device
from backstory.reminders.push import sender


def send_soon(settings: Settings, kept_in: Database, device: Device, message: bytes, *, ttl: int, topic: str) -> None:
    loop, lanes = _loop()
    asyncio.run_coroutine_threadsafe(_send(lanes, settings, kept_in, device, message, ttl=ttl, topic=topic), loop)


async def _send(lanes: Lanes, settings: Settings, kept_in: Database, device: Device, message: bytes, *, ttl: int, topic: str) -> None:
    try:
        async with sender(settings, lanes) as opened:
            outcome = await opened.send(device, message, ttl=ttl, topic=topic, now=clock.now())
        await asyncio.to_thread(_note, settings, kept_in, device, outcome)
    except Exception as error:  # nobody waits for the answer
        log.failure(error)


def _note(settings: Settings, kept_in: Database, device: Device, outcome: Outcome) -> None:
    with kept_in.transaction() as session:
        devices.note(session, device, outcome.failure, now=clock.now())
        tally.add(session, [(service_of(device.endpoint, settings), outcome)])


@cache
def _loop() -> tuple[asyncio.AbstractEventLoop, Lanes]:
    """Begun by the first that is sent: a server forks before it."""
    loop = asyncio.new_event_loop()
    Thread(target=loop.run_forever, name="push", daemon=True).start()
    return loop, Lanes()
