"""SQLite has one writer. Those of one process queue here, where the next is woken at once: SQLite's own waiting is to sleep and look
again, up to a tenth of a second each time, and with 16 writers somebody now and then waited for a second and a half."""

from __future__ import annotations

from threading import Lock

from sqlalchemy.exc import OperationalError


class Turns:
    def __init__(self, wait_seconds: float) -> None:
        self._lock, self._wait = Lock(), wait_seconds

    def __enter__(self) -> None:
        """Raises OperationalError when it takes too long, as the database itself does."""
        if not self._lock.acquire(timeout=self._wait):
            raise OperationalError("BEGIN IMMEDIATE", None, TimeoutError("no turn to write"))

    def __exit__(self, *_: object) -> None:
        self._lock.release()
