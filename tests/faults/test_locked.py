"""Somebody else holds the database's lock: writers are told to come back, and everybody else goes on."""

from __future__ import annotations

import os
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import requests

from backstory.kernel.ids import new_id
from tests.support.product import serve

LOCKED_SECONDS = float(os.environ.get("FAULT_SECONDS", "7"))
WRITERS = 20
ENTRY = {"base_version": 0, "occurred_at": "2026-11-22T20:15:00+01:00", "captured_at": "2026-11-22T19:16:00Z", "payload": {"kind": "note", "text": "x"}}


def test_database_locked_for_long_answers_503_with_retry_after_and_health_and_reading_go_on(migrated_file, tmp_path):
    with serve(tmp_path, migrated_file) as product, closing(sqlite3.connect(tmp_path / "backstory.sqlite3", isolation_level=None)) as other:
        pat = product.bring_in("Pat", "patient")
        until = time.monotonic() + LOCKED_SECONDS
        other.execute("BEGIN IMMEDIATE")

        def write(_number):
            found = []
            while time.monotonic() < until - 6:
                answer = requests.put(f"{product.origin}{pat.url}/entries/{new_id()}", json=ENTRY, cookies={"backstory": pat.token}, timeout=30)
                found.append((answer.status_code, answer.json()["code"], int(answer.headers["Retry-After"]) > 0))
            return found

        with ThreadPoolExecutor(WRITERS) as pool:
            writing = [pool.submit(write, number) for number in range(WRITERS)]
            slowest = 0.0
            while time.monotonic() < until:
                began = time.monotonic()
                assert requests.get(f"{product.origin}/healthz", timeout=30).status_code == 200
                assert pat.entries() == []
                slowest = max(slowest, time.monotonic() - began)
                time.sleep(0.1)
            refused = [one for future in writing for one in future.result()]
        assert slowest < 3
        assert len(refused) >= WRITERS
        assert set(refused) == {(503, "database_away", True)}
        other.execute("ROLLBACK")
        pat.put(f"{pat.url}/entries/{new_id()}", ENTRY)
        assert len(pat.entries()) == 1
