"""kill -9 at the worst moments: what was acknowledged is there, and what is sent again is there once."""

from __future__ import annotations

import json
import signal
import subprocess
import sys

import pytest

from tests.conftest import op

NOTHING, EVERYTHING = {"applied"}, {"duplicate"}


@pytest.fixture
def killed(pat, database_url, tmp_path):
    """Sends the ops to a process that dies at `moment`; answers what became of them when they are sent again."""

    def send(moment):
        ops = [op({"kind": "note", "text": "x" * 3000}) for _ in range(5)]
        body = {"epoch": None, "cursor": 0, "ops": ops}
        asked = {"folder": str(tmp_path), "url": database_url, "token": pat.token, "path": f"{pat.url}/sync", "body": body}
        died = subprocess.run(
            [sys.executable, "-m", "tests.faults.dying", moment], input=json.dumps(asked), text=True, capture_output=True, timeout=60, check=False
        )
        assert died.returncode == -signal.SIGKILL, died.stderr
        again = pat.sync(*ops).json
        assert len(again["entries"]) == 5
        assert [entry["revision"] for entry in again["entries"]] == [1, 2, 3, 4, 5]
        return {result["status"] for result in again["results"]}

    return send


def test_killed_before_commit_nothing_was_kept_and_the_same_ops_are_applied(killed):
    assert killed("before") == NOTHING


def test_killed_after_commit_and_before_the_answer_the_same_ops_are_duplicates(killed):
    assert killed("after") == EVERYTHING


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("call", (0, 1, 4, 8, 14))
def test_killed_inside_commit_at_a_write_or_sync_all_was_kept_or_nothing(killed, call):
    assert killed(f"disk{call}") in (NOTHING, EVERYTHING)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_killed_inside_commit_before_the_database_said_so_all_was_kept_or_nothing(killed):
    assert killed("sent") in (NOTHING, EVERYTHING)
