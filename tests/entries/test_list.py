"""GET: pages, one entry, history, deletion."""

from __future__ import annotations

from backstory.kernel.ids import new_id
from tests.conftest import op


def fill(pat):
    for day in range(1, 21):
        pat.sync(
            op({"kind": "checkin", "average": day % 11}, occurred_at=f"2026-10-{day:02}T20:00:00+02:00"),
            op({"kind": "spasm", "peak": 3}, occurred_at=f"2026-10-{day:02}T20:00:00+02:00"),
        )


def test_pages_are_newest_first_and_complete(pat):
    fill(pat)
    seen, cursor = [], None
    while True:
        page = pat.client.get(f"{pat.url}/entries", query_string={"limit": 7} | ({"before": cursor} if cursor else {})).json
        seen += page["items"]
        cursor = page["next"]
        if cursor is None:
            break
    assert len(seen) == len({item["id"] for item in seen}) == 40
    assert [item["occurred_at"] for item in seen] == sorted((item["occurred_at"] for item in seen), reverse=True)


def test_a_page_can_be_of_one_kind_and_of_local_days(pat):
    fill(pat)
    items = pat.client.get(f"{pat.url}/entries?kind=spasm&from=2026-10-03&to=2026-10-05").json["items"]
    assert [item["occurred_at"][:10] for item in items] == ["2026-10-05", "2026-10-04", "2026-10-03"]


def test_a_local_day_is_that_of_the_entrys_own_offset(pat):
    pat.sync(
        op({"kind": "note", "text": "late"}, occurred_at="2026-10-03T23:30:00-10:00"),
        op({"kind": "note", "text": "x"}, occurred_at="2026-10-03T00:30:00+14:00"),
    )
    assert len(pat.client.get(f"{pat.url}/entries?from=2026-10-03&to=2026-10-03").json["items"]) == 2


def test_a_broken_cursor_kind_limit_or_parameter_is_422(pat):
    for query in ("before=zzz", "kind=mystery", "limit=0", "limit=x", "from=tomorrow", "from=1700000000", "unknown=1", "limit=1&limit=2"):
        assert pat.client.get(f"{pat.url}/entries?{query}").status_code == 422, query


def test_deleting_answers_204_then_404_and_history_tells_it(pat):
    entry_id = new_id()
    pat.put_entry({"kind": "note", "text": "words"}, entry_id=entry_id)
    url = f"{pat.url}/entries/{entry_id}"
    assert [
        pat.client.delete(url).status_code,
        pat.client.get(url).status_code,
        pat.client.delete(url).status_code,
    ] == [204, 404, 404]
    items = pat.client.get(f"{url}/history").json["items"]
    assert [(item["version"], item["deleted"], item["recorded_by"]["name"]) for item in items] == [
        (1, False, "Pat"),
        (2, True, "Pat"),
    ]


def test_a_clinician_may_see_but_not_delete_a_patients_entry(pat, clara):
    entry_id = new_id()
    pat.put_entry({"kind": "note", "text": "words"}, entry_id=entry_id)
    url = f"{pat.url}/entries/{entry_id}"
    assert (clara.client.get(url).status_code, clara.client.delete(url).status_code) == (200, 403)
