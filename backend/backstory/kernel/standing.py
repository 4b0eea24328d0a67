"""One standing worker on SQLite. Several would do no harm, but each would wait for the others' writes, and who starts a second one
by mistake is to be told.

The lock lies beside the database, which is what must not be shared, and is the kernel's: it ends with the process, however that dies.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

from sqlalchemy.engine import make_url

from backstory.kernel.settings import BadSettings, Settings


class AnotherWorker(BadSettings):
    def __init__(self) -> None:
        super().__init__("another worker runs on this SQLite database, and one is enough: several need PostgreSQL (docs/deploy.md)")


def stand(settings: Settings, *, again: Callable[[], bool]) -> int | None:
    """Holds the place until the process ends. While somebody else has it `again` is asked whether to try once more; if not,
    AnotherWorker is raised. None: on PostgreSQL there is room for many."""
    url = make_url(settings.database)
    if url.get_backend_name() != "sqlite" or not url.database:
        return None
    lock = Path(url.database).with_name("worker.lock")
    lock.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    held = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    while True:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if again():
                continue
            os.close(held)
            raise AnotherWorker from None
        return held
