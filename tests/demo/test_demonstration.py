"""`backstory demo`: a believable practice, the same for the same seed, dated up to today, and never in production."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import fmean

import pytest
from flask.testing import FlaskClient

from backstory.about import demo_file
from backstory.app import create_app
from backstory.demo.cast import CAST
from backstory.demo.demonstration import Refused, demonstrate
from backstory.demo.practice import PASSWORD
from backstory.kernel import clock
from backstory.kernel.settings import Settings

NOW = datetime(2026, 11, 22, 14, 30, tzinfo=UTC)  # half past three in Warsaw


def make(settings, *, patients=8, days=70, seed=1, if_empty=False, now=NOW):
    return demonstrate(settings, patients=patients, days=days, seed=seed, if_empty=if_empty, now=now)


def sign_in(settings, login) -> FlaskClient:
    client = create_app(settings).test_client()
    assert client.post("/api/v1/session", json={"login": login, "password": PASSWORD}).status_code == 201
    return client


def empty(folder: Path, migrated_file: Path) -> Settings:
    folder.mkdir()
    shutil.copy(migrated_file, folder / "backstory.sqlite3")
    return Settings(env="test", data_dir=folder, secret_key="x" * 40)


@pytest.fixture(scope="module")
def at_half_past_three():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: NOW)
        yield


@pytest.fixture(scope="module")
def made(tmp_path_factory, migrated_file, at_half_past_three):
    """One practice for all who only look at it."""
    settings = empty(tmp_path_factory.mktemp("demo") / "data", migrated_file)
    make(settings)
    return settings


@pytest.fixture(scope="module")
def caseload(made):
    clara = sign_in(made, "clara")
    return clara, {item["name"].split()[0]: item for item in clara.get("/api/v1/patients").json["items"]}


def timeline(client, item, **query):
    return client.get(f"/api/v1/patients/{item['id']}/timeline", query_string=query).json


def test_clara_sees_a_practice_in_which_something_is_going_on(caseload):
    _clara, people = caseload
    assert len(people) == len(CAST)
    assert {name for name, item in people.items() if item["open_spasms"]} == {"Pat", "Maria"}
    assert {name for name, item in people.items() if item["redflag"]} == {"Olga"}
    assert {name for name, item in people.items() if item["too_much"]} == {"Henry"}
    assert {name for name, item in people.items() if item["next_appointment_at"].startswith("2026-11-22")} == {"Pat", "Maria"}
    assert all(item["last_treatment_at"] and item["entries_7_days"] > 5 for item in people.values())


def test_pain_answers_sessions_for_pat_and_not_for_maria(caseload):
    clara, people = caseload

    def relief(name):
        days = timeline(clara, people[name], **{"from": "2026-09-14", "to": "2026-11-22"})["days"]
        [first, *_] = [n for n, day in enumerate(days) if day["treatments"]]
        before = fmean(day["average"] for day in days[first - 7 : first] if day["average"] is not None)
        return before - fmean(day["average"] for day in days[first + 2 : first + 7] if day["average"] is not None)

    assert relief("Pat") >= 2
    assert abs(relief("Maria")) < 1.5


def test_soreness_follows_each_session_and_eases_from_one_to_the_next(caseload):
    clara, people = caseload
    entries = timeline(clara, people["Pat"], **{"from": "2026-09-14", "to": "2026-11-22"})["entries"]
    sessions = [entry["id"] for entry in reversed(entries) if entry["payload"]["kind"] == "treatment"]
    scores = {session: [] for session in sessions}
    for entry in reversed(entries):
        if entry["payload"]["kind"] == "soreness":
            scores[entry["payload"]["treatment_id"]].append(entry["payload"]["score"])
    peaks = [max(scores[session]) for session in sessions if scores[session]]
    assert len(sessions) >= 3 and peaks[0] > peaks[-1]
    assert all(values == sorted(values, reverse=True) for values in scores.values())


def test_days_are_missed_and_late_ones_say_so(caseload):
    clara, people = caseload
    days = [day for item in people.values() for day in timeline(clara, item, **{"from": "2026-09-14", "to": "2026-11-22"})["days"]]
    assert 0.05 < sum(day["average"] is None for day in days) / len(days) < 0.4
    assert sum(day["late"] for day in days) >= 5
    assert sum(day["exercises_done"] for day in days) > sum(day["exercises_skipped"] for day in days) > 20


def test_nothing_lies_in_the_future_and_wall_clocks_are_warsaws(caseload):
    clara, people = caseload
    entries = [entry for item in people.values() for entry in timeline(clara, item, **{"from": "2026-09-14", "to": "2026-11-22"})["entries"]]
    for entry in entries:
        occurred_at = datetime.fromisoformat(entry["occurred_at"])
        assert occurred_at <= datetime.fromisoformat(entry["captured_at"]) <= NOW
        assert entry["occurred_at"][-6:] == ("+02:00" if occurred_at.astimezone(UTC) < datetime(2026, 10, 25, 1, tzinfo=UTC) else "+01:00")
        assert not entry["clock_wrong"]


def test_pat_finds_exercises_to_do(made):
    pat = sign_in(made, "pat")
    patient_id = pat.get("/api/v1/session").json["person"]["patient_id"]
    items = pat.get(f"/api/v1/patients/{patient_id}/plan").json["items"]
    assert [item["exercise"] for item in items if "su" in item["days"]]
    done = [one["payload"] for one in timeline(pat, {"id": patient_id})["entries"] if one["payload"]["kind"] == "exercise"]
    assert {one["plan_item_id"] for one in done} <= {item["id"] for item in items}


def test_the_sign_ins_are_shown_before_signing_in(settings):
    shown = make(settings, patients=3, days=14)
    assert [(one.role, one.login) for one in shown] == [
        ("clinician", "clara"),
        ("patient", "pat"),
        ("patient", "jonas"),
        ("patient", "maria"),
        ("admin", "alex"),
    ]
    about = create_app(settings).test_client().get("/api/v1/about").json
    assert about["demo"] == [one.model_dump() for one in shown]
    for login in ("clara", "pat", "alex"):
        sign_in(settings, login)


def test_the_same_seed_makes_the_same_weeks_and_another_one_others(tmp_path, migrated_file, at_half_past_three):
    def weeks(seed):
        settings = empty(tmp_path / str(len(list(tmp_path.iterdir()))), migrated_file)
        make(settings, patients=2, days=30, seed=seed)
        clara = sign_in(settings, "clara")
        found = [timeline(clara, item)["entries"] for item in clara.get("/api/v1/patients").json["items"]]
        return [(entry["id"], entry["occurred_at"], entry["payload"]) for entries in found for entry in entries]

    first = weeks(1)
    assert first == weeks(1)
    assert first != weeks(2)


@pytest.mark.parametrize("now", [datetime(2026, 3, 29, 1, 15, tzinfo=UTC), datetime(2026, 10, 25, 0, 40, tzinfo=UTC), datetime(2027, 1, 1, 23, 30, tzinfo=UTC)])
def test_it_can_be_made_at_any_hour(tmp_path, migrated_file, now):
    make(empty(tmp_path / "data", migrated_file), patients=9, days=20, now=now)


def test_one_day_is_enough(tmp_path, migrated_file):
    make(empty(tmp_path / "data", migrated_file), patients=8, days=1)


def test_people_who_exist_are_left_alone(settings, pat):
    with pytest.raises(Refused):
        make(settings)
    assert make(settings, if_empty=True) == []
    assert not demo_file(settings).exists()


def test_a_second_run_with_if_empty_only_tells_the_sign_ins(settings):
    first = make(settings, patients=1, days=3, if_empty=True)
    assert make(settings, if_empty=True) == first


def command(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "backstory.cli", "demo", *arguments],
        env={name: value for name, value in os.environ.items() if not name.startswith("BACKSTORY_")} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_prints_who_can_sign_in_and_where(tmp_path, migrated_file):
    shutil.copy(migrated_file, tmp_path / "backstory.sqlite3")
    done = command("--patients", "2", "--days", "5", BACKSTORY_DATA_DIR=str(tmp_path), BACKSTORY_PORT="8123")
    assert (done.returncode, done.stderr) == (0, "")
    assert "http://127.0.0.1:8123" in done.stdout
    assert "clara" in done.stdout and PASSWORD in done.stdout


def test_production_refuses_in_one_line(tmp_path):
    secrets = {"BACKSTORY_SECRET_KEY": "x" * 40, "BACKSTORY_VAPID_PRIVATE_KEY": "x" * 43, "BACKSTORY_PUBLIC_URL": "https://backstory.example.org"}
    done = command(BACKSTORY_DATA_DIR=str(tmp_path), BACKSTORY_ENV="production", **secrets)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "backstory: there is no demonstration with BACKSTORY_ENV=production\n"
    assert list(tmp_path.iterdir()) == []


def test_a_database_without_tables_is_one_line(tmp_path):
    done = command(BACKSTORY_DATA_DIR=str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1 and "migrate" in done.stderr


def test_it_is_dated_up_to_today(settings):
    make(settings, patients=1, days=10, now=clock.now())
    pat = sign_in(settings, "pat")
    patient_id = pat.get("/api/v1/session").json["person"]["patient_id"]
    days = timeline(pat, {"id": patient_id})["days"]
    wrote = [date.fromisoformat(day["date"]) for day in days if day["average"] is not None]
    assert max(wrote) >= clock.now().date() - timedelta(days=3)
