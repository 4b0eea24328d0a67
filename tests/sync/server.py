"""The real application in this process, on a database that can be copied and set back, and what that database really holds."""

from __future__ import annotations

import json
import secrets
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy import make_url

from backstory.accounts import service as accounts
from backstory.app import create_app
from backstory.kernel.db import Database
from backstory.kernel.installation import begin_epoch
from backstory.kernel.settings import Settings
from backstory.sharing import service as sharing

Cast = dict[str, dict[str, str]]
PRACTICE = "Clinic"


class Server:
    def __init__(self, url: str, folder: Path) -> None:
        self.url, self._folder = url, folder
        self._begin()

    def send(self, token: str, patient_id: str) -> Any:
        """How one device reaches the diary of a patient, whichever application runs at the time."""

        def send(body: bytes) -> tuple[int, str, bytes]:
            client = self.app.test_client()
            client.set_cookie("backstory", token)
            answer = client.post(f"/api/v1/patients/{patient_id}/sync", data=body, content_type="application/json")
            return answer.status_code, answer.content_type, answer.data

        return send

    def back_up(self) -> str:
        """A copy as of now; what it is called."""
        name = f"copy_{secrets.token_hex(6)}"
        if self.url.startswith("sqlite"):
            with closing(sqlite3.connect(_file(self.url))) as running, closing(sqlite3.connect(self._folder / name)) as copy:
                running.backup(copy)
        else:
            self._stop()  # nobody may be connected to what is copied
            _administer(self.url, "CREATE DATABASE {} TEMPLATE {}", name, make_url(self.url).database)
            self._begin()
        return name

    def restore(self, copy: str) -> None:
        """The copy takes the place of what is there and tells another history: a new epoch."""
        self._stop()
        if self.url.startswith("sqlite"):
            for ending in ("", "-wal", "-shm"):
                Path(f"{_file(self.url)}{ending}").unlink(missing_ok=True)
            shutil.copy(self._folder / copy, _file(self.url))
        else:
            _administer(self.url, "DROP DATABASE {} WITH (FORCE)", make_url(self.url).database)
            _administer(self.url, "CREATE DATABASE {} TEMPLATE {}", make_url(self.url).database, copy)
        self._begin()
        with self.app.extensions["database"].transaction() as session:
            begin_epoch(session)

    def forget(self, copies: list[str]) -> None:
        self._stop()
        if not self.url.startswith("sqlite"):
            for copy in copies:
                _administer(self.url, "DROP DATABASE {} WITH (FORCE)", copy)

    def _begin(self) -> None:
        self.app = create_app(Settings(env="test", data_dir=self._folder, database_url=self.url, secret_key="x" * 40))

    def _stop(self) -> None:
        self.app.extensions["database"].engine.dispose()


def cast(url: str, patients: list[str]) -> Cast:
    """Signed-in people: each patient shares with the practice; clara works there; mallory is a patient who has nothing to do with them."""
    database, now, people = Database(url), datetime.now(UTC), {}
    with database.transaction() as session:
        practice = accounts.add_practice(session, PRACTICE, now=now)
        for name in [*patients, "clara", "mallory"]:
            role = "clinician" if name == "clara" else "patient"
            login = f"{name}-{secrets.token_hex(4)}"
            here = practice if name == "clara" else None
            person, patient = accounts.add_person(session, role=role, login=login, name=name, password_hash="none", practice=here, now=now)
            if patient and name != "mallory":
                sharing.grant(session, patient.id, practice.id, by=person.id, now=now)
            people[name] = {"token": accounts.sign_in(session, person, device="Test", now=now), "patient_id": str(patient.id) if patient else ""}
    database.engine.dispose()
    return people


def truth(url: str, patient_id: str) -> dict[str, Any]:
    """What the database holds of a patient, read past the product, as the judge wants it."""
    patient = UUID(patient_id).hex if url.startswith("sqlite") else patient_id
    fields = "occurred_at, ended_at, payload"
    versions = execute(url, f"SELECT op_id, entry_id, version, revision, deleted, {fields} FROM entry_version WHERE patient_id = '{patient}'")
    entries = execute(url, f"SELECT id, version, deleted_at IS NOT NULL, {fields} FROM entry WHERE patient_id = '{patient}'")
    return {
        "versions": [
            {"op_id": _id(op), "entry_id": _id(of), "version": version, "revision": revision, "content": _content(deleted, *rest)}
            for op, of, version, revision, deleted, *rest in versions
        ],
        "entries": [{"id": _id(of), "version": version, "content": _content(deleted, *rest)} for of, version, deleted, *rest in entries],
    }


def execute(url: str, statement: str) -> list[Any]:
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(_file(url))) as connection, connection:
            return connection.execute(statement).fetchall()
    with psycopg.connect(_plain(url)) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def _administer(url: str, statement: str, *names: str | None) -> None:
    with psycopg.connect(_plain(url, "postgres"), autocommit=True) as admin:
        admin.execute(SQL(statement).format(*(Identifier(name or "") for name in names)))


def _plain(url: str, database: str | None = None) -> str:
    parsed = make_url(url).set(drivername="postgresql")
    return (parsed.set(database=database) if database else parsed).render_as_string(hide_password=False)


def _file(url: str) -> str:
    return url.removeprefix("sqlite:///")


def _id(value: Any) -> str:
    return str(UUID(str(value)))


def _content(deleted: Any, occurred_at: Any, ended_at: Any, payload: Any) -> Any:
    if deleted:
        return None
    said = json.loads(payload) if isinstance(payload, str) else payload
    return {"occurred_at": _instant(occurred_at), "ended_at": _instant(ended_at), "payload": said}


def _instant(value: Any) -> str | None:
    if value is None or isinstance(value, datetime):
        return value and value.isoformat()
    return f"{value}+00:00"
