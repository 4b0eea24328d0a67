"""Do reminders reach me, and what waits for an answer?"""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from backstory.reminders.models import PushSubscription, ReminderSettings
from tests.reminders.conftest import NOW, TONIGHT, Phone
from tests.reminders.diary import delivery_of, writes
from tests.support.push_records import Behaviour

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def status(someone):
    return someone.client.get("/api/v1/reminders/status").json


def trouble(someone):
    told = status(someone)
    return told["trouble"], told["device"]


def change(database, phone, **values):
    with database.transaction() as session:
        found = session.get(PushSubscription, (phone.owner.person_id, phone.id))
        for name, value in values.items():
            setattr(found, name, value)


def test_who_has_no_device_is_told(pat):
    assert status(pat) == {"last_shown_at": None, "trouble": "no_device", "device": None, "open_prompt": None}


def test_a_phone_that_works_is_no_trouble_and_tells_when_it_last_showed_one(pat, phone, rule, work_at):
    assert trouble(pat) == (None, None)
    work_at(TONIGHT)
    with time_machine.travel(TONIGHT + MINUTE, tick=False):
        pat.client.post(f"{delivery_of(phone)}/shown")
    assert status(pat)["last_shown_at"] == f"{TONIGHT + MINUTE:%Y-%m-%dT%H:%M:%SZ}"


def test_three_prompts_of_which_nothing_was_shown_and_it_is_quiet_until_it_shows_one(pat, phone, rule, work_at):
    for day in range(3):
        assert trouble(pat) == (None, None)
        work_at(TONIGHT + day * DAY)
    assert trouble(pat) == ("quiet", "Phone")
    pat.client.post(f"{delivery_of(phone)}/shown")
    assert trouble(pat) == (None, None)


def test_gone_for_two_weeks_and_then_there_is_none(pat, phone, rule, work_at):
    phone.service.behave(Behaviour(status=410), phone.endpoint)
    work_at(TONIGHT)
    with time_machine.travel(TONIGHT + DAY, tick=False):
        assert trouble(pat) == ("gone", "Phone")
    with time_machine.travel(TONIGHT + 13 * DAY, tick=False):
        assert trouble(pat) == ("gone", "Phone")
    with time_machine.travel(TONIGHT + 14 * DAY, tick=False):
        assert trouble(pat) == ("no_device", None)


def test_another_that_works_makes_good_for_the_one_that_is_gone(pat, phone, rule, work_at, database):
    change(database, phone, retired_at=NOW, retired_reason="gone")
    assert trouble(pat) == ("gone", "Phone")
    Phone(phone.service, pat).activate()
    assert trouble(pat) == (None, None)


def test_one_that_moved_to_somebody_else_is_not_gone(pat, phone, database):
    change(database, phone, retired_at=NOW, retired_reason="moved")
    assert trouble(pat) == ("no_device", None)


def test_refused_lately_and_taken_again(pat, phone, rule, work_at, database):
    phone.service.behave(Behaviour(status=403, times=1), phone.endpoint)
    work_at(TONIGHT)
    assert trouble(pat) == ("refused", "Phone")
    work_at(TONIGHT + DAY)
    assert trouble(pat) == (None, None)
    change(database, phone, last_failure="refused", failed_at=NOW - 4 * DAY)
    assert trouble(pat) == (None, None)


def test_who_gets_mail_instead_is_reached(pat, database):
    with database.transaction() as session:
        session.add(ReminderSettings(patient_id=pat.patient_id, email="pat@example.org", email_confirmed_at=NOW))
    assert trouble(pat) == (None, None)


def test_without_a_phone_but_with_a_confirmed_address_there_is_a_delivery_to_it(pat, rule, database):
    from backstory.reminders.prompts import claim
    from tests.reminders.test_claim import fill

    with database.transaction() as session:
        session.add(ReminderSettings(patient_id=pat.patient_id, email="pat@example.org", email_confirmed_at=NOW))
    fill(database)
    with database.transaction() as session:
        [prompt] = claim(session, now=TONIGHT, limit=10).prompts
    assert [sending.device.address for sending in prompt.sendings] == ["pat@example.org"]
    assert [delivery["device"] for delivery in rule.ledger[0]["deliveries"]] == ["E-mail"]


@pytest.mark.parametrize("confirmed", [False, True])
def test_no_mail_before_it_is_confirmed_or_where_a_phone_works(pat, phone, rule, database, confirmed):
    from backstory.reminders.prompts import claim
    from tests.reminders.test_claim import fill

    with database.transaction() as session:
        session.add(ReminderSettings(patient_id=pat.patient_id, email="pat@example.org", email_confirmed_at=NOW if confirmed else None))
    fill(database)
    with database.transaction() as session:
        [prompt] = claim(session, now=TONIGHT, limit=10).prompts
    assert [sending.device.address for sending in prompt.sendings] == [None]


def test_the_prompt_that_waits_for_an_answer(pat, phone, rule, work_at):
    work_at(TONIGHT)
    delivery_id = delivery_of(phone).split("/")[-1]
    with time_machine.travel(TONIGHT + MINUTE, tick=False):
        due_at = f"{TONIGHT:%Y-%m-%dT%H:%M:%SZ}"
        assert status(pat)["open_prompt"] == {"delivery_id": delivery_id, "kind": "checkin", "about": None, "due_at": due_at}
        writes(pat, TONIGHT + MINUTE, "checkin", average=0)
        assert status(pat)["open_prompt"] is None


def test_its_window_over_nothing_waits(pat, phone, rule, work_at):
    work_at(TONIGHT)
    with time_machine.travel(TONIGHT + 3 * HOUR, tick=False):
        assert status(pat)["open_prompt"] is None


def test_status_and_settings_are_a_patients(pat, clara, mallory, phone, rule, work_at):
    work_at(TONIGHT)
    for answer in (clara.client.get("/api/v1/reminders/status"), clara.client.get("/api/v1/reminders/settings")):
        assert (answer.status_code, answer.json["code"]) == (403, "not_yours_to_do")
    with time_machine.travel(TONIGHT + MINUTE, tick=False):
        assert status(mallory) == {"last_shown_at": None, "trouble": "no_device", "device": None, "open_prompt": None}
