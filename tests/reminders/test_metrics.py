"""What operators see: what is late, what push services made of what they were sent, and a line for each batch."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from backstory.app import create_app
from tests.reminders.conftest import TONIGHT, Phone, rule_of
from tests.support.push_records import Behaviour


@pytest.fixture
def settings(settings):
    return settings.model_copy(update={"metrics_token": "open"})


@pytest.fixture
def measure(app):
    def read(*names, at=TONIGHT):
        with time_machine.travel(at, tick=False):
            answer = app.test_client().get("/metrics", headers={"Authorization": "Bearer open"})
        assert answer.status_code == 200
        lines = [line.rsplit(" ", 1) for line in answer.text.splitlines() if line and not line.startswith("#")]
        return {name: float(value) for name, value in lines if name.startswith(names)}

    return read


def test_what_is_due_and_for_how_long(rule, measure, work_at):
    due = ("backstory_reminders_due", "backstory_reminders_lag_seconds")
    work_at(TONIGHT - timedelta(hours=6))  # her own evening may be still to come
    assert measure(*due, at=TONIGHT - timedelta(seconds=1)) == dict.fromkeys(due, 0)
    assert measure(*due, at=TONIGHT + timedelta(minutes=5)) == dict(zip(due, (1, 300), strict=True))  # no worker has been here
    work_at(TONIGHT + timedelta(minutes=5))
    assert measure(*due, at=TONIGHT + timedelta(minutes=6)) == dict.fromkeys(due, 0)


@pytest.mark.usefixtures("phone", "rule")
def test_messages_by_push_service_and_outcome_outlive_the_process(push, mallory, measure, work_at, settings):
    other = Phone(push, mallory)
    other.activate()
    rule_of(mallory)
    push.wait_until(lambda: sum(measure("backstory_push_messages").values()) == 2)  # their tokens
    push.behave(Behaviour(status=410), other.endpoint)
    work_at(TONIGHT)
    label = f'backstory_push_messages_total{{host="{push.host}",outcome='
    assert measure("backstory_push_messages") == {f'{label}"accepted"}}': 3, f'{label}"gone"}}': 1}
    again = create_app(settings)
    answer = again.test_client().get("/metrics", headers={"Authorization": "Bearer open"})
    assert f'{label}"gone"}} 1.0' in answer.text
    again.extensions["database"].engine.dispose()


def test_metrics_go_on_while_the_database_is_away(app, measure, monkeypatch):
    from sqlalchemy.exc import OperationalError

    from backstory.reminders import tally

    def away(*_asked, **_more):
        raise OperationalError("SELECT", None, Exception("away"))

    monkeypatch.setattr(tally, "overdue", away)
    assert measure("backstory_reminders") == {}
    assert measure("python_info")


def test_a_batch_is_one_line_that_says_what_became_of_it(phone, rule, work_at, logged):
    work_at(TONIGHT)
    work_at(TONIGHT + timedelta(days=1, hours=1))
    first, _second = [line for line in logged if line["event"] == "reminders"]
    assert (first["messages"], first["accepted"]) == (1, 1) and first["seconds"] >= 0


@pytest.mark.parametrize("host", ["a.push.apple.com", "b.push.apple.com", "web.push.apple.com"])
def test_the_many_names_of_a_service_are_counted_as_one(host, settings):
    from backstory.reminders.endpoints import service_of

    assert service_of(f"https://{host}/x", settings) == "push.apple.com"
    assert service_of("https://fcm.googleapis.com/x", settings) == "fcm.googleapis.com"
    assert service_of("https://evil.example/x", settings) == "not allowed"
