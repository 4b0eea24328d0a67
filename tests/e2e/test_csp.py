"""The policy holds in a browser, and the watch over every other test notices what breaks it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.product import Product
from tests.support.watch import Watch

pytestmark = pytest.mark.browser
INLINE_SCRIPT = """() => {
    const script = document.createElement("script")
    script.textContent = "window.ran = true"
    document.body.append(script)
}"""
INLINE_STYLE = """() => { document.body.insertAdjacentHTML("beforeend", "<p style='color: red'>red</p>") }"""
ELSEWHERE = """() => fetch("https://elsewhere.invalid/").catch(() => null)"""
PICTURE_ELSEWHERE = """() => { document.body.append(Object.assign(new Image(), { src: "https://elsewhere.invalid/picture.png" })) }"""
THROWS = """() => { setTimeout(() => { throw new Error("nobody catches this") }) }"""


@pytest.fixture
def watched(chrome: Browser, server: Product) -> Callable[[str], list[str]]:
    """What the watch says after a page of the product did this."""

    def do(script: str) -> list[str]:
        watch = Watch(server.origin)
        with chrome.new_context(base_url=server.origin) as context:
            watch.over(context)
            page: Page = context.new_page()
            page.goto("/")
            expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
            assert watch.complaints == []
            page.evaluate(script)
            page.wait_for_timeout(200)
            assert page.evaluate("window.ran") is None
        return watch.complaints

    return do


@pytest.mark.parametrize("script", [INLINE_SCRIPT, INLINE_STYLE, ELSEWHERE, PICTURE_ELSEWHERE], ids=["script", "style", "request", "picture"])
def test_the_policy_stops_it_and_the_watch_notices(watched: Callable[[str], list[str]], script: str) -> None:
    assert any("CSP: " in complaint for complaint in watched(script))


def test_the_watch_notices_what_nobody_catches(watched: Callable[[str], list[str]]) -> None:
    assert any("nobody catches this" in complaint for complaint in watched(THROWS))
