"""What a service worker says is shown now."""

import time
from dataclasses import dataclass

from playwright.sync_api import Page


@dataclass(frozen=True)
class Shown:
    title: str
    body: str
    tag: str = ""


def shown(page: Page) -> list[Shown]:
    found = page.evaluate(
        """async () => {
            const registration = await navigator.serviceWorker.ready
            return (await registration.getNotifications()).map(({ title, body, tag }) => [title, body, tag])
        }"""
    )
    return [Shown(*parts) for parts in found]


def wait_until_shown(page: Page, title: str, seconds: float = 10) -> Shown:
    deadline = time.monotonic() + seconds
    while not (matching := [notification for notification in shown(page) if notification.title == title]):
        if time.monotonic() > deadline:
            raise TimeoutError(f"no notification {title!r} within {seconds} s, only {shown(page)}")
        page.wait_for_timeout(20)
    return matching[0]
