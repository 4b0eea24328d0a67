"""A PostgreSQL cluster of the tests' own: no sudo, no service, no password, works as root too.

`with cluster() as postgres:` starts it in a temporary folder and stops it; pytest uses it through
`pytest_postgres.py`. Durability is off, so this cluster proves nothing about power cuts.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg.sql import SQL, Identifier

OWNER = "postgres"
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "listen_addresses": "127.0.0.1",
    "max_connections": "200",
    "shared_buffers": "64MB",
}


class PostgresMissing(RuntimeError):
    pass


@dataclass(frozen=True)
class Cluster:
    host: str
    port: int
    home: Path = Path()
    _servers: list[subprocess.Popen[bytes]] = field(default_factory=list, hash=False, compare=False)  # empty: another process of the tests started it

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://{OWNER}@{self.host}:{self.port}/{database}"

    def create_database(self, template: str | None = None) -> str:
        """Answer the new database's name. Nobody may be connected to the template meanwhile."""
        name = f"backstory_{secrets.token_hex(6)}"
        self._execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(template or "template0")))
        return name

    def drop_database(self, name: str) -> None:
        self._execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))

    def crash(self) -> None:
        """As `pg_ctl stop -m immediate`: every connection is cut and nothing is written out. `start` recovers."""
        server = self._servers.pop()
        server.send_signal(signal.SIGQUIT)
        server.wait(30)

    def stop(self) -> None:
        while self._servers:
            _stop(self._servers.pop())

    def start(self) -> None:
        """Again, on the same port."""
        self._servers.append(_begin(self.home, self.port))
        if not _accepts(self._servers[-1], self.port):
            raise RuntimeError(f"PostgreSQL did not start again:\n{(self.home / 'log').read_text()[-2000:]}")

    def _execute(self, statement: Any) -> None:
        with psycopg.connect(host=self.host, port=self.port, user=OWNER, dbname="postgres", autocommit=True) as admin:
            admin.execute(statement)


@contextmanager
def cluster() -> Iterator[Cluster]:
    with tempfile.TemporaryDirectory(prefix="backstory-pg-") as folder:
        home = Path(folder)
        make(home)
        started = _start(home)
        try:
            yield started
        finally:
            started.stop()


def find_binaries() -> Path:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parts[-2].zfill(4), reverse=True)
    if pg_config := shutil.which("pg_config"):
        answer = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=True)
        folders.insert(0, Path(answer.stdout.strip()))
    for folder in folders:
        if all((folder / program).exists() for program in ("initdb", "postgres")):
            return folder
    raise PostgresMissing("PostgreSQL's initdb and postgres were not found: install it (Debian: apt install postgresql)")


def make(home: Path) -> None:
    """The files of a new cluster in a folder that is there."""
    if os.geteuid() == 0:
        shutil.chown(home, OWNER, OWNER)
    options = ["--username", OWNER, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    made = subprocess.run([find_binaries() / "initdb", "-D", home / "data", *options], capture_output=True, text=True, cwd=home, **_as_owner())
    if made.returncode:
        raise RuntimeError(f"initdb failed: {made.stderr}")


def _start(home: Path) -> Cluster:
    for _ in range(3):  # another process may take the free port between our look and PostgreSQL's bind
        port = free_port()
        server = _begin(home, port)
        if _accepts(server, port):
            return Cluster("127.0.0.1", port, home, [server])
        _stop(server)
    raise RuntimeError(f"PostgreSQL did not start:\n{(home / 'log').read_text()[-2000:]}")


def _begin(home: Path, port: int) -> subprocess.Popen[bytes]:
    settings = SETTINGS | {"port": str(port), "unix_socket_directories": str(home)}
    command = [str(find_binaries() / "postgres"), "-D", str(home / "data"), *(f"--{key}={value}" for key, value in settings.items())]
    with (home / "log").open("ab") as log:
        return subprocess.Popen([*dies_with_us(), *command], stdout=log, stderr=log, cwd=home, **_as_owner())


def _accepts(server: subprocess.Popen[bytes], port: int) -> bool:
    deadline = time.monotonic() + 30
    while server.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(host="127.0.0.1", port=port, user=OWNER, dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return server.poll() is None
    return False


def _stop(server: subprocess.Popen[bytes]) -> None:
    for sign, patience in ((signal.SIGINT, 10), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
        if server.poll() is not None:
            return
        server.send_signal(sign)
        try:
            server.wait(patience)
        except subprocess.TimeoutExpired:
            continue


def _as_owner() -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    return {"user": OWNER, "group": OWNER, "extra_groups": []} if os.geteuid() == 0 else {}


def dies_with_us() -> list[str]:
    """A test run ended by SIGKILL would otherwise leave its server behind."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "INT"] if setpriv else []


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
