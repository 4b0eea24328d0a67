"""PUT: recording and editing an entry."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from backstory.kernel.ids import new_id

CHECKIN = {"kind": "checkin", "average": 0, "worst": 6, "regions": [{"region": "lumbar", "side": "left", "score": 5}]}


def test_pat_records_a_checkin_and_zero_stays_zero(pat):
    entry_id = new_id()
    answer = pat.put_entry(CHECKIN, entry_id=entry_id)
    assert answer.status_code == 201
    entry = pat.client.get(f"{pat.url}/entries/{entry_id}").json
    assert entry == answer.json
    assert entry["payload"]["average"] == 0
    assert entry["payload"]["regions"] == [{"region": "lumbar", "side": "left", "score": 5}]
    assert entry["occurred_at"] == "2026-11-22T20:15:00+01:00"
    assert (entry["version"], entry["revision"], entry["late"], entry["ended_at"]) == (1, 1, False, None)
    assert entry["recorded_by"] == {"id": str(pat.person_id), "name": "Pat", "role": "patient"}


def test_the_same_put_again_changes_nothing(pat):
    entry_id = new_id()
    first = pat.put_entry(CHECKIN, entry_id=entry_id)
    again = pat.put_entry(CHECKIN, entry_id=entry_id)
    assert (again.status_code, again.json) == (200, first.json)


def test_the_same_put_after_a_later_edit_answers_the_current_entry(pat):
    entry_id = new_id()
    pat.put_entry(CHECKIN, entry_id=entry_id)
    edited = pat.put_entry(CHECKIN | {"average": 3}, entry_id=entry_id, base_version=1)
    assert (edited.status_code, edited.json["version"]) == (200, 2)
    again = pat.put_entry(CHECKIN, entry_id=entry_id)
    assert (again.status_code, again.json) == (200, edited.json)


def test_an_old_base_with_other_content_is_409_and_stores_nothing(pat):
    entry_id = new_id()
    first = pat.put_entry(CHECKIN, entry_id=entry_id)
    answer = pat.put_entry(CHECKIN | {"average": 9}, entry_id=entry_id)
    assert (answer.status_code, answer.json["code"]) == (409, "not_current")
    assert pat.client.get(f"{pat.url}/entries/{entry_id}").json == first.json


def test_the_same_put_ten_times_in_parallel_leaves_one_entry_and_one_revision(app, pat):
    entry_id = new_id()
    body = {
        "base_version": 0,
        "occurred_at": "2026-11-22T20:15:00+01:00",
        "captured_at": "2026-11-22T19:16:00Z",
        "payload": CHECKIN,
    }

    def put(_):
        client = app.test_client()
        client.set_cookie("backstory", pat.token)
        return client.put(f"{pat.url}/entries/{entry_id}", json=body).status_code

    with ThreadPoolExecutor(10) as pool:
        codes = sorted(pool.map(put, range(10)))
    assert codes == [200] * 9 + [201]
    assert [item["revision"] for item in pat.client.get(f"{pat.url}/entries").json["items"]] == [1]
    assert len(pat.client.get(f"{pat.url}/entries/{entry_id}/history").json["items"]) == 1


def test_two_patients_may_hold_the_same_id_and_never_meet(pat, mallory):
    entry_id = new_id()
    pat.put_entry(CHECKIN, entry_id=entry_id)
    assert mallory.put_entry(CHECKIN | {"average": 9}, entry_id=entry_id).status_code == 201
    assert pat.client.get(f"{pat.url}/entries/{entry_id}").json["payload"]["average"] == 0


def test_a_patient_may_not_write_a_treatment(pat):
    answer = pat.put_entry({"kind": "treatment", "areas": []})
    assert (answer.status_code, answer.json["code"]) == (403, "not_yours_to_do")


def test_a_clinician_may_not_write_or_edit_a_checkin(pat, clara):
    entry_id = new_id()
    pat.put_entry(CHECKIN, entry_id=entry_id)
    assert clara.put_entry(CHECKIN, patient_id=pat.patient_id).status_code == 403
    assert clara.put_entry(CHECKIN | {"average": 1}, entry_id=entry_id, patient_id=pat.patient_id, base_version=1).status_code == 403


def test_another_practice_may_not_edit_a_treatment_that_it_can_see(pat, clara, stranger):
    pat.client.post("/api/v1/grants", json={"practice": "Elsewhere"})
    entry_id = new_id()
    assert clara.put_entry({"kind": "treatment", "areas": []}, entry_id=entry_id, patient_id=pat.patient_id).status_code == 201
    answer = stranger.put_entry(
        {"kind": "treatment", "areas": [], "notes": "mine"},
        entry_id=entry_id,
        patient_id=pat.patient_id,
        base_version=1,
    )
    assert answer.status_code == 403


def test_a_private_note_is_there_for_its_practice_only(pat, clara, stranger):
    pat.client.post("/api/v1/grants", json={"practice": "Elsewhere"})
    entry_id = new_id()
    note = {"kind": "note", "text": "for us", "private": True}
    assert clara.put_entry(note, entry_id=entry_id, patient_id=pat.patient_id).status_code == 201
    url = f"{pat.url}/entries/{entry_id}"
    assert clara.client.get(url).json["payload"]["text"] == "for us"
    for other in (pat, stranger):
        assert other.client.get(url).status_code == 404
        assert other.client.get(f"{url}/history").status_code == 404
        assert other.client.get(f"{pat.url}/entries").json["items"] == []
        assert other.sync(patient_id=pat.patient_id).json["entries"] == []
        assert other.put_entry({"kind": "note", "text": "x"}, entry_id=entry_id, patient_id=pat.patient_id, base_version=1).status_code == 404


def test_a_patient_has_no_private_notes(pat):
    answer = pat.put_entry({"kind": "note", "text": "x", "private": True})
    assert (answer.status_code, answer.json["errors"]) == (
        422,
        [{"path": "payload.private", "code": "only_for_practices"}],
    )


def test_an_entry_never_changes_its_kind(pat):
    entry_id = new_id()
    pat.put_entry(CHECKIN, entry_id=entry_id)
    answer = pat.put_entry({"kind": "note", "text": "x"}, entry_id=entry_id, base_version=1)
    assert (answer.status_code, answer.json["errors"][0]["code"]) == (422, "kind_changed")


def test_a_spasm_cannot_end_before_it_began(pat):
    answer = pat.put_entry({"kind": "spasm", "peak": 7}, ended_at="2026-11-22T20:14:00+01:00")
    assert answer.json["errors"] == [{"path": "ended_at", "code": "before_start"}]


def test_validation_names_path_and_code_and_never_the_value(pat):
    answer = pat.put_entry(CHECKIN | {"average": 11, "note": "secret words", "bogus": "secret words"})
    assert answer.status_code == 422
    assert {error["path"] for error in answer.json["errors"]} == {"payload.average", "payload.bogus"}
    assert "secret" not in answer.text


def test_what_is_not_json_is_400_and_another_media_type_415(pat):
    url = f"{pat.url}/entries/{uuid4()}"
    assert pat.client.put(url, data="{", content_type="application/json").status_code == 400
    assert pat.client.put(url, data="a=b", content_type="application/x-www-form-urlencoded").status_code == 415


def test_a_body_over_one_mebibyte_is_413(pat):
    answer = pat.client.put(f"{pat.url}/entries/{uuid4()}", data=b'"' + b"a" * 1024 * 1024 + b'"', content_type="application/json")
    assert (answer.status_code, answer.json["code"]) == (413, "too_large")


def test_a_private_note_never_becomes_public_nor_a_public_one_private(pat, clara):
    """Its earlier versions would be read by those from whom they were kept; or would stay on the phones that had them."""
    for first, then in ((True, False), (False, True)):
        entry_id = new_id()
        clara.put_entry({"kind": "note", "text": "first", "private": first}, entry_id=entry_id, patient_id=pat.patient_id)
        answer = clara.put_entry({"kind": "note", "text": "then", "private": then}, entry_id=entry_id, patient_id=pat.patient_id, base_version=1)
        assert (answer.status_code, answer.json["errors"]) == (422, [{"path": "payload.private", "code": "private_changed"}])
