"""The floors: what the same work costs with Flask and sqlite3 by hand, in the same table, without history, audit, validation
or rights. Row 1 signs in as flask-login documents it; rows 2 and 3 ask the database by the cookie, as the product does."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from typing import Any

from flask import Flask, Response, abort, g, request
from flask_login import LoginManager, UserMixin, current_user, login_required, login_user
from pydantic_core import to_json

from tests.bench.filling import COLUMNS

_WHO = """SELECT person.id, person.name, person.role, patient.id FROM sign_in
    JOIN person ON person.id = sign_in.person_id LEFT JOIN patient ON patient.person_id = person.id
    WHERE sign_in.token_hash = ? AND sign_in.ended_at IS NULL"""
_PERSON = "SELECT person.id, patient.id FROM person LEFT JOIN patient ON patient.person_id = person.id WHERE person.id = ?"
_PAGE = """SELECT entry.id, version, revision, occurred_at, ended_at, captured_at, received_at, late, clock_wrong, payload, recorded_by, name, role
    FROM entry JOIN person ON person.id = recorded_by WHERE patient_id = ? AND deleted_at IS NULL ORDER BY occurred_at DESC, entry.id DESC LIMIT 50"""
_INSERT = f"INSERT INTO entry ({','.join(COLUMNS)}) VALUES ({','.join('?' * len(COLUMNS))})"


class User(UserMixin):
    def __init__(self, person_id: str, patient_id: str) -> None:
        self.id, self.patient_id = person_id, patient_id


def create_app(path: str) -> Flask:
    app = Flask(__name__, static_folder=None)
    app.secret_key = "bench"
    login = LoginManager(app)
    kept = threading.local()

    def connection() -> sqlite3.Connection:
        if not hasattr(kept, "connection"):
            kept.connection = sqlite3.connect(path, isolation_level=None)
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
                kept.connection.execute(f"PRAGMA {pragma}")
        found: sqlite3.Connection = kept.connection
        return found

    def by_cookie() -> str:
        token = request.cookies.get("backstory", "")
        row = connection().execute(_WHO, (hashlib.sha256(token.encode()).hexdigest(),)).fetchone()
        if row is None:
            abort(401)
        g.person = row[0]
        patient_id: str = row[3]
        return patient_id

    @login.user_loader
    def load(person_id: str) -> User | None:
        row = connection().execute(_PERSON, (person_id,)).fetchone()
        return User(*row) if row else None

    @app.post("/login/<person_id>")
    def sign_in(person_id: str) -> str:
        user = load(person_id)
        assert user
        login_user(user)
        return "ok"

    @app.put("/entries/<entry_id>")
    @login_required
    def put_entry(entry_id: str) -> Response:
        sent = request.get_json()
        with_transaction(connection(), [row(sent, entry_id, current_user.patient_id, current_user.id)])
        return Response(to_json({"id": entry_id, "version": 1} | sent), 201, content_type="application/json")

    @app.get("/entries")
    def page() -> Response:
        found = connection().execute(_PAGE, (by_cookie(),)).fetchall()
        return Response(to_json({"items": [shown(one) for one in found]}), content_type="application/json")

    @app.post("/batch")
    def batch() -> Response:
        patient_id = by_cookie()
        ops = request.get_json()["ops"]
        with_transaction(connection(), [row(op, op["entry_id"], patient_id, g.person) for op in ops])
        return Response(to_json({"stored": [op["entry_id"] for op in ops]}), content_type="application/json")

    return app


def row(sent: dict[str, Any], entry_id: str, patient_id: str, person_id: str) -> tuple[Any, ...]:
    at, captured, payload = sent["occurred_at"], sent["captured_at"], sent["payload"]
    stored = json.dumps(payload)
    return patient_id, entry_id.replace("-", ""), payload["kind"], 1, 1, 0, at[:10], 1, stored, at, 60, captured, captured, 0, 0, person_id


def shown(one: tuple[Any, ...]) -> dict[str, Any]:
    names = ("id", "version", "revision", "occurred_at", "ended_at", "captured_at", "received_at", "late", "clock_wrong")
    return dict(zip(names, one, strict=False)) | {"payload": json.loads(one[9]), "recorded_by": {"id": one[10], "name": one[11], "role": one[12]}}


def with_transaction(connection: sqlite3.Connection, rows: list[tuple[Any, ...]]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(_INSERT, rows)
    connection.execute("COMMIT")
