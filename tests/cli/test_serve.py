"""`backstory serve` on one box: web and worker together, come what may."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import requests

from tests.support.postgres import free_port

CLI = [sys.executable, "-m", "backstory.cli"]


def until(check, seconds=30):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = check()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError("it did not happen in time")


def workers_of(parent: int) -> list[int]:
    children = Path(f"/proc/{parent}/task/{parent}/children")
    found = []
    for thread in Path(f"/proc/{parent}/task").iterdir():
        found += [int(pid) for pid in (thread / "children").read_text().split()]
    assert children.exists()
    return [pid for pid in found if b"worker" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=2).ok
    except requests.ConnectionError:
        return False


def test_a_worker_that_was_killed_is_started_again_and_nothing_is_left_behind(migrated_file, tmp_path):
    shutil.copy(migrated_file, tmp_path / "backstory.sqlite3")
    port = free_port()
    environment = os.environ | {"BACKSTORY_ENV": "test", "BACKSTORY_DATA_DIR": str(tmp_path), "BACKSTORY_PORT": str(port)}
    with (tmp_path / "log").open("w") as log:
        served = subprocess.Popen([*CLI, "serve"], env=environment, stdout=log, stderr=log)
    try:
        until(lambda: answers(f"http://127.0.0.1:{port}/readyz"))
        [first] = until(lambda: workers_of(served.pid))
        os.kill(first, signal.SIGKILL)
        [second] = until(lambda: [pid for pid in workers_of(served.pid) if pid != first])
    finally:
        served.terminate()
        served.wait(20)
    until(lambda: not Path(f"/proc/{second}").exists())
