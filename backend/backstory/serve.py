"""Serves the web application with granian and, on one box, runs the worker beside it as a process of its own."""

from __future__ import annotations

import subprocess  # nosec B404  # starts this same program as the worker, nothing from outside
import sys
from threading import Event, Thread

from granian.constants import Interfaces
from granian.server import Server
from sqlalchemy.engine import make_url

from backstory.kernel.log import logger
from backstory.kernel.settings import Settings

# On SQLite writers queue for one lock: they must leave threads for those who only read, and for /healthz.
THREADS = {"sqlite": 32, "postgresql": 16}
STARTS_AGAIN_AFTER_SECONDS = 5


def serve(settings: Settings, *, workers: int, with_worker: bool) -> None:
    threads = THREADS[make_url(settings.database).get_backend_name()]
    worker = BesideWorker() if with_worker else None
    if worker:
        worker.start()
    try:
        Server(
            "backstory.wsgi:app",
            address=settings.host,
            port=settings.port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=threads,
            backpressure=4 * threads,
            websockets=False,
            log_access=False,
        ).serve()
    finally:
        if worker:
            worker.stop()


class BesideWorker(Thread):
    """The worker as a process that is started again when it dies: without it reminders stop, and nobody would notice. It stands by:
    where somebody runs a worker already it waits, once, instead of being refused every few seconds."""

    def __init__(self) -> None:
        """Begins the process here and not in the thread: granian forks meanwhile, and a fork in the middle of another one's
        start holds its pipe open for ever."""
        super().__init__(name="worker", daemon=True)
        self._stopping = Event()
        self._process = _begin()

    def run(self) -> None:
        while True:
            status = self._process.wait()
            if self._stopping.is_set():
                return
            logger.error("worker_died", status=status)
            if self._stopping.wait(STARTS_AGAIN_AFTER_SECONDS):
                return
            self._process = _begin()

    def stop(self) -> None:
        self._stopping.set()
        if self._process.poll() is None:
            self._process.terminate()
        self.join(timeout=15)


def _begin() -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "backstory.cli", "worker", "--stand-by"])  # nosec B603
