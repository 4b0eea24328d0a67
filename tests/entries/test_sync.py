"""POST /sync: a phone's ops in, what changed out."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

from backstory.kernel.ids import new_id
from tests.conftest import op

NOTE = {"kind": "note", "text": "first"}
OTHER = {"kind": "note", "text": "second"}


def statuses(answer):
    return [result["status"] for result in answer.json["results"]]


def test_ops_are_applied_and_answered_in_their_order(pat):
    answer = pat.sync(op(NOTE), op({"kind": "checkin", "average": 0}), op({"kind": "spasm", "peak": 8}))
    assert statuses(answer) == ["applied"] * 3
    assert [entry["payload"]["kind"] for entry in answer.json["entries"]] == ["note", "checkin", "spasm"]
    assert (answer.json["cursor"], answer.json["more"]) == (3, False)


def test_a_replayed_op_is_a_duplicate_even_within_its_batch(pat):
    one = op(NOTE)
    assert statuses(pat.sync(one, one)) == ["applied", "duplicate"]
    again = pat.sync(one)
    assert (statuses(again), again.json["results"][0]["version"]) == (["duplicate"], 1)


def test_the_same_batch_ten_times_in_parallel_leaves_one_entry_and_one_revision(app, pat):
    batch = {"epoch": None, "cursor": 0, "ops": [op(NOTE)]}

    def send(_):
        client = app.test_client()
        client.set_cookie("backstory", pat.token)
        return client.post(f"{pat.url}/sync", json=batch).json["results"][0]["status"]

    with ThreadPoolExecutor(10) as pool:
        found = sorted(pool.map(send, range(10)))
    assert found == ["applied"] + ["duplicate"] * 9
    assert [item["revision"] for item in pat.client.get(f"{pat.url}/entries").json["items"]] == [1]


def test_two_devices_editing_one_entry_keep_both_versions_and_agree_on_the_winner(pat):
    entry_id = new_id()
    pat.sync(op(NOTE, entry_id=entry_id))
    pat.sync(op({"kind": "note", "text": "phone"}, entry_id=entry_id, base_version=1))
    late = pat.sync(op({"kind": "note", "text": "tablet"}, entry_id=entry_id, base_version=1))
    assert (statuses(late), late.json["results"][0]["version"]) == (["conflict"], 3)
    assert [entry["payload"]["text"] for entry in pat.sync().json["entries"]] == ["tablet"]
    history = pat.client.get(f"{pat.url}/entries/{entry_id}/history").json["items"]
    assert [(item["payload"]["text"], item["unseen"]) for item in history] == [
        ("first", False),
        ("phone", True),
        ("tablet", False),
    ]


def test_an_edit_revives_a_deleted_entry(pat):
    entry_id = new_id()
    pat.sync(op(NOTE, entry_id=entry_id), op(None, entry_id=entry_id, base_version=1))
    assert pat.client.get(f"{pat.url}/entries/{entry_id}").status_code == 404
    assert statuses(pat.sync(op(OTHER, entry_id=entry_id, base_version=1))) == ["conflict"]
    assert pat.client.get(f"{pat.url}/entries/{entry_id}").json["payload"]["text"] == "second"


def test_a_deleted_entry_is_pulled_as_its_tombstone(pat):
    entry_id = new_id()
    pat.sync(op(NOTE, entry_id=entry_id), op(None, entry_id=entry_id, base_version=1))
    [tombstone] = pat.sync().json["entries"]
    assert set(tombstone) == {"id", "version", "revision", "deleted_at"}
    assert (UUID(tombstone["id"]), tombstone["version"], tombstone["revision"]) == (entry_id, 2, 2)


def test_what_cannot_be_read_or_is_not_theirs_is_rejected_and_the_rest_stands(pat):
    answer = pat.sync(
        op({"kind": "mystery"}),
        op({"kind": "treatment"}),
        op(NOTE),
        op({"kind": "note", "text": "x", "extra": 1}),
        {"op_id": str(uuid4())},
    )
    assert statuses(answer) == ["rejected", "rejected", "applied", "rejected", "rejected"]
    problems = [result["problem"]["code"] for result in answer.json["results"] if "problem" in result]
    assert problems == ["not_valid", "not_yours_to_do", "not_valid", "not_valid"]
    assert len(answer.json["entries"]) == 1


def test_an_op_without_an_id_makes_the_batch_unreadable_and_stores_nothing(pat):
    assert pat.sync(op(NOTE), {"nonsense": True}).status_code == 422
    assert pat.sync().json["entries"] == []


def test_the_pull_is_incremental_paged_and_starts_again_in_a_foreign_epoch(pat):
    for start in range(0, 600, 300):
        pat.sync(*(op(NOTE | {"text": str(number)}) for number in range(start, start + 300)))
    first = pat.sync().json
    assert (len(first["entries"]), first["more"], first["cursor"]) == (500, True, 500)
    rest = pat.sync(epoch=first["epoch"], cursor=first["cursor"]).json
    assert (len(rest["entries"]), rest["more"], rest["cursor"]) == (100, False, 600)
    assert pat.sync(epoch=first["epoch"], cursor=600).json["entries"] == []
    assert len(pat.sync(epoch="another", cursor=600).json["entries"]) == 500


def test_a_cursor_past_every_revision_brings_nothing_back(pat):
    """What a practice's device sends: it wants no history. PostgreSQL answered 500, since its revision has 32 bits."""
    epoch = pat.sync(op(NOTE)).json["epoch"]
    answer = pat.sync(op(NOTE), epoch=epoch, cursor=2**53 - 1)
    assert (statuses(answer), answer.json["entries"], answer.json["cursor"]) == (["applied"], [], 2**53 - 1)


def test_more_than_five_hundred_ops_are_refused(pat):
    assert pat.sync(*(op(NOTE) for _ in range(501))).status_code == 422


def test_the_same_op_id_of_another_patient_is_another_op(pat, mallory):
    one = op(NOTE)
    assert statuses(pat.sync(one)) == statuses(mallory.sync(one)) == ["applied"]


def test_clara_records_a_session_offline_by_sync(pat, clara):
    area = {"region": "lumbar", "side": "left", "tool": "elbow", "seconds": 20, "pressure": 3, "response": "too_much"}
    answer = clara.sync(op({"kind": "treatment", "areas": [area]}), patient_id=pat.patient_id)
    assert statuses(answer) == ["applied"]
    assert "tension" not in pat.sync().json["entries"][0]["payload"]["areas"][0]


def test_deeply_nested_json_is_refused_quickly(pat):
    answer = pat.client.post(f"{pat.url}/sync", data='{"ops":' + "[" * 400_000 + "]" * 400_000 + "}", content_type="application/json")
    assert answer.status_code == 400


def test_a_rejected_op_names_the_field_as_it_was_sent(pat):
    answer = pat.sync(op({"kind": "note", "text": "x" * 8001}), op({"kind": "checkin", "average": 3, "note": "x" * 8001}))
    paths = [[error["path"] for error in result["problem"]["errors"]] for result in answer.json["results"]]
    assert paths == [["payload.text"], ["payload.note"]]
