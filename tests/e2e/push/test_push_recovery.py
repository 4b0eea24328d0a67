"""What befalls a phone's reminders: closed for a night, another key of the server, an address that was lost, a message sent
twice. Each is mended within one open, without anybody's doing."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from tests.e2e.conftest import eventually
from tests.e2e.push_phone import CHECKIN, TOMORROW, WORKS, Phone, pats_firefox
from tests.support.product import Product, Visitor, serve
from tests.support.push_service import PushService
from tests.support.watch import Watch

pytestmark = pytest.mark.browser
Start = Callable[[], AbstractContextManager[Phone]]
LOSE = "async () => (await (await navigator.serviceWorker.ready).pushManager.getSubscription()).unsubscribe()"


@pytest.fixture
def start(  # fixtures come by their names
    playwright: Playwright, push: PushService, server: Product, pat: Visitor, watch: Watch, tmp_path: Path
) -> Start:
    """Pat's phone, each time with what it kept."""
    return partial(pats_firefox, playwright, tmp_path / "profile", push=push, server=server, pat=pat, watch=watch)


def arrives(phone: Phone) -> None:
    """The next evening's prompt comes to the address that the phone has now."""
    before = len(phone.acks)
    phone.work(TOMORROW)
    phone.push.wait_until(lambda: len(phone.acks) > before)
    assert phone.acks[-1] == 100
    phone.shows(CHECKIN)


def test_what_came_while_the_browser_was_closed_is_shown_when_it_starts(start: Start) -> None:
    with start() as phone:
        phone.allow_reminders()
        rule = phone.is_due_tomorrow_evening()
        sent = len(phone.acks)
    phone.work(TOMORROW)
    assert [slot["state"] for slot in phone.ledger(rule)] == ["accepted"]
    assert len(phone.acks) == sent
    with start() as again:
        again.endpoint = phone.endpoint
        again.shows(CHECKIN)
        eventually(again.page, lambda: [slot["state"] for slot in again.ledger(rule)] == ["shown"])
        assert again.acks == [100, 100]
        again.page.goto(f"{again.server.origin}/more/reminders")
        expect(again.page.get_by_text(f"{WORKS}: last one shown")).to_be_visible()


def test_after_the_servers_key_changed_one_open_makes_reminders_arrive_again(
    start: Start, server: Product, push: PushService, folder: Path, migrated_file: Path
) -> None:
    with start() as phone:
        phone.allow_reminders()
        phone.is_due_tomorrow_evening()
        old = phone.endpoint
        phone.page.goto("about:blank")
        server.stop()
        (folder / "vapid.key").unlink()
        with serve(folder, migrated_file, PUSH_HOSTS=push.host, PORT=server.origin.rpartition(":")[2]):
            phone.page.goto(server.origin)
            eventually(phone.page, lambda: [device["active"] for device in phone.devices] == [True] and len(push.endpoints) == 1 and push.endpoints != [old])
            (phone.endpoint,) = push.endpoints
            arrives(phone)
            assert len(phone.owner.get("/api/v1/push/subscriptions")["items"]) == 1, "the old address was given up, not left to fail"


def test_an_address_that_the_browser_lost_is_replaced_within_one_open(start: Start) -> None:
    with start() as phone:
        phone.allow_reminders()
        phone.is_due_tomorrow_evening()
        old = phone.endpoint
        phone.page.evaluate(LOSE)
        phone.page.goto(phone.server.origin)
        eventually(phone.page, lambda: [device["active"] for device in phone.devices] == [True] and phone.push.endpoints not in ([], [old]))
        (phone.endpoint,) = phone.push.endpoints
        arrives(phone)


def test_a_push_service_that_lost_its_data_is_noticed_at_the_next_start(start: Start, push: PushService) -> None:
    with start() as phone:
        phone.allow_reminders()
        phone.is_due_tomorrow_evening()
    push.forget_browsers()
    with start() as again:
        again.page.goto(again.server.origin)
        eventually(again.page, lambda: [device["active"] for device in again.devices] == [True] and len(push.endpoints) == 1, seconds=20)
        (again.endpoint,) = push.endpoints
        arrives(again)


def test_a_message_that_is_sent_twice_is_shown_once(start: Start, push: PushService) -> None:
    with start() as phone:
        phone.allow_reminders()
        phone.is_due_tomorrow_evening()
        arrives(phone)
        phone.gets_the_last_again()
        push.wait_until(lambda: phone.acks == [100, 100, 100])
        phone.page.wait_for_timeout(500)
        assert phone.bodies().count(CHECKIN) == 1


def test_who_takes_the_permission_back_is_no_longer_counted_as_reached(start: Start) -> None:
    with start() as phone:
        phone.allow_reminders()
        phone.running.inside.evaluate(
            "origin => Services.perms.addFromPrincipal(Services.scriptSecurityManager.createContentPrincipalFromOrigin(origin), 'desktop-notification', 2)",
            phone.server.origin,
        )
        phone.page.goto(f"{phone.server.origin}/more/reminders")
        expect(phone.page.get_by_text("This browser blocks reminders")).to_be_visible()
        eventually(phone.page, lambda: phone.devices == [])
        phone.page.get_by_role("link", name="How to get reminders here").click()
        expect(phone.page.get_by_role("heading", name="Reminders are blocked here. To allow them")).to_be_visible()
