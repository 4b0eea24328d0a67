"""Pat's Firefox, its push service and the server that sends to it."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Playwright, expect

from tests.e2e.conftest import eventually
from tests.support.firefox import Firefox, firefox
from tests.support.product import Product, Visitor
from tests.support.push_service import PushService
from tests.support.watch import Watch

EVERY_DAY = ["mo", "tu", "we", "th", "fr", "sa", "su"]
TOMORROW = (datetime.now(UTC) + timedelta(days=1)).replace(hour=20, minute=0, second=30, microsecond=0)
CHECKIN = "Time for your check-in"
WORKS = "Reminders work on this phone"


@dataclass
class Phone:
    """What happens on it, and what the push service knows of it."""

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

    @property
    def devices(self) -> list[Any]:
        """Those that the server still sends to."""
        return [device for device in self.owner.get("/api/v1/push/subscriptions")["items"] if not device["retired"]]

    def allow_reminders(self) -> None:
        self.page.goto(f"{self.server.origin}/more/reminders")
        self.page.get_by_role("button", name="Allow reminders on this phone").click()
        self.works()

    def works(self) -> None:
        """The settings say so, by an address that the server has confirmed."""
        expect(self.page.get_by_text(WORKS)).to_be_visible(timeout=15_000)
        (self.endpoint,) = self.push.endpoints

    def is_due_tomorrow_evening(self) -> str:
        """Answers the rule's address."""
        rule = self.owner.get("/api/v1/reminders")["items"][0]
        address = f"/api/v1/reminders/{rule['id']}"
        self.owner.put(address, {"kind": "checkin", "at": "20:00", "zone": "UTC", "days": EVERY_DAY, "paused": False})
        return address

    def ledger(self, rule: str) -> list[Any]:
        """From tomorrow on: whether today's reminder is over depends on when the test runs."""
        slots = self.owner.get(f"{rule}/deliveries")["items"]
        return [slot for slot in slots if slot["local_date"] >= TOMORROW.date().isoformat()]

    def work(self, at: datetime) -> None:
        self.server.run("worker", "--once", "--now", at.isoformat())

    def gets_the_last_again(self) -> None:
        """As when our server died between sending and noting that it did: the same message, on its way a second time."""
        channel, last = self.push._browsers.channels[self.endpoint], self.received[-1]
        again = replace(last, version=secrets.token_urlsafe(12))
        self.push._run(self.push._browsers.deliver(channel, again, last.body))

    def shows(self, body: str) -> None:
        eventually(self.page, lambda: body in self.bodies())

    def bodies(self) -> list[str]:
        return [alert.body for alert in self.running.alerts()]

    def tap(self, body: str) -> None:
        """All our notifications carry one title, so this one is found by its words."""
        script = "body => Array.from(Services.wm.getEnumerator('alert:alert')).find(alert => alert.arguments[2] === body).onAlertClick()"
        self.running.inside.evaluate(script, body)


@contextmanager
def pats_firefox(playwright: Playwright, profile: Path, *, push: PushService, server: Product, pat: Visitor, watch: Watch) -> Iterator[Phone]:
    """Signed in, on a page that asks nothing. Entered again with the same profile: the same phone, started again."""
    with firefox(playwright, profile, push) as running:
        watch.over(running.context)
        running.context.add_cookies(pat.signed_in["cookies"])  # type: ignore[arg-type]
        running.page.goto(f"{server.origin}/urgent")
        (remembered,) = pat.signed_in["origins"][0]["localStorage"]
        running.page.evaluate("([name, value]) => localStorage.setItem(name, value)", [remembered["name"], remembered["value"]])
        yield Phone(running, push, server, pat)
