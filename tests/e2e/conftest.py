"""The product served by its own command and seen in real browsers. A server and a browser serve a whole worker's tests:
everybody of the cast is new in each, so nothing of one test is met in another."""

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright

from tests.support.chromium import PHONE, chromium
from tests.support.product import Product, Visitor, serve
from tests.support.watch import Watch

OpenFor = Callable[..., Page]


@pytest.fixture(scope="session")
def server(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    with serve(tmp_path_factory.mktemp("server"), migrated_file) as product:
        yield product


@pytest.fixture(scope="session")
def chrome(playwright: Playwright) -> Iterator[Browser]:
    with chromium(playwright) as browser:
        yield browser


@pytest.fixture
def watch(server: Product) -> Iterator[Watch]:
    """Fails the test in which a page complains, calls elsewhere or breaks the CSP."""
    watching = Watch(server.origin)
    yield watching
    assert watching.complaints == []


@pytest.fixture
def open_for(chrome: Browser, server: Product, watch: Watch) -> Iterator[OpenFor]:
    """A browser of somebody's own: open_for(pat, "/check-in"), open_for(None), open_for(clara, **DESK)."""
    opened: list[BrowserContext] = []

    def open_page(who: Visitor | None, path: str = "/", **options: Any) -> Page:
        context = chrome.new_context(base_url=server.origin, storage_state=who.signed_in if who else None, **(PHONE | options))
        context.set_default_timeout(10_000)
        opened.append(context)
        watch.over(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield open_page
    for context in opened:
        context.close()


@pytest.fixture
def clara(server: Product) -> Visitor:
    """A clinician of a practice of her own."""
    return server.bring_in("Clara", "clinician", practice=f"Clinic {secrets.token_hex(3)}")


@pytest.fixture
def pat(server: Product, clara: Visitor) -> Visitor:
    """A patient who shares with Clara's practice."""
    return server.bring_in("Pat", "patient", share_with=clara.practice)


@pytest.fixture
def mallory(server: Product) -> Visitor:
    """A patient who has nothing to do with Pat."""
    return server.bring_in("Mallory", "patient")


def eventually(page: Page, check: Callable[[], bool], seconds: float = 10) -> None:
    """With the browser's events let through meanwhile."""
    for _ in range(int(seconds * 20)):
        if check():
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"not within {seconds} s")
