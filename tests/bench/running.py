"""Starts a server on loopback and asks it over one connection that stays open."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.served import CPU
from tests.support.postgres import free_port

ROOT = Path(__file__).parents[2]


class Client:
    def __init__(self, port: int) -> None:
        self.origin = f"http://127.0.0.1:{port}"
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def ask(self, method: str, path: str, body: bytes | None = None, cookie: str = "") -> bytes:
        headers = {"Cookie": cookie} | ({"Content-Type": "application/json"} if body is not None else {})
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        content = response.read()
        if response.status >= 300:
            raise RuntimeError(f"{method} {path}: {response.status} {content[:300]!r}")
        self.cookie = (response.getheader("Set-Cookie") or "").split(";")[0]
        return content

    def cpu_microseconds(self) -> float:
        return int(self.ask("GET", CPU)) / 1000


@contextmanager
def serving(what: str, environment: dict[str, str], folder: Path) -> Iterator[Client]:
    port = free_port()
    clean = {name: value for name, value in os.environ.items() if not name.startswith("BACKSTORY_")}
    with (folder / f"{what}.log").open("ab") as log:
        server = subprocess.Popen([sys.executable, "-m", "tests.bench.served", what, str(port)], cwd=ROOT, env=clean | environment, stdout=log, stderr=log)
    try:
        yield _answering(server, port, folder / f"{what}.log")
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _answering(server: subprocess.Popen[bytes], port: int, log: Path) -> Client:
    until = time.monotonic() + 30
    while server.poll() is None and time.monotonic() < until:
        client = Client(port)
        try:
            client.cpu_microseconds()
        except (OSError, http.client.HTTPException):
            time.sleep(0.1)
        else:
            return client
    raise RuntimeError(f"the server did not start: {log.read_text()[-2000:]}")
