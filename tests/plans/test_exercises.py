"""GET /exercises: the catalogue."""

from __future__ import annotations

from backstory.plans.wire import Exercises


def test_everybody_signed_in_reads_the_catalogue(pat, clara):
    for someone in (pat, clara):
        answer = someone.client.get("/api/v1/exercises")
        assert answer.status_code == 200
        Exercises.model_validate_json(answer.data)


def test_an_exercise_says_what_how_how_much_and_when_to_stop(pat):
    items = pat.client.get("/api/v1/exercises").json["items"]
    assert len({item["id"] for item in items}) == len(items) >= 14
    for item in items:
        assert 3 <= len(item["steps"]) <= 5
        assert 2 <= len(item["stop_if"]) <= 3
        assert any(item["dose"].values())
        assert item["purpose"].endswith(".") and item["purpose"].count(".") == 1


def test_nobody_reads_it_signed_out(app):
    assert app.test_client().get("/api/v1/exercises").status_code == 401
