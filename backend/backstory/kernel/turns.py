"""SQLite has one writer. Those of one process queue here, first come first served, and the next is woken at once: SQLite's own waiting
is to sleep and look again, up to a tenth of a second each time, and with 16 writers somebody now and then waited for a second and a half.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from sqlalchemy.exc import OperationalError


class Turns:
    """A fair lock. A plain one goes to whoever asks at the right moment, which is mostly the thread that has just let it go."""

    def __init__(self, wait_seconds: float) -> None:
        self._wait = wait_seconds
        self._guard, self._taken = Lock(), False
        self._queue: deque[Lock] = deque()

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Raises OperationalError instead of waiting: for what may as well be left undone."""
        with self._guard:
            if self._taken:
                raise OperationalError("BEGIN IMMEDIATE", None, TimeoutError("somebody else writes"))
            self._taken = True
        try:
            yield
        finally:
            self.__exit__()

    def __enter__(self) -> None:
        """Raises OperationalError when it takes too long, as the database itself does."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return
            mine = Lock()
            mine.acquire()
            self._queue.append(mine)
        if mine.acquire(timeout=self._wait):
            return
        with self._guard:
            if mine in self._queue:
                self._queue.remove(mine)
                raise OperationalError("BEGIN IMMEDIATE", None, TimeoutError("no turn to write"))
        # it was handed over at the very last moment

    def __exit__(self, *_: object) -> None:
        with self._guard:
            if self._queue:
                self._queue.popleft().release()  # handed over: it stays taken
            else:
                self._taken = False
