"""Commits out of order: whoever pulls never sees a revision while an earlier one may still arrive."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from backstory.accounts.actor import by_token
from backstory.entries import service
from backstory.entries.payloads import Note
from backstory.entries.wire import Change
from backstory.kernel.ids import new_id
from tests.conftest import op

NOW = datetime(2026, 11, 22, 19, 16, tzinfo=UTC)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_change_that_commits_late_is_not_skipped_by_a_cursor_taken_meanwhile(app, pat, mallory):
    database = app.extensions["database"]
    with database.reading_rows() as connection:
        by = by_token(connection, pat.token, datetime.now(UTC))
    begun, may_commit, done = threading.Event(), threading.Event(), threading.Event()

    def slow():
        with database.writing_rows() as connection:
            late = Change(new_id(), 0, NOW, uuid4(), NOW, None, Note(kind="note", text="committed late"))
            service.record(connection, pat.patient_id, [late], by=by, now=NOW)
            begun.set()
            assert may_commit.wait(20)

    answers = []

    def fast():
        client = app.test_client()
        client.set_cookie("backstory", pat.token)
        answers.append(client.post(f"{pat.url}/sync", json={"epoch": None, "cursor": 0, "ops": [op({"kind": "note", "text": "committed first?"})]}).json)
        done.set()

    threads = [threading.Thread(target=one) for one in (slow, fast)]
    threads[0].start()
    assert begun.wait(20)
    threads[1].start()
    assert not done.wait(1), "the second writer must wait for the first one's revision"
    pulled = pat.client.post(f"{pat.url}/sync", json={"epoch": None, "cursor": 0, "ops": []}).json
    assert (pulled["entries"], pulled["cursor"]) == ([], 0)
    assert mallory.sync(op({"kind": "note", "text": "somebody else's"})).json["results"][0]["status"] == "applied"  # nobody else waits
    may_commit.set()
    for thread in threads:
        thread.join(20)
    rest = pat.sync(cursor=pulled["cursor"], epoch=pulled["epoch"]).json
    assert [(entry["revision"], entry["payload"]["text"]) for entry in rest["entries"]] == [(1, "committed late"), (2, "committed first?")]
    assert answers[0]["cursor"] == 2
