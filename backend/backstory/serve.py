"""Serves the web application with granian and, on one box, runs the worker beside it as a process of its own."""

from __future__ import annotations

import subprocess  # nosec B404  # starts this same program as the worker, nothing from outside
import sys

from granian.constants import Interfaces
from granian.server import Server

from backstory.kernel.settings import Settings


def serve(settings: Settings, *, workers: int, with_worker: bool) -> None:
    worker = subprocess.Popen([sys.executable, "-m", "backstory.cli", "worker"]) if with_worker else None  # nosec B603
    try:
        Server(
            "backstory.wsgi:app",
            address=settings.host,
            port=settings.port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=16,
            log_access=False,
        ).serve()
    finally:
        if worker:
            worker.terminate()
            worker.wait(timeout=10)
