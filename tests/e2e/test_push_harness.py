"""The browsers and the push service of tests/support, proved with a page of their own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright

from tests.support.chromium import chromium_profile, deliver_push
from tests.support.firefox import Firefox, firefox
from tests.support.notifications import wait_until_shown
from tests.support.push_records import Behaviour
from tests.support.push_sender import PushSender
from tests.support.push_service import PushService
from tests.support.static_site import static_site

pytestmark = pytest.mark.browser
WORKER = """
self.addEventListener("install", () => self.skipWaiting())
self.addEventListener("activate", event => event.waitUntil(clients.claim()))
self.addEventListener("push", event => {
  const { title, body } = event.data.json()
  event.waitUntil(registration.showNotification(title, { body, tag: title }))
})
self.addEventListener("notificationclick", event => {
  event.notification.close()
  event.waitUntil(clients.openWindow("/?opened=" + event.notification.title))
})
self.addEventListener("pushsubscriptionchange", event =>
  event.waitUntil(registration.showNotification("subscription changed")))
self.addEventListener("fetch", event => {
  if (event.request.url.endsWith("/kept")) event.respondWith(fetch("/", { cache: "no-store" }).then(() => new Response("network"), () => new Response("kept")))
})
"""
SUBSCRIBE = """async key => {
  const registration = await navigator.serviceWorker.ready
  return (await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })).toJSON()
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("site")
    (folder / "index.html").write_text("<!doctype html><title>Harness</title><h1>Harness</h1>")
    (folder / "worker.js").write_text(WORKER)
    with static_site(folder) as origin:
        yield origin


@pytest.fixture(scope="module")
def push() -> Iterator[PushService]:
    with PushService() as service:
        yield service


@pytest.fixture
def running(playwright: Playwright, push: PushService, tmp_path: Path) -> Iterator[Firefox]:
    with firefox(playwright, tmp_path, push) as started:
        yield started


def subscribe(page: Page, site: str, sender: PushSender) -> dict[str, Any]:
    open_site(page, site)
    subscription: dict[str, Any] = page.evaluate(SUBSCRIBE, sender.key)
    return subscription


def open_site(page: Page, site: str) -> None:
    page.goto(site)
    page.evaluate("async () => { await navigator.serviceWorker.register('/worker.js') }")
    page.wait_for_function("navigator.serviceWorker.controller !== null")


def test_firefox_decrypts_shows_and_opens_what_was_sent(running: Firefox, push: PushService, site: str) -> None:
    sender = PushSender()
    subscription = subscribe(running.page, site, sender)

    assert sender.send(subscription, '{"title": "evening", "body": "How was today?"}').status_code == 201
    ack = push.wait_until(lambda: push.acks_of(subscription["endpoint"]))[0]
    assert ack.code == 100
    assert wait_until_shown(running.page, "evening").body == "How was today?"
    assert running.wait_for_alert("evening").body == "How was today?"

    with running.context.expect_page() as opened:
        running.click_alert("evening")
    opened.value.wait_for_url("**/?opened=evening")
    assert running.alerts() == []


def test_firefox_tells_a_damaged_body(running: Firefox, push: PushService, site: str) -> None:
    sender = PushSender()
    subscription = subscribe(running.page, site, sender)
    push.behave(Behaviour(corrupt=True, times=1), subscription["endpoint"])

    sender.send(subscription, '{"title": "damaged"}')
    push.wait_until(lambda: push.acks_of(subscription["endpoint"]))  # Firefox answers two at once in either order
    sender.send(subscription, '{"title": "whole"}')
    push.wait_until(lambda: len(push.acks_of(subscription["endpoint"])) == 2)
    assert [ack.code for ack in push.acks_of(subscription["endpoint"])] == [101, 100]
    running.wait_for_alert("whole")
    assert [alert.title for alert in running.alerts()] == ["whole"]


def test_firefox_gets_after_a_restart_what_waited(playwright: Playwright, push: PushService, site: str, tmp_path: Path) -> None:
    sender = PushSender()
    with firefox(playwright, tmp_path, push) as before:
        subscription = subscribe(before.page, site, sender)
    for text in ("first", "second"):
        sender.send(subscription, f'{{"title": "{text}"}}', Topic="same")
    assert push.acks_of(subscription["endpoint"]) == []

    with firefox(playwright, tmp_path, push) as after:
        after.wait_for_alert("second")
        assert [alert.title for alert in after.alerts()] == ["second"]
        assert [ack.code for ack in push.acks_of(subscription["endpoint"])] == [100]

    push.forget_browsers()
    assert sender.send(subscription, "{}").status_code == 410
    with firefox(playwright, tmp_path, push) as forgotten:
        forgotten.wait_for_alert("subscription changed")


def test_chromium_worker_shows_a_delivered_push_and_is_offline_when_told(playwright: Playwright, site: str, tmp_path: Path) -> None:
    with chromium_profile(playwright, tmp_path) as context:
        page = context.pages[0]
        open_site(page, site)
        assert deliver_push(page, '{"title": "evening", "body": "How was today?"}') == "Success"
        assert wait_until_shown(page, "evening").body == "How was today?"

        ask = "async () => (await fetch('/kept')).text()"
        assert page.evaluate(ask) == "network"
        context.set_offline(True)
        assert page.evaluate(ask) == "kept"
        context.set_offline(False)
        assert page.evaluate(ask) == "network"
