"""Row 12: sixteen writers at once on one SQLite file that is safe against power cuts: nobody meets "locked", nobody waits long."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import uuid4

from backstory.accounts.actor import Actor
from backstory.entries import service
from backstory.entries.payloads import Checkin
from backstory.entries.wire import Change
from backstory.kernel.db import Database
from backstory.kernel.ids import new_id
from tests.bench.table import Line

WRITERS, SECONDS = 16, 5.0


def lines(database: Database, everybody: list[Actor]) -> list[Line]:
    waits = sorted(_waits(database, everybody))
    slowest = [waits[-1], waits[int(len(waits) * 0.999)], waits[len(waits) // 2]]
    names = ("longest wait", "wait of one in a thousand", "median wait")
    return [
        Line(f"12 {WRITERS} writers, {name} of {len(waits):,}", None, wait * 1000, "<= 50", 50, unit="ms") for name, wait in zip(names, slowest, strict=True)
    ]


def _waits(database: Database, everybody: list[Actor]) -> list[float]:
    """From asking to being acknowledged, in seconds; a "database is locked" would end the run."""
    begin, until = threading.Barrier(WRITERS), time.monotonic() + SECONDS

    def write(number: int) -> list[float]:
        by, found, now = everybody[number % len(everybody)], [], datetime.now(UTC)
        assert by.patient_id
        begin.wait()
        while time.monotonic() < until:
            change = Change(new_id(), 0, now, uuid4(), now, None, Checkin(kind="checkin", average=3))
            began = time.perf_counter()
            with database.writing_rows() as connection:
                service.record(connection, by.patient_id, [change], by=by, now=now)
            found.append(time.perf_counter() - began)
        return found

    with ThreadPoolExecutor(WRITERS) as pool:
        return [wait for one in pool.map(write, range(WRITERS)) for wait in one]
