"""Debian's Chromium under Playwright. Headless it cannot subscribe to push: `deliver_push` runs the worker's handler,
which proves neither encryption nor clicks (Firefox proves both)."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, Playwright

ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
]
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}}


@contextmanager
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """For people beside each other: `browser.new_context(**PHONE)`; such a context cannot use push."""
    browser = playwright.chromium.launch(executable_path=find_chromium(), args=_arguments())
    try:
        yield browser
    finally:
        browser.close()


@contextmanager
def chromium_profile(playwright: Playwright, profile: Path, **options: Any) -> Iterator[BrowserContext]:
    """One person's phone that keeps its data between starts; `context.set_offline(True)` reaches the worker too."""
    context = playwright.chromium.launch_persistent_context(
        profile,
        executable_path=find_chromium(),
        args=_arguments(),
        permissions=["notifications"],
        **(PHONE | options),
    )
    try:
        yield context
    finally:
        context.close()


def find_chromium() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    raise RuntimeError("Chromium was not found: install it (Debian: apt install chromium)")


def deliver_push(page: Page, data: str) -> str:
    """As if a push with this text had arrived for the page's worker. Answers how its handler ended: "Success".

    It waits for that end: `getNotifications()` meanwhile makes Chromium delete what it is about to show.
    """
    devtools = page.context.new_cdp_session(page)  # left open: detaching would call the event back
    ends: list[str] = []

    def note(event: dict[str, Any]) -> None:
        said = event["backgroundServiceEvent"]
        if said["eventName"] == "Push event completed":
            ends.extend(part["value"] for part in said["eventMetadata"] if part["key"] == "Status")

    devtools.on("BackgroundService.backgroundServiceEventReceived", note)
    devtools.send("BackgroundService.startObserving", {"service": "pushMessaging"})
    devtools.send("BackgroundService.setRecording", {"service": "pushMessaging", "shouldRecord": True})
    _tell_worker(page, devtools, "ServiceWorker.deliverPushMessage", data=data)
    return _first(page, ends, "the end of the push handler")


def run_sync(page: Page, tag: str) -> None:
    """As if the network had come back after `registration.sync.register(tag)`."""
    devtools = page.context.new_cdp_session(page)
    _tell_worker(page, devtools, "ServiceWorker.dispatchSyncEvent", tag=tag, lastChance=False)


def _tell_worker(page: Page, devtools: CDPSession, command: str, **params: Any) -> None:
    address = urlsplit(page.url)
    origin = f"{address.scheme}://{address.netloc}"
    active: list[str] = []

    def note(event: dict[str, Any]) -> None:
        mine = [worker for worker in event["versions"] if worker["scriptURL"].startswith(origin)]
        active.extend(worker["registrationId"] for worker in mine if worker["status"] == "activated")

    devtools.on("ServiceWorker.workerVersionUpdated", note)
    devtools.send("ServiceWorker.enable")
    registration = _first(page, active, f"an active service worker of {origin}")
    devtools.send(command, {"origin": origin, "registrationId": registration, **params})


def _first(page: Page, found: list[str], what: str, seconds: float = 10) -> str:
    deadline = time.monotonic() + seconds
    while not found:
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} did not come within {seconds} s")
        page.wait_for_timeout(20)
    return found[0]


def _arguments() -> list[str]:
    return [*ARGUMENTS, "--no-sandbox"] if os.geteuid() == 0 else ARGUMENTS
