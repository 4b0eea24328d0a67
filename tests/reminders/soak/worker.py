"""`backstory worker` as it is, but for the names that lead inside and, for the short form, a clock that runs faster.

A set clock stays behind the real one, so that the scheduler's first run is never ahead.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from backstory.kernel import clock

ASKED = json.loads(os.environ.pop("SOAK"))
SPEED = float(ASKED["speed"])


_began: list[float] = []


def _now() -> datetime:
    """It stands still, an hour before, until all workers have started."""
    begins = datetime.fromtimestamp(ASKED["begins"], UTC)
    if not _began:
        if not (beginning := Path(ASKED["beginning"])).exists():
            return begins - timedelta(hours=1)
        _began.append(float(beginning.read_text()))
    return begins + timedelta(seconds=(time.time() - _began[0]) * SPEED)


clock.now = _now  # before anything takes it as its default

from backstory import cli, worker  # noqa: E402
from backstory.kernel.jobs import Job  # noqa: E402
from backstory.reminders import dispatch, lanes  # noqa: E402
from tests.reminders.soak.phones import REBINDS  # noqa: E402

_connect, _look_up = asyncio.selector_events.BaseSelectorEventLoop.sock_connect, socket.getaddrinfo


async def _lead_inside(loop: Any, sock: socket.socket, address: Any) -> None:
    await _connect(loop, sock, ("127.0.0.1", ASKED["inside"]) if address[1] == 443 else address)


def _rebound(host: Any, port: Any, *more: Any, **options: Any) -> Any:
    return _look_up("127.0.0.1" if host == REBINDS else host, port, *more, **options)


asyncio.selector_events.BaseSelectorEventLoop.sock_connect = _lead_inside  # type: ignore[method-assign,assignment]
socket.getaddrinfo = _rebound  # type: ignore[assignment]

if SPEED != 1:
    worker.JOBS = tuple(Job(job.name, job.every_seconds / SPEED, job.run) for job in worker.JOBS)  # type: ignore[arg-type]
    # The machine does not run faster with the clock: together they stay below a lease, which is by that clock.
    lanes.DEADLINE_SECONDS, lanes.QUICK_SECONDS, lanes.PATIENCE_SECONDS = 2, 0.5, 1  # type: ignore[assignment]
    dispatch.FILL_SECONDS /= SPEED  # type: ignore[misc,assignment]

cli.main(["worker"])
