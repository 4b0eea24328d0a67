"""Reminders by e-mail, where no phone takes them: a mailbox proved by six digits, letters without a word about health."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from backstory.kernel import settings as settings_of
from backstory.kernel.settings import BadSettings
from backstory.reminders import mail
from tests.reminders.conftest import TONIGHT
from tests.reminders.test_messages import HEALTH
from tests.support import sinks
from tests.support.mail_server import MailServer
from tests.support.sinks import Sink

EMAIL, CONFIRMATION = "/api/v1/reminders/email", "/api/v1/reminders/email/confirmation"


@pytest.fixture
def mails():
    with MailServer() as server:
        yield server


@pytest.fixture
def settings(settings, mails):
    return settings.model_copy(update={"smtp_url": mails.url})


@pytest.fixture
def digits(pat, mails):
    """As they came to pat's mailbox."""
    assert pat.client.put(EMAIL, json={"address": "pat@example.org"}).status_code == 202
    return re.search(r"\d{6}", mails.wait().get_content())[0]


@pytest.fixture
def mailbox(pat, mails, digits):
    assert pat.client.post(CONFIRMATION, json={"code": digits}).status_code == 204
    mails.letters.clear()


def test_a_mailbox_is_used_only_when_its_digits_came_back(pat, mails, digits):
    assert mails.letters[0]["To"] == "pat@example.org"
    assert pat.client.get(EMAIL).json == {"address": "pat@example.org", "confirmed": False, "available": True}
    wrong = pat.client.post(CONFIRMATION, json={"code": f"{(int(digits) + 1) % 10**6:06}"})
    assert (wrong.status_code, wrong.json["errors"]) == (422, [{"path": "code", "code": "wrong_code"}])
    assert [pat.client.post(CONFIRMATION, json={"code": digits}).status_code for _ in range(2)] == [204, 204]
    assert pat.client.get(EMAIL).json["confirmed"] is True
    assert pat.client.delete(EMAIL).status_code == 204
    assert pat.client.get(EMAIL).json == {"address": None, "confirmed": False, "available": True}
    assert pat.client.post(CONFIRMATION, json={"code": digits}).status_code == 422


def test_five_tries_and_an_hour(pat, digits):
    wrong = f"{(int(digits) + 1) % 10**6:06}"
    for _ in range(5):
        assert pat.client.post(CONFIRMATION, json={"code": wrong}).status_code == 422
    assert pat.client.post(CONFIRMATION, json={"code": digits}).status_code == 422


def test_an_hour_later_the_digits_are_too_old_and_new_ones_can_be_had(pat, mails, digits):
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=61)):
        assert pat.client.post(CONFIRMATION, json={"code": digits}).status_code == 422
        assert pat.client.put(EMAIL, json={"address": "pat@example.org"}).status_code == 202
        newer = re.search(r"\d{6}", mails.wait(2).get_content())[0]
        assert pat.client.post(CONFIRMATION, json={"code": newer}).status_code == 204


def test_nobodys_mailbox_is_filled_from_here(pat, digits):
    again = pat.client.put(EMAIL, json={"address": "somebody@example.org"})
    assert (again.status_code, again.json["code"]) == (429, "too_many_tries")
    pat.client.delete(EMAIL)
    assert pat.client.put(EMAIL, json={"address": "somebody@example.org"}).status_code == 429


@pytest.mark.parametrize(
    "address", ["", "pat", "pat@", "@example.org", "a b@example.org", "pat@example.org\nBcc: x@y.z", "<pat@example.org>", "a@b@c", "x" * 300]
)
def test_what_is_no_address_is_refused(pat, mails, address):
    assert pat.client.put(EMAIL, json={"address": address}).status_code == 422
    assert not mails.letters


def test_a_clinician_has_none_and_mallory_not_pats(clara, mallory, pat, mailbox):
    assert clara.client.get(EMAIL).status_code == 403
    assert mallory.client.get(EMAIL).json["address"] is None


@pytest.mark.usefixtures("mailbox")
def test_without_a_phone_the_reminder_goes_by_mail_in_neutral_words(rule, mails, work_at):
    work_at(TONIGHT)
    [letter] = mails.letters
    assert (letter["Subject"], letter["To"], letter["From"]) == ("Backstory: Time for your check-in", "pat@example.org", "Backstory <reminders@example.org>")
    shown = f"{letter['Subject']} {letter.get_content()}".replace("Backstory", "").lower()
    assert not [word for word in HEALTH if word in shown]
    [delivery] = rule.ledger[0]["deliveries"]
    assert (rule.last, delivery["device"], delivery["failure"]) == (("sent", None), "E-mail", None)
    assert "http://127.0.0.1:8000/asked?delivery=" in letter.get_content()
    work_at(TONIGHT + timedelta(minutes=1))
    assert len(mails.letters) == 1


@pytest.mark.usefixtures("mailbox")
def test_with_a_phone_nothing_goes_by_mail(phone, rule, mails, work_at):
    work_at(TONIGHT)
    assert len(phone.received) == 1 and not mails.letters


@pytest.mark.usefixtures("mailbox")
@pytest.mark.parametrize(
    ("answers", "failure"),
    [
        ({"answer": "451 later"}, "busy"),
        ({"answer": "554 no"}, "rejected"),
        ({"to_recipient": "550 nobody"}, "rejected"),
        ({"to_recipient": "450 full"}, "busy"),
    ],
)
def test_what_the_mail_server_says_is_in_the_ledger(rule, mails, work_at, answers, failure):
    for name, value in answers.items():
        setattr(mails, name, value)
    work_at(TONIGHT)
    assert rule.ledger[0]["deliveries"][0]["failure"] == failure
    mails.answer = mails.to_recipient = "250 fine"
    work_at(TONIGHT + timedelta(hours=1))
    assert len(mails.letters) == (failure == "busy")


@pytest.mark.usefixtures("mailbox")
@pytest.mark.parametrize("answer", [sinks.says_nothing, sinks.drips_its_head, sinks.has_a_line_without_end], ids=lambda answer: answer.__name__)
def test_a_mail_server_that_does_not_end_is_left_at_the_deadline(rule, work_at, settings, database, monkeypatch, answer):
    from backstory.kernel.jobs import Work
    from backstory.reminders import jobs

    monkeypatch.setattr(mail, "DEADLINE_SECONDS", 0.5)
    with Sink(answer) as hostile:
        jobs.tick(Work(settings.model_copy(update={"smtp_url": f"smtp://{hostile.host}"}), database, lambda: TONIGHT))
    assert rule.ledger[0]["deliveries"][0]["failure"] in ("unreachable", "rejected")


def test_a_password_never_goes_in_clear(settings, mails):
    with_password = settings.model_copy(update={"smtp_url": f"smtp://pat:secret@127.0.0.1:{mails.port}"})
    outcome = mail._deliver(with_password, mail.code(with_password, "pat@example.org", "123456", of="x"))
    assert outcome.failure == "unreachable" and not mails.letters


def test_without_a_mail_server_there_is_no_mail(pat, app):
    app.config["SETTINGS"] = app.config["SETTINGS"].model_copy(update={"smtp_url": ""})
    assert pat.client.get(EMAIL).json["available"] is False
    answer = pat.client.put(EMAIL, json={"address": "pat@example.org"})
    assert (answer.status_code, answer.json["errors"]) == (422, [{"path": "address", "code": "not_available"}])


def test_an_address_of_a_mail_server_that_cannot_be_read_stops_the_start(monkeypatch):
    for bad in ("mail.example.org", "http://mail.example.org", "smtp://", "smtp://x:99999", "smtp://x?from=nobody", "smtp://x?form=a@b.c", "smtp://x/y"):
        monkeypatch.setenv("BACKSTORY_SMTP_URL", bad)
        with pytest.raises(BadSettings, match="BACKSTORY_SMTP_URL"):
            settings_of.load()
    for good in ("smtp://127.0.0.1:2525", "smtps://a%40b:c@mail.example.org?from=a@b.c"):
        monkeypatch.setenv("BACKSTORY_SMTP_URL", good)
        settings_of.load()
