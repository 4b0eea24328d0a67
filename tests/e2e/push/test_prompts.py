"""Prompts in Chromium, at the level of the worker's own handlers: put off from the notification, told later when there was
no connection, and put off or answered on the settings screen. The message is the server's own, read with a device's key."""

import json
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
from tests.e2e.phone import OFFLINE, wait_for_shell
from tests.e2e.push_phone import CHECKIN, EVERY_DAY
from tests.support.chromium import chromium_profile, deliver_push, run_sync
from tests.support.notifications import shown, wait_until_shown
from tests.support.product import Product, Visitor
from tests.support.push_device import PushDevice
from tests.support.push_service import PushService
from tests.support.watch import Watch

pytestmark = pytest.mark.browser
TAP = """async action => {
    const [notification] = await registration.getNotifications()
    dispatchEvent(new NotificationEvent("notificationclick", { notification, action }))
}"""
KEPT = """async () => {
    if (!(await indexedDB.databases()).some(({ name }) => name === "backstory-reports")) return []
    const asked = request => new Promise(done => { request.onsuccess = () => done(request.result) })
    const database = await asked(indexedDB.open("backstory-reports"))
    const reports = await asked(database.transaction("reports").objectStore("reports").getAll())
    database.close()
    return reports
}"""


@dataclass
class Prompted:
    """Pat was asked a moment ago; the message is there, and whether a browser gets it is the test's."""

    owner: Visitor
    rule: str
    message: dict[str, Any]

    @property
    def slots(self) -> dict[int, Any]:
        """Those of the rule that were asked or put off, by number."""
        items = self.owner.get(f"{self.rule}/deliveries")["items"]
        return {slot["slot_no"]: slot for slot in items if slot["deliveries"] or slot["slot_no"]}

    @property
    def state(self) -> str:
        state: str = self.slots[0]["state"]
        return state


@pytest.fixture
def prompted(push: PushService, server: Product, pat: Visitor) -> Prompted:
    device = PushDevice(push, pat.get("/api/v1/push/key")["key"])
    address = f"/api/v1/push/subscriptions/{new_id()}"
    pat.put(address, device.subscription | {"name": "A phone"})
    push.wait_until(lambda: device.received)
    assert pat.ask("POST", f"{address}/activation", {"token": device.read(device.received[0])["app"]["activation"]}).ok
    soon = datetime.now(UTC) + timedelta(minutes=1)
    rule = f"/api/v1/reminders/{pat.get('/api/v1/reminders')['items'][0]['id']}"
    pat.put(rule, {"kind": "checkin", "at": f"{soon:%H:%M}", "zone": "UTC", "days": EVERY_DAY, "paused": False})
    server.run("worker", "--once", "--now", soon.replace(second=5).isoformat())
    return Prompted(pat, rule, device.read(device.received[-1]))


@pytest.fixture
def page(playwright: Playwright, server: Product, pat: Visitor, watch: Watch, tmp_path: Path) -> Iterator[Page]:
    """A profile that keeps notifications, signed in."""
    with chromium_profile(playwright, tmp_path / "profile", base_url=server.origin) as context:
        watch.expect(OFFLINE)
        watch.over(context)
        context.add_cookies(pat.signed_in["cookies"])  # type: ignore[arg-type]
        page = context.pages[0]
        page.goto("/urgent")
        (remembered,) = pat.signed_in["origins"][0]["localStorage"]
        page.evaluate("([name, value]) => localStorage.setItem(name, value)", [remembered["name"], remembered["value"]])
        page.goto("/")
        wait_for_shell(page)
        yield page


def deliver(page: Page, prompted: Prompted) -> None:
    assert deliver_push(page, json.dumps(prompted.message)) == "Success"
    assert wait_until_shown(page, "Backstory").body == CHECKIN


def tap(page: Page, action: str) -> None:
    (worker,) = page.context.service_workers
    worker.evaluate(TAP, action)


def test_later_tapped_on_the_notification_asks_again_and_opens_nothing(page: Page, prompted: Prompted) -> None:
    deliver(page, prompted)
    eventually(page, lambda: prompted.state == "shown")
    before = page.url
    tap(page, "snooze-15")
    eventually(page, lambda: 2 in prompted.slots)
    again = prompted.slots[2]
    assert again["state"] == "due"
    wait = datetime.fromisoformat(again["due_at"]) - datetime.now(UTC)
    assert timedelta(minutes=14) < wait <= timedelta(minutes=15)
    assert shown(page) == []
    assert page.url == before
    assert page.evaluate(KEPT) == []


@pytest.mark.parametrize("by", ["connection", "background sync", "start"])
def test_what_happened_without_a_connection_is_told_when_there_is_one(page: Page, prompted: Prompted, by: str) -> None:
    page.context.set_offline(True)
    deliver(page, prompted)
    tap(page, "snooze-60")
    eventually(page, lambda: [report["said"] for report in page.evaluate(KEPT)] == ["shown", "snooze"])
    assert all(set(report) <= {"delivery", "said", "at", "until"} for report in page.evaluate(KEPT)), "ids and times, nothing else"
    assert prompted.state == "accepted"
    if by == "start":
        page.goto("about:blank")
    page.context.set_offline(False)
    if by == "background sync":
        run_sync(page, "reports")
    if by == "start":
        page.goto("/")
    eventually(page, lambda: prompted.state == "shown" and prompted.slots.get(2, {}).get("state") == "due")
    eventually(page, lambda: page.evaluate(KEPT) == [])


def test_signing_out_forgets_what_was_not_told(page: Page, prompted: Prompted, watch: Watch) -> None:
    watch.expect("status of 401")
    page.context.set_offline(True)
    deliver(page, prompted)
    eventually(page, lambda: len(page.evaluate(KEPT)) == 1)
    page.goto("/more")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    eventually(page, lambda: page.evaluate("indexedDB.databases()") == [])


def test_an_open_prompt_can_be_put_off_on_the_settings_screen(page: Page, prompted: Prompted) -> None:
    page.goto("/more/reminders")
    expect(page.get_by_role("heading", name="Still open: daily check-in")).to_be_visible()
    page.get_by_role("button", name="In an hour").click()
    expect(page.get_by_text(re.compile("You are asked again at"))).to_be_visible()
    eventually(page, lambda: 2 in prompted.slots)


def test_a_browser_that_shows_prompts_by_itself_puts_them_off_by_an_address(page: Page, prompted: Prompted) -> None:
    later = prompted.message["notification"]["actions"][0]["navigate"]
    page.goto(later)
    expect(page.get_by_text(re.compile("You are asked again at"))).to_be_visible()
    eventually(page, lambda: prompted.slots.get(2, {}).get("state") == "due")
    page.get_by_role("link", name="Go to Today").click()
    expect(page.get_by_role("heading", name="Today", exact=True)).to_be_visible()


def test_both_sides_read_that_somebody_was_asked_and_did_not_answer(page: Page, prompted: Prompted) -> None:
    page.goto("/more/reminders/ledger")
    expect(page.get_by_role("listitem").filter(has_text="Daily check-in")).to_contain_text("asked, not answered")
