"""`backstory person add`: how the first people come in, and what is refused in one clear line."""

from __future__ import annotations

import io
import json

import pytest

from backstory import cli
from backstory.kernel.migrate import migrate


@pytest.fixture
def run(database_url, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("BACKSTORY_ENV", "test")
    monkeypatch.setenv("BACKSTORY_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("BACKSTORY_DATABASE_URL", database_url)
    monkeypatch.setattr("backstory.cli.log.configure", lambda **_: None)  # it would keep this test's output for all later ones

    def command(*words, password="a long enough password"):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
        status = 0
        try:
            cli.main([*words])
        except SystemExit as stopped:
            status = stopped.code
        said = capsys.readouterr()
        return status, said.out, said.err

    return command


ADD = ("person", "add", "--password-stdin", "--practice", "Clinic")


def test_a_patient_who_shares_is_seen_by_the_practices_clinician(run, app):
    assert run(*ADD, "--role", "clinician", "--login", "clara", "--name", "Clara")[0] == 0
    status, said, _ = run(*ADD, "--role", "patient", "--login", "pat", "--name", "Pat", "--share")
    assert status == 0
    patient_id = json.loads(said.splitlines()[-1])["patient_id"]
    client = app.test_client()
    assert client.post("/api/v1/session", json={"login": "clara", "password": "a long enough password"}).status_code == 201
    assert [item["id"] for item in client.get("/api/v1/patients").json["items"]] == [patient_id]


def test_a_patient_without_share_is_not_seen(run, app):
    run(*ADD, "--role", "clinician", "--login", "clara", "--name", "Clara")
    run(*ADD, "--role", "patient", "--login", "pat", "--name", "Pat")
    client = app.test_client()
    client.post("/api/v1/session", json={"login": "clara", "password": "a long enough password"})
    assert client.get("/api/v1/patients").json["items"] == []


@pytest.mark.parametrize(
    ("words", "password", "told"),
    [
        (("--role", "patient", "--login", "pat", "--name", "Pat"), "short", "at least 10 characters"),
        (("--role", "clinician", "--login", "clara", "--name", "Clara"), "a long enough password", "taken"),
    ],
)
def test_what_is_refused_is_one_line_and_a_status(run, words, password, told):
    run(*ADD, "--role", "clinician", "--login", "clara", "--name", "Clara")
    status, _, error = run(*ADD, *words, password=password)
    assert status == 1
    assert told in error
    assert len(error.splitlines()) == 1


def test_migrating_twice_changes_nothing_and_keeps_the_epoch(database_url, app, pat):
    before = pat.sync().json["epoch"]
    migrate(database_url)
    assert pat.sync().json["epoch"] == before
