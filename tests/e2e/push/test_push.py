import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from backstory.kernel.ids import new_id
from tests.e2e.conftest import eventually
from tests.e2e.push_phone import CHECKIN, TOMORROW, Phone, pats_firefox
from tests.support.product import Product, Visitor
from tests.support.push_records import Behaviour
from tests.support.push_service import PushService
from tests.support.watch import Watch

pytestmark = pytest.mark.browser
NEUTRAL = {"Backstory", CHECKIN, "Reminders will appear like this", "This is a test"}


@pytest.fixture
def phone(  # fixtures come by their names
    playwright: Playwright, push: PushService, server: Product, pat: Visitor, watch: Watch, tmp_path: Path
) -> Iterator[Phone]:
    with pats_firefox(playwright, tmp_path / "profile", push=push, server=server, pat=pat, watch=watch) as phone:
        yield phone
    for message in push.received:
        assert message.ttl, "a message with TTL 0 is lost when the phone sleeps"
        assert message.urgency == "high"


def test_a_reminder_is_decrypted_shown_in_neutral_words_and_opens_the_checkin(phone: Phone) -> None:
    phone.allow_reminders()
    assert phone.acks == [100]  # the activation: its token came back, or the app would still wait
    shown = phone.running.wait_for_alert("Backstory")
    assert shown.body == "Reminders will appear like this"
    rule = phone.is_due_tomorrow_evening()

    phone.push.behave(Behaviour(corrupt=True, times=1), phone.endpoint)
    phone.work(TOMORROW)
    phone.push.wait_until(lambda: len(phone.acks) == 2)
    assert phone.acks == [100, 101]  # Firefox itself says that it could not decrypt this one

    phone.work(TOMORROW + timedelta(days=1))
    phone.push.wait_until(lambda: len(phone.acks) == 3)
    assert phone.acks == [100, 101, 100]
    phone.shows(CHECKIN)
    assert {words for alert in phone.running.alerts() for words in (alert.title, alert.body)} <= NEUTRAL

    phone.tap(CHECKIN)
    phone.page.wait_for_url(re.compile("/check-in"))
    expect(phone.page.get_by_role("heading", name="Check-in", exact=True)).to_be_visible()
    expect(phone.page.get_by_role("group", name=re.compile("Your average pain"))).to_be_visible()
    eventually(phone.page, lambda: sorted(slot["state"] for slot in phone.ledger(rule)) == ["accepted", "opened"])


def test_nothing_is_sent_to_who_has_already_logged(phone: Phone) -> None:
    phone.allow_reminders()
    rule = phone.is_due_tomorrow_evening()
    noon = TOMORROW.replace(hour=12)
    body = {"base_version": 0, "occurred_at": noon.isoformat(), "captured_at": noon.isoformat(), "payload": {"kind": "checkin", "average": 0}}
    phone.owner.put(f"{phone.owner.url}/entries/{new_id()}", body)
    sent = len(phone.received)
    phone.work(TOMORROW)
    assert len(phone.received) == sent
    (slot,) = phone.ledger(rule)
    assert (slot["state"], slot["reason"]) == ("cancelled", "logged")
    phone.page.goto(f"{phone.server.origin}/more/reminders/ledger")
    expect(phone.page.get_by_text("not asked: it was already answered")).to_be_visible()


def test_a_test_message_can_be_asked_for_and_reminders_stopped(phone: Phone) -> None:
    phone.allow_reminders()
    phone.page.get_by_role("button", name="Send a test").click()
    expect(phone.page.get_by_text("A test is on its way.")).to_be_visible()
    phone.push.wait_until(lambda: phone.acks == [100, 100])
    phone.shows("This is a test")

    phone.page.get_by_role("button", name="Stop on this phone").click()
    expect(phone.page.get_by_role("button", name="Allow reminders on this phone")).to_be_visible()
    assert phone.devices == []
    assert phone.endpoint not in phone.push.endpoints


def test_a_phone_that_the_push_service_calls_gone_is_retired_and_the_settings_say_so(phone: Phone) -> None:
    phone.allow_reminders()
    rule = phone.is_due_tomorrow_evening()
    lost = phone.endpoint
    phone.push.behave(Behaviour(status=410), lost)
    phone.work(TOMORROW)
    assert phone.received[-1].status == 410
    assert phone.devices == []
    (slot,) = phone.ledger(rule)
    assert slot["deliveries"][0]["failure"] == "gone"

    phone.page.goto(f"{phone.server.origin}/more/reminders/ledger")
    expect(phone.page.get_by_text("could not be delivered")).to_be_visible()
    phone.page.goto(f"{phone.server.origin}/more/reminders")
    phone.works()  # by a fresh subscription
    assert phone.endpoint != lost
    phone.work(TOMORROW + timedelta(days=1))
    phone.push.wait_until(lambda: phone.acks == [100, 100])
