"""What the migrations make is what the models say, on both databases."""

from __future__ import annotations

from uuid import uuid4

from alembic import command
from sqlalchemy import create_engine, text

from backstory.kernel.health import alembic


def test_the_models_want_nothing_that_the_migrations_have_not_made(database_url):
    command.check(alembic(database_url))


def test_a_zone_that_a_phone_had_told_with_its_rule_becomes_the_patients(tmp_path):
    """Quiet hours are judged by it: who was enrolled as UTC and lives in Los Angeles is not quiet at two in the afternoon."""
    url = f"sqlite:///{tmp_path / 'before.sqlite3'}"
    command.upgrade(alembic(url), "0001")
    at, (person, patient, rule) = "2026-11-22 20:00:00.000000", (uuid4().hex for _ in range(3))
    with create_engine(url).begin() as connection:
        connection.execute(text(f"INSERT INTO person VALUES ('{person}', 'patient', 'Pat', 'pat', '', NULL, '{at}')"))
        connection.execute(text(f"INSERT INTO patient (id, person_id, revision, zone) VALUES ('{patient}', '{person}', 0, 'UTC')"))
        columns = "id, patient_id, kind, at, zone, days, window_minutes, made_at"
        values = f"'{rule}', '{patient}', 'checkin', '20:00', 'America/Los_Angeles', '[]', 180, '{at}'"
        connection.execute(text(f"INSERT INTO reminder ({columns}) VALUES ({values})"))
    command.upgrade(alembic(url), "head")
    with create_engine(url).connect() as connection:
        assert connection.scalar(text("SELECT zone FROM patient")) == "America/Los_Angeles"
