"""The cast (pat, clara, mallory) on both databases. Every test gets a database of its own: a copy of a migrated one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from backstory.accounts import service as accounts
from backstory.app import create_app
from backstory.kernel.db import Database
from backstory.kernel.ids import new_id
from backstory.kernel.migrate import migrate
from backstory.kernel.settings import Settings
from backstory.sharing import service as sharing

pytest_plugins = ["tests.support.pytest_postgres"]

PASSWORD = "correct horse battery staple"


def pytest_configure() -> None:
    for name in [name for name in os.environ if name.startswith("BACKSTORY_")]:
        del os.environ[name]  # a developer's own settings must not steer the tests


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "template.sqlite3"
    migrate(f"sqlite:///{path}")
    database = Database(f"sqlite:///{path}")
    with database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.engine.dispose()
    return path


@pytest.fixture(scope="session")
def migrated_template(postgres: Any) -> str:
    name: str = postgres.create_database()
    migrate(postgres.url(name))
    return name


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        copy = tmp_path / "backstory.sqlite3"
        shutil.copy(request.getfixturevalue("migrated_file"), copy)
        yield f"sqlite:///{copy}"
        return
    postgres = request.getfixturevalue("postgres")
    name = postgres.create_database(request.getfixturevalue("migrated_template"))
    yield postgres.url(name)
    postgres.drop_database(name)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(env="test", data_dir=tmp_path, database_url=database_url, secret_key="x" * 40)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    made = create_app(settings)
    yield made
    made.extensions["database"].engine.dispose()


@pytest.fixture
def database(app: Flask) -> Database:
    found: Database = app.extensions["database"]
    return found


@dataclass(frozen=True)
class Someone:
    """A person of the cast with a signed-in client."""

    name: str
    client: FlaskClient
    person_id: UUID
    patient_id: UUID | None
    token: str

    @property
    def url(self) -> str:
        return f"/api/v1/patients/{self.patient_id}"

    def put_entry(self, payload: dict[str, Any], *, entry_id: UUID | None = None, patient_id: UUID | None = None, **more: Any) -> Any:
        body = {
            "base_version": 0,
            "occurred_at": "2026-11-22T20:15:00+01:00",
            "captured_at": "2026-11-22T19:16:00Z",
            "payload": payload,
        } | more
        return self.client.put(f"/api/v1/patients/{patient_id or self.patient_id}/entries/{entry_id or new_id()}", json=body)

    def sync(self, *ops: dict[str, Any], patient_id: UUID | None = None, cursor: int = 0, epoch: str | None = None) -> Any:
        body = {"epoch": epoch, "cursor": cursor, "ops": list(ops)}
        return self.client.post(f"/api/v1/patients/{patient_id or self.patient_id}/sync", json=body)


def op(
    payload: dict[str, Any] | None,
    *,
    entry_id: UUID | None = None,
    op_id: UUID | None = None,
    base_version: int = 0,
    **more: Any,
) -> dict[str, Any]:
    """A sync op: an entry's content, or its deletion when there is no payload."""
    made: dict[str, Any] = {
        "op_id": str(op_id or uuid4()),
        "entry_id": str(entry_id or new_id()),
        "base_version": base_version,
        "captured_at": "2026-11-22T19:16:00Z",
    }
    return made | ({"delete": True} if payload is None else {"occurred_at": "2026-11-22T20:15:00+01:00", "payload": payload}) | more


@pytest.fixture
def enter(app: Flask) -> Any:
    """Brings somebody in: enter("pat", "patient"), enter("clara", "clinician", practice="Clinic")."""

    def bring(login: str, role: str, *, practice: str | None = None, share_with: str | None = None, at: datetime | None = None) -> Someone:
        now = at or datetime.now(UTC)
        with app.extensions["database"].transaction() as session:
            place = accounts.add_practice(session, practice or share_with, now=now) if practice or share_with else None
            person, patient = accounts.add_person(session, role=role, login=login, name=login.title(), password_hash=_hash(), practice=place, now=now)
            if patient and share_with and place:
                sharing.grant(session, patient.id, place.id, by=person.id, now=now)
            token = accounts.sign_in(session, person, device="Test", now=now)
        client = app.test_client()
        client.set_cookie("backstory", token)
        return Someone(login, client, person.id, patient.id if patient else None, token)

    return bring


_hashed: list[str] = []


def _hash() -> str:
    """argon2 is slow on purpose; one hash serves the cast."""
    if not _hashed:
        _hashed.append(accounts.hash_password(PASSWORD))
    return _hashed[0]


@pytest.fixture
def pat(enter: Any) -> Someone:
    """A patient who shares with the practice Clinic."""
    someone: Someone = enter("pat", "patient", share_with="Clinic")
    return someone


@pytest.fixture
def clara(enter: Any) -> Someone:
    """A clinician of the practice Clinic."""
    someone: Someone = enter("clara", "clinician", practice="Clinic")
    return someone


@pytest.fixture
def mallory(enter: Any) -> Someone:
    """A patient who has nothing to do with pat."""
    someone: Someone = enter("mallory", "patient")
    return someone


@pytest.fixture
def stranger(enter: Any) -> Someone:
    """A clinician of another practice."""
    someone: Someone = enter("stan", "clinician", practice="Elsewhere")
    return someone
