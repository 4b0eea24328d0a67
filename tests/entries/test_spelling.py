"""Lists are spelled from the database's own values (entries/spelled.py), single entries from plain data: both say the same."""

from __future__ import annotations

import pytest

from backstory.kernel.ids import new_id
from tests.conftest import op

MOMENTS = ("2026-11-22T20:15:00+01:00", "2026-11-21T23:59:59.250000-03:30", "2026-11-22T00:15:00Z", "2026-03-29T02:30:00.000001+05:45")


@pytest.mark.parametrize("occurred_at", MOMENTS)
def test_a_page_a_pull_and_the_entry_itself_say_the_same(pat, occurred_at):
    entry_id = new_id()
    payload = {"kind": "spasm", "peak": 7, "note": 'words "quoted", a \\ and a line\nand ünïcödé'}
    made = pat.put_entry(payload, entry_id=entry_id, occurred_at=occurred_at, ended_at=occurred_at, captured_at="2026-11-22T20:16:00.5+01:00").json
    alone = pat.client.get(f"{pat.url}/entries/{entry_id}").json
    [paged], [pulled] = pat.client.get(f"{pat.url}/entries").json["items"], pat.sync().json["entries"]
    assert made == alone == paged == pulled
    assert (alone["occurred_at"], alone["captured_at"]) == (occurred_at, "2026-11-22T19:16:00.500000Z")


def test_a_name_with_quotes_stays_json(enter):
    quoted = enter('"Pat" \\', "patient")
    quoted.put_entry({"kind": "note", "text": "x"})
    assert quoted.client.get(f"{quoted.url}/entries").json["items"][0]["recorded_by"]["name"] == '"pat" \\'.title()


def test_a_pulled_tombstone_says_when(pat):
    entry_id = new_id()
    pat.sync(op({"kind": "note", "text": "x"}, entry_id=entry_id), op(None, entry_id=entry_id, base_version=1))
    [tombstone] = pat.sync().json["entries"]
    assert tombstone["deleted_at"].endswith("Z")
