"""The product as people meet it: `backstory serve` as a process of its own, on SQLite, and people who are signed in to it."""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import requests
from playwright.sync_api import StorageState

from backstory.accounts import service as accounts
from backstory.kernel.db import Database
from backstory.kernel.settings import FRONTEND
from backstory.sharing import service as sharing

PASSWORD = "correct horse battery staple"
READY_WITHIN = 20  # seconds, on a machine that is busy with other tests


@dataclass(frozen=True)
class Visitor:
    """A person of the cast with a cookie, for requests of their own and for a browser."""

    origin: str
    name: str
    login: str
    patient_id: str | None
    practice: str | None
    token: str

    @property
    def url(self) -> str:
        return f"/api/v1/patients/{self.patient_id}"

    def ask(self, method: str, path: str, body: Any = None) -> requests.Response:
        return requests.request(method, self.origin + path, json=body, cookies={"backstory": self.token}, timeout=10)

    def get(self, path: str) -> Any:
        return _said(self.ask("GET", path))

    def put(self, path: str, body: Any) -> Any:
        return _said(self.ask("PUT", path, body))

    def post(self, path: str, body: Any) -> Any:
        return _said(self.ask("POST", path, body))

    def entries(self, of: "Visitor | None" = None) -> list[Any]:
        found: list[Any] = self.get(f"{(of or self).url}/entries?limit=200")["items"]
        return found

    @cached_property
    def signed_in(self) -> StorageState:
        """A browser in which this person has signed in before."""
        cookie: Any = {"name": "backstory", "value": self.token, "domain": "127.0.0.1", "path": "/", "expires": -1}
        cookie |= {"httpOnly": True, "secure": False, "sameSite": "Lax"}
        remembered = {"name": "backstory.person", "value": json.dumps(self.get("/api/v1/session")["person"])}
        return {"cookies": [cookie], "origins": [{"origin": self.origin, "localStorage": [remembered]}]}


@dataclass(frozen=True)
class Product:
    origin: str
    environment: dict[str, str]
    database: Database
    process: subprocess.Popen[bytes] | None = None

    def stop(self) -> None:
        """Before its time, to be served again from the same folder on the same port."""
        if self.process:
            self.process.terminate()
            self.process.wait(10)

    def bring_in(self, name: str, role: str, *, practice: str | None = None, share_with: str | None = None) -> Visitor:
        """Tests share a server, so sign-in names are made to differ; the name that people read stays."""
        login, now = f"{name.lower()}-{secrets.token_hex(4)}", datetime.now(UTC)
        with self.database.transaction() as session:
            place = accounts.add_practice(session, practice or share_with, now=now) if practice or share_with else None
            person, patient = accounts.add_person(session, role=role, login=login, name=name, password_hash=_hash(), practice=place, now=now)
            if patient and share_with and place:
                sharing.grant(session, patient.id, place.id, by=person.id, now=now)
            token = accounts.sign_in(session, person, device="Test", now=now)
        return Visitor(self.origin, name, login, str(patient.id) if patient else None, practice, token)

    def run(self, *arguments: str) -> None:
        """A command of the product in the server's own settings."""
        done = subprocess.run([*BACKSTORY, *arguments], env=self.environment, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, f"backstory {' '.join(arguments)}: {done.stdout}{done.stderr}"


def _said(answer: requests.Response) -> Any:
    assert answer.ok, f"{answer.request.method} {answer.url}: {answer.status_code} {answer.text}"
    return answer.json()


BACKSTORY = (sys.executable, "-m", "backstory.cli")


@contextmanager
def serve(folder: Path, migrated: Path, **settings: str) -> Iterator[Product]:
    """In `folder`, with a copy of the migrated database, until the block ends."""
    if not (FRONTEND / "sw.js").is_file():
        raise RuntimeError(f"{FRONTEND} holds no front end: `make front` builds it")
    if not (folder / "backstory.sqlite3").exists():  # else it is started again on what it wrote before
        shutil.copy(migrated, folder / "backstory.sqlite3")
    port = int(settings.get("PORT") or _free_port())
    origin = f"http://127.0.0.1:{port}"
    own = {"ENV": "test", "DATA_DIR": str(folder), "PUBLIC_URL": origin} | settings | {"PORT": str(port)}
    environment = os.environ | {f"BACKSTORY_{name}": value for name, value in own.items()}
    log = folder / "serve.log"
    with log.open("wb") as output:
        process = subprocess.Popen([*BACKSTORY, "serve", "--no-worker"], env=environment, stdout=output, stderr=output)
    database = Database(f"sqlite:///{folder / 'backstory.sqlite3'}")
    try:
        _wait_until_ready(origin, process, log)
        yield Product(origin, environment, database, process)
    finally:
        database.engine.dispose()
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_ready(origin: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while process.poll() is None and time.monotonic() < deadline:
        try:
            if requests.get(f"{origin}/readyz", timeout=2).ok:
                return
        except requests.ConnectionError:
            pass
        time.sleep(0.05)
    raise RuntimeError(f"`backstory serve` was not ready within {READY_WITHIN} s:\n{log.read_text()}")


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


@cache
def _hash() -> str:
    """argon2 is slow on purpose; one hash serves everybody."""
    return accounts.hash_password(PASSWORD)
