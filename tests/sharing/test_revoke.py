"""A grant is in force until it is revoked, and not one request longer."""

from __future__ import annotations

from backstory.kernel.ids import new_id


def test_a_revoked_practice_gets_404_on_the_next_request(pat, clara):
    entry_id = new_id()
    pat.put_entry({"kind": "note", "text": "words"}, entry_id=entry_id)
    urls = [f"{pat.url}/entries", f"{pat.url}/entries/{entry_id}", f"{pat.url}/entries/{entry_id}/history"]
    assert [clara.client.get(url).status_code for url in urls] == [200] * 3
    [grant] = pat.client.get("/api/v1/grants").json["items"]
    assert pat.client.delete(f"/api/v1/grants/{grant['id']}").status_code == 204
    assert [clara.client.get(url).status_code for url in urls] == [404] * 3
    assert clara.sync(patient_id=pat.patient_id).status_code == 404
    assert clara.put_entry({"kind": "treatment"}, patient_id=pat.patient_id).status_code == 404
    assert clara.client.get("/api/v1/patients").json["items"] == []


def test_a_grant_can_be_given_again_by_the_practices_name_and_twice_is_once(pat, clara):
    [grant] = pat.client.get("/api/v1/grants").json["items"]
    pat.client.delete(f"/api/v1/grants/{grant['id']}")
    first, second = (pat.client.post("/api/v1/grants", json={"practice": "Clinic"}) for _ in range(2))
    assert (first.status_code, first.json["id"]) == (201, second.json["id"])
    assert clara.client.get(f"{pat.url}/entries").status_code == 200
    assert [bool(item["revoked_at"]) for item in pat.client.get("/api/v1/grants").json["items"]] == [False, True]


def test_a_practice_can_be_named_by_its_id(pat, clara):
    practice = clara.client.get("/api/v1/session").json["person"]["practice"]["id"]
    assert pat.client.post("/api/v1/grants", json={"practice": practice}).status_code in (200, 201)


def test_an_unknown_practice_is_404(pat):
    assert pat.client.post("/api/v1/grants", json={"practice": "No such place"}).status_code == 404


def test_mallory_cannot_revoke_pats_grant_and_clara_cannot_grant_herself(pat, clara, mallory):
    [grant] = pat.client.get("/api/v1/grants").json["items"]
    assert mallory.client.delete(f"/api/v1/grants/{grant['id']}").status_code == 404
    assert clara.client.post("/api/v1/grants", json={"practice": "Clinic"}).status_code == 403
    assert clara.client.get("/api/v1/grants").status_code == 403
