"""The disk is full: writers are told to come back, nothing half is kept, and the product goes on without a restart."""

from __future__ import annotations

import pytest

from tests.conftest import op
from tests.faults.disk import failing, no_space


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_full_disk_is_503_loses_nothing_and_recovers_without_a_restart(pat):
    before, waiting = op({"kind": "note", "text": "before"}), [op({"kind": "note", "text": f"{n}"}) for n in range(20)]
    pat.sync(before)
    with failing(write=no_space):
        for _ in range(3):
            refused = pat.sync(*waiting)
            assert (refused.status_code, refused.json["code"]) == (503, "database_away")
            assert int(refused.headers["Retry-After"]) > 0
            assert pat.put_entry({"kind": "note", "text": "x"}).status_code == 503
        assert pat.client.get("/healthz").status_code == 200
        assert len(pat.client.get(f"{pat.url}/entries").json["items"]) == 1
    answer = pat.sync(before, *waiting).json
    assert [result["status"] for result in answer["results"]] == ["duplicate"] + ["applied"] * 20
    assert len(answer["entries"]) == 21


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("after", range(8))
def test_disk_that_fills_up_in_the_middle_of_a_commit_keeps_all_of_it_or_nothing(pat, after):
    waiting = [op({"kind": "note", "text": "x" * 4000}) for _ in range(5)]
    calls = iter(range(1000))

    def write():
        if next(calls) >= after:
            no_space()

    with failing(write=write):
        assert pat.sync(*waiting).status_code == 503
    answer = pat.sync(*waiting).json
    assert [result["status"] for result in answer["results"]] == ["applied"] * 5
    assert [entry["version"] for entry in answer["entries"]] == [1] * 5
