"""Debian's Firefox under Playwright, with real push and real notifications.

Its alerts are windows of the browser itself, which a page cannot reach. Firefox has one remote-control session and
Playwright holds it, so Marionette is out; but a tab on about:config may run the browser's own code.
"""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Playwright

from tests.support.notifications import Shown
from tests.support.push_service import PushService

PREFERENCES: dict[str, str | float | bool] = {
    "permissions.default.desktop-notification": 1,
    "alerts.useSystemBackend": False,  # there is no desktop to show them: Firefox draws its own
    "dom.push.testing.allowInsecureServerURL": True,
    "security.allow_parent_unrestricted_js_loads": True,  # these three: Playwright's eval inside about:config
    "security.allow_eval_with_system_principal": True,
    "security.allow_eval_in_parent_process": True,
}
ALERTS = "Array.from(Services.wm.getEnumerator('alert:alert'))"


@dataclass(frozen=True)
class Firefox:
    context: BrowserContext
    page: Page
    inside: Page  # the tab that may run the browser's own code

    def alerts(self) -> list[Shown]:
        found = self.inside.evaluate(f"() => {ALERTS}.map(alert => [alert.arguments[1], alert.arguments[2]])")
        return [Shown(title, body) for title, body in found]

    def wait_for_alert(self, title: str, seconds: float = 10) -> Shown:
        deadline = time.monotonic() + seconds
        while not (matching := [alert for alert in self.alerts() if alert.title == title]):
            if time.monotonic() > deadline:
                raise TimeoutError(f"no alert {title!r} within {seconds} s, only {self.alerts()}")
            self.inside.wait_for_timeout(20)
        return matching[0]

    def click_alert(self, title: str) -> None:
        """The real click: closes the alert and wakes the service worker's notificationclick."""
        self.wait_for_alert(title)
        self.inside.evaluate(f"title => {ALERTS}.find(alert => alert.arguments[1] === title && !alert.closed).onAlertClick()", title)


@contextmanager
def firefox(playwright: Playwright, profile: Path, push: PushService | None = None) -> Iterator[Firefox]:
    """Start again with the same profile and the same push service to find what waited meanwhile."""
    context = playwright.firefox.launch_persistent_context(
        profile,
        channel="moz-firefox",
        executable_path=find_firefox(),
        args=["-remote-allow-system-access"],
        firefox_user_prefs=PREFERENCES | _push_preferences(push),
        viewport={"width": 390, "height": 844},
        env={**os.environ, "MOZ_CRASHREPORTER_DISABLE": "1"},
    )
    try:
        inside = context.pages[0]
        # The first visit moves the tab into the browser's own process, where Playwright loses sight of it:
        # only a second one is seen.
        for url in ("about:config", "about:config?again"):
            inside.goto(url, wait_until="commit")
        inside.wait_for_function("typeof Services === 'object'", timeout=60_000)
        yield Firefox(context, context.new_page(), inside)
    finally:
        context.close()


def find_firefox() -> str:
    for name in ("firefox-esr", "firefox"):
        if found := shutil.which(name):
            return found
    raise RuntimeError("Firefox was not found: install it (Debian: apt install firefox-esr)")


def _push_preferences(push: PushService | None) -> dict[str, str | float | bool]:
    if push is None:
        return {"dom.push.connection.enabled": False}
    return {"dom.push.serverURL": push.ws_url, "dom.push.connection.enabled": True}
