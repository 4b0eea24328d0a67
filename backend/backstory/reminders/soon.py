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
from backstory.reminders.lanes import Lanes
from backstory.reminders.prompts import Device
from backstory.reminders.push import sender
from backstory.reminders.results import retire


def send_soon(settings: Settings, kept_in: Database, device: Device, message: bytes, *, ttl: int, topic: str) -> None:
    loop, lanes = _loop()
    asyncio.run_coroutine_threadsafe(_send(lanes, settings, kept_in, device, message, ttl=ttl, topic=topic), loop)


async def _send(lanes: Lanes, settings: Settings, kept_in: Database, device: Device, message: bytes, *, ttl: int, topic: str) -> None:
    try:
        async with sender(settings, lanes) as opened:
            outcome = await opened.send(device, message, ttl=ttl, topic=topic, now=clock.now())
        if outcome.failure == "gone":
            await asyncio.to_thread(_retire, kept_in, device)
    except Exception as error:  # nobody waits for the answer
        log.failure(error)


def _retire(kept_in: Database, device: Device) -> None:
    with kept_in.transaction() as session:
        retire(session, device, now=clock.now())


@cache
def _loop() -> tuple[asyncio.AbstractEventLoop, Lanes]:
    """Begun by the first that is sent: a server forks before it."""
    loop = asyncio.new_event_loop()
    Thread(target=loop.run_forever, name="push", daemon=True).start()
    return loop, Lanes()
