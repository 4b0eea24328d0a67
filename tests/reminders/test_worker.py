"""The commands: one round at a set time, the long-running worker, the public key, the preview."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from backstory import cli, worker
from backstory.kernel.settings import Settings
from backstory.reminders.prompts import LEASE
from backstory.reminders.vapid import vapid
from tests.reminders.conftest import TONIGHT
from tests.support.push_records import Behaviour

PREVIEW = ["reminders", "preview", "--at", "02:30", "--zone", "Europe/Warsaw", "--from", "2026-10-24", "--days", "3"]


@pytest.fixture
def environment(monkeypatch, settings):
    """This test's settings, as a process of its own reads them."""
    for name, value in {
        "ENV": "test",
        "DATA_DIR": str(settings.data_dir),
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": settings.secret_key,
        "PUSH_HOSTS": ",".join(settings.push_hosts),
    }.items():
        monkeypatch.setenv(f"BACKSTORY_{name}", value)
    return monkeypatch


def test_one_round_at_a_set_time(environment, phone, rule):
    cli.main(["worker", "--once", "--now", f"{TONIGHT:%Y-%m-%dT%H:%M:%SZ}"])
    assert len(phone.received) == 1
    assert rule.last == ("sent", None)


def test_a_time_before_the_rule_was_made_serves_as_well(environment, phone, rule):
    rule.change(at="02:30", zone="Europe/Warsaw")
    cli.main(["worker", "--once", "--now", "2026-10-25T00:30:00Z"])
    assert [message.ttl for message in phone.received] == [180 * 60]
    cli.main(["worker", "--once", "--now", "2026-10-25T01:30:00Z"])  # 02:30 for the second time
    assert len(phone.received) == 1


def test_a_set_time_is_for_tests_and_one_round(environment, capsys):
    for env, arguments in (("development", ["--once", "--now", "2026-10-25T00:30:00Z"]), ("test", ["--now", "2026-10-25T00:30:00Z"])):
        environment.setenv("BACKSTORY_ENV", env)
        with pytest.raises(SystemExit) as stopped:
            cli.main(["worker", *arguments])
        assert stopped.value.code == 1
        assert capsys.readouterr().err == "backstory: --now goes with --once, and only with BACKSTORY_ENV=test\n"


def test_a_key_that_cannot_be_read_stops_the_worker_with_one_line(environment, capsys):
    environment.setenv("BACKSTORY_VAPID_PRIVATE_KEY", "not a key")
    with pytest.raises(SystemExit):
        cli.main(["worker"])
    assert capsys.readouterr().err.startswith("backstory: BACKSTORY_VAPID_PRIVATE_KEY: ")


def test_the_worker_starts_works_and_stops_when_told(environment, settings, database):
    process = subprocess.Popen([sys.executable, "-m", "backstory.cli", "worker"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ)
    try:
        assert process.stdout is not None
        assert "worker_started" in process.stdout.readline()
        time.sleep(0.3)
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def standing(environment, database):
    """Workers as processes of their own, each with its first line read."""
    begun: list[subprocess.Popen[str]] = []

    def begin(*arguments):
        command = [sys.executable, "-m", "backstory.cli", "worker", *arguments]
        begun.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ))
        assert begun[-1].stdout is not None
        return begun[-1], begun[-1].stdout.readline()

    yield begin
    for process in begun:
        process.kill()
        process.communicate()


def test_a_second_worker_on_sqlite_refuses_to_start_in_one_line_and_any_number_stand_on_postgresql(standing, settings):
    _first, said = standing()
    assert "worker_started" in said
    second, said = standing()
    if settings.database.startswith("postgresql"):
        assert "worker_started" in said
        return
    assert (second.wait(20), said) == (1, "")
    assert second.stderr.read() == "backstory: another worker runs on this SQLite database, and one is enough: several need PostgreSQL (docs/deploy.md)\n"


def test_single_rounds_go_beside_a_standing_worker(standing, phone, rule):
    standing()
    cli.main(["worker", "--once", "--now", f"{TONIGHT:%Y-%m-%dT%H:%M:%SZ}"])
    assert len(phone.received) == 1
    cli.main(["worker", "--once"])


def test_a_worker_that_was_killed_leaves_its_place(standing, settings):
    first, _ = standing()
    first.kill()
    first.wait()
    assert "worker_started" in standing()[1]


def test_the_worker_beside_serve_waits_without_noise_and_takes_over(standing, settings):
    first, _ = standing()
    second, said = standing("--stand-by")
    if settings.database.startswith("postgresql"):
        assert "worker_started" in said
        return
    assert "worker_stands_by" in said
    time.sleep(2.5)
    first.terminate()
    assert "worker_started" in second.stdout.readline()
    second.terminate()
    assert second.wait(15) == 0
    assert second.stderr.read() == ""


def test_the_worker_beside_serve_ends_with_whoever_started_it(environment, database, tmp_path):
    """Left over from a server that was killed it would hold the place, with settings of the past."""
    begin = "subprocess.Popen([sys.executable, '-m', 'backstory.cli', 'worker', '--stand-by'], stdout=sys.stderr).pid"
    code = f"import subprocess, sys; print({begin}, flush=True); input()"
    serving = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ)
    assert serving.stdout is not None and serving.stderr is not None
    pid = int(serving.stdout.readline())
    assert "worker_started" in serving.stderr.readline()
    serving.kill()
    serving.wait()
    until = time.monotonic() + 15
    while _runs(pid):
        assert time.monotonic() < until
        time.sleep(0.1)


def _runs(pid):
    """What has ended and was not asked for its status yet does not."""
    with suppress(FileNotFoundError):
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")")[-1].split()[0] != "Z"
    return False


def test_killed_while_a_message_is_on_its_way_it_is_sent_again_and_the_phone_shows_one(environment, phone, rule, work_at):
    phone.service.behave(Behaviour(delay=2, times=1), phone.endpoint)
    command = [sys.executable, "-m", "backstory.cli", "worker", "--once", "--now", f"{TONIGHT:%Y-%m-%dT%H:%M:%SZ}"]
    process = subprocess.Popen(command, env=os.environ)
    phone.service.wait_until(lambda: phone.received, 20)
    process.kill()
    process.wait()
    assert rule.last == ("claimed", None)
    work_at(TONIGHT + LEASE)
    first, second = phone.received
    assert first.topic == second.topic
    assert phone.read(first) == phone.read(second)
    assert rule.last == ("sent", None)


def test_every_feature_has_its_jobs_in_the_worker():
    assert [(job.name, job.every_seconds) for job in worker.JOBS] == [("reminders.add_defaults", 60), ("reminders.tick", 15)]


def test_keys_prints_the_public_key_that_the_app_gives(environment, pat, settings, capsys):
    cli.main(["keys"])
    assert capsys.readouterr().out == pat.client.get("/api/v1/push/key").json["key"] + "\n"


def test_keys_makes_one_where_there_is_none(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("BACKSTORY_DATA_DIR", str(tmp_path / "new"))
    cli.main(["keys"])
    assert capsys.readouterr().out == vapid(Settings(data_dir=tmp_path / "new")).public_key + "\n"
    assert (tmp_path / "new" / "vapid.key").stat().st_mode & 0o777 == 0o600


def test_preview_prints_one_instant_a_line_without_a_database(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("BACKSTORY_DATA_DIR", str(tmp_path / "none"))
    cli.main(PREVIEW)
    assert capsys.readouterr().out == "2026-10-24T00:30:00Z\n2026-10-25T00:30:00Z\n2026-10-26T01:30:00Z\n"
    cli.main([*PREVIEW, "--days-of-week", "mo,we"])
    assert capsys.readouterr().out == "2026-10-26T01:30:00Z\n"
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("change", [{"--at": "2:30"}, {"--zone": "Mars/X"}, {"--from": "soon"}, {"--days": "0"}, {"--days": "x"}])
def test_a_preview_that_makes_no_sense_is_refused_in_a_line(change, capsys):
    arguments = list(PREVIEW)
    for name, value in change.items():
        arguments[arguments.index(name) + 1] = value
    with pytest.raises(SystemExit) as stopped:
        cli.main(arguments)
    assert stopped.value.code == 2
    assert f"argument {next(iter(change))}: " in capsys.readouterr().err.splitlines()[-1]
