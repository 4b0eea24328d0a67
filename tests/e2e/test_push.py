"""A reminder's whole way in a real Firefox: subscribed by the app, sent by the worker, decrypted, shown and tapped.
Loopback only: the push service is tests/support/push_service.py, which judges what a real one judges."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, expect

from backstory.kernel.ids import new_id
from tests.e2e.conftest import eventually
from tests.support.firefox import Firefox, firefox
from tests.support.product import Product, Visitor, serve
from tests.support.push_records import Behaviour
from tests.support.push_service import PushService
from tests.support.watch import Watch

pytestmark = pytest.mark.browser
EVERY_DAY = ["mo", "tu", "we", "th", "fr", "sa", "su"]
NEUTRAL = {"Backstory", "Time for your check-in", "Reminders will appear like this", "This is a test"}
TOMORROW = (datetime.now(UTC) + timedelta(days=1)).replace(hour=20, minute=0, second=30, microsecond=0)


@pytest.fixture
def push() -> Iterator[PushService]:
    with PushService() as service:
        yield service


@pytest.fixture
def server(push: PushService, migrated_file: Path, tmp_path: Path) -> Iterator[Product]:
    """Of this test alone, since a worker sends to everybody in the database."""
    folder = tmp_path / "server"
    folder.mkdir()
    with serve(folder, migrated_file, PUSH_HOSTS=push.host) as product:
        yield product


@dataclass
class Phone:
    """Pat's Firefox and what the push service knows of it."""

    running: Firefox
    push: PushService
    server: Product
    owner: Visitor
    endpoint: str = ""

    @property
    def page(self) -> Page:
        return self.running.page

    @property
    def acks(self) -> list[int]:
        return [ack.code for ack in self.push.acks_of(self.endpoint)]

    @property
    def received(self) -> list[Any]:
        return self.push.received_by(self.endpoint)

    def allow_reminders(self) -> None:
        self.page.goto(f"{self.server.origin}/more/reminders")
        self.page.get_by_role("button", name="Allow reminders on this phone").click()
        expect(self.page.get_by_text("This phone gets your reminders.")).to_be_visible(timeout=15_000)
        (self.endpoint,) = self.push.endpoints

    def is_due_tomorrow_evening(self) -> str:
        """Answers the rule's address."""
        (rule,) = self.owner.get("/api/v1/reminders")["items"]
        address = f"/api/v1/reminders/{rule['id']}"
        self.owner.put(address, {"kind": "checkin", "at": "20:00", "zone": "UTC", "days": EVERY_DAY, "paused": False})
        return address

    def ledger(self, rule: str) -> list[Any]:
        """From tomorrow on: whether today's reminder is over depends on when the test runs."""
        slots = self.owner.get(f"{rule}/deliveries")["items"]
        return [slot for slot in slots if slot["local_date"] >= TOMORROW.date().isoformat()]

    def work(self, at: datetime) -> None:
        self.server.run("worker", "--once", "--now", at.isoformat())


@pytest.fixture
def running(playwright: Playwright, push: PushService, watch: Watch, tmp_path: Path) -> Iterator[Firefox]:
    with firefox(playwright, tmp_path / "profile", push) as started:
        watch.over(started.context)
        yield started


@pytest.fixture
def phone(running: Firefox, server: Product, push: PushService, pat: Visitor) -> Iterator[Phone]:
    running.context.add_cookies(pat.signed_in["cookies"])  # type: ignore[arg-type]
    running.page.goto(f"{server.origin}/urgent")
    (remembered,) = pat.signed_in["origins"][0]["localStorage"]
    running.page.evaluate("([name, value]) => localStorage.setItem(name, value)", [remembered["name"], remembered["value"]])
    yield Phone(running, push, server, pat)
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
    eventually(phone.page, lambda: "Time for your check-in" in [alert.body for alert in phone.running.alerts()])
    assert {words for alert in phone.running.alerts() for words in (alert.title, alert.body)} <= NEUTRAL

    tap(phone.running, "Time for your check-in")
    phone.page.wait_for_url(re.compile("/check-in"))
    expect(phone.page.get_by_role("heading", name="Check-in", exact=True)).to_be_visible()
    expect(phone.page.get_by_role("group", name=re.compile("Your average pain"))).to_be_visible()
    assert [slot["state"] for slot in phone.ledger(rule)] == ["sent", "sent"]


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
    phone.page.goto(f"{phone.server.origin}/more/reminders")
    expect(phone.page.get_by_text("not needed, you had already checked in")).to_be_visible()


def test_a_test_message_can_be_asked_for_and_reminders_stopped(phone: Phone) -> None:
    phone.allow_reminders()
    phone.page.get_by_role("button", name="Send a test").click()
    phone.push.wait_until(lambda: phone.acks == [100, 100])
    eventually(phone.page, lambda: "This is a test" in [alert.body for alert in phone.running.alerts()])

    phone.page.get_by_role("button", name="Stop on this phone").click()
    expect(phone.page.get_by_role("button", name="Allow reminders on this phone")).to_be_visible()
    assert phone.owner.get("/api/v1/push/subscriptions")["items"] == []
    assert phone.endpoint not in phone.push.endpoints


def test_a_phone_that_the_push_service_calls_gone_is_retired_and_the_settings_say_so(phone: Phone) -> None:
    phone.allow_reminders()
    rule = phone.is_due_tomorrow_evening()
    expect(phone.page.get_by_text("works")).to_be_visible()
    lost = phone.endpoint
    phone.push.behave(Behaviour(status=410), lost)
    phone.work(TOMORROW)
    assert phone.received[-1].status == 410
    assert phone.owner.get("/api/v1/push/subscriptions")["items"] == []
    (slot,) = phone.ledger(rule)
    assert slot["deliveries"][0]["failure"] == "gone"

    phone.page.goto(f"{phone.server.origin}/more/reminders")
    expect(phone.page.get_by_text("could not be delivered")).to_be_visible()
    expect(phone.page.get_by_text("This phone gets your reminders.")).to_be_visible()  # by a fresh subscription
    (phone.endpoint,) = set(phone.push.endpoints) - {lost}
    phone.work(TOMORROW + timedelta(days=1))
    phone.push.wait_until(lambda: phone.acks == [100, 100])


def tap(running: Firefox, body: str) -> None:
    """All our notifications carry one title, so this one is found by its words."""
    script = "body => Array.from(Services.wm.getEnumerator('alert:alert')).find(alert => alert.arguments[2] === body).onAlertClick()"
    running.inside.evaluate(script, body)
