"""What a feature does from time to time. The worker reads each feature's JOBS; nothing else starts a clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event

from backstory.kernel import clock
from backstory.kernel.db import Database
from backstory.kernel.settings import Settings


@dataclass(frozen=True)
class Work:
    """What a job works with. A long one looks at `stopping` between two steps."""

    settings: Settings
    database: Database
    clock: Callable[[], datetime] = clock.now
    stopping: Event = field(default_factory=Event)


@dataclass(frozen=True)
class Job:
    name: str
    every_seconds: int
    run: Callable[[Work], None]
