"""`backstory serve` and PostgreSQL as processes that can be killed at any moment and started again on what they left.

PostgreSQL's own durability is off (tests/support/postgres.py): this says nothing about power cuts, only about dying processes.
"""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from backstory.kernel.migrate import migrate
from tests.support import postgres
from tests.support.postgres import free_port

START_WITHIN = 60  # seconds, on a machine that is busy with other things


class Cluster:
    """PostgreSQL in a folder that outlives it, always on the same port of one run."""

    def __init__(self, home: Path) -> None:
        if not (home / "data").exists():
            home.mkdir(parents=True, exist_ok=True)
            postgres.make(home)
        self._server = postgres.Cluster("127.0.0.1", free_port(), home)
        self.start()

    @property
    def url(self) -> str:
        return self._server.url("postgres")

    def start(self) -> None:
        self._server.start()

    def stop(self, *, immediately: bool = False) -> None:
        if immediately:
            self._server.crash()
        else:
            self._server.stop()


class Host:
    """The web application, in a process group of its own. Started by the main thread only: a thread's end would end it."""

    def __init__(self, folder: Path, url: str) -> None:
        self.port, self._log = free_port(), folder / "serve.log"
        own = {"ENV": "test", "DATA_DIR": str(folder), "PORT": str(self.port), "PUBLIC_URL": f"http://127.0.0.1:{self.port}", "DATABASE_URL": url}
        clean = {name: value for name, value in os.environ.items() if not name.startswith("BACKSTORY_")}
        self._environment = clean | {f"BACKSTORY_{name}": value for name, value in own.items()}
        _end_what_was_left(folder)
        migrate(url)
        self.start()

    def start(self) -> None:
        command = [*_dies_with_us("KILL"), sys.executable, "-m", "backstory.cli", "serve", "--no-worker"]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(command, env=self._environment, stdout=log, stderr=log, start_new_session=True)
        _wait_for(self._process, self._ready, self._log)

    def kill(self) -> None:
        """All of it at once, granian's own process and the one that answers."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)

    def wait(self) -> None:
        self._process.wait(30)

    def _ready(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def _end_what_was_left(folder: Path) -> None:
    """granian's second process outlives a soak that was itself ended by SIGKILL. It is known by the folder that it serves."""
    for environment in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            if f"BACKSTORY_DATA_DIR={folder}\0".encode() in environment.read_bytes():
                os.kill(int(environment.parent.name), signal.SIGKILL)


def _wait_for(process: subprocess.Popen[bytes], answers: Any, log: Path) -> None:
    deadline = time.monotonic() + START_WITHIN
    while process.poll() is None and time.monotonic() < deadline:
        if answers():
            return
        time.sleep(0.02)
    raise RuntimeError(f"not ready within {START_WITHIN} s:\n{log.read_text()[-3000:]}")


def _dies_with_us(sign: str) -> list[str]:
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", sign] if setpriv else []
