"""Without a pointer: everything that a hurried evening needs."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenFor
from tests.support.product import PASSWORD, Visitor

pytestmark = pytest.mark.browser
TABS_AT_MOST = 40


def tab_to(page: Page, name: str) -> None:
    """To the next thing of this name, as seen by who listens to the page."""
    for _ in range(TABS_AT_MOST):
        page.keyboard.press("Tab")
        focus = page.locator(":focus")
        if focus.count() and name in focus.aria_snapshot():
            return
    raise AssertionError(f"{name!r} cannot be reached with the Tab key")


def test_the_keyboard_alone_signs_in_and_logs_a_checkin(pat: Visitor, open_for: OpenFor) -> None:
    page = open_for(None, "/")
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    tab_to(page, "Sign-in name")
    page.keyboard.type(pat.login)
    tab_to(page, "Password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Today", exact=True)).to_be_visible()

    tab_to(page, "Check in")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Check-in", exact=True)).to_be_focused()
    tab_to(page, "no pain")
    expect(page.get_by_role("button", name="Save")).to_be_disabled()
    page.keyboard.press("Space")
    expect(page.get_by_role("radio", name="0: no pain")).to_be_checked()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    tab_to(page, "Where does it hurt?")
    page.keyboard.press("Enter")
    tab_to(page, "Save")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved on this phone")).to_be_visible()
    expect(page.get_by_text("All saved", exact=True)).to_be_visible()
    assert [entry["payload"]["average"] for entry in pat.entries()] == [2]


def test_what_has_the_focus_is_visible_on_every_step_of_a_checkin(pat: Visitor, open_for: OpenFor) -> None:
    page = open_for(pat, "/check-in")
    expect(page.get_by_role("heading", name="Check-in", exact=True)).to_be_visible()
    for details in page.locator("details").all():
        details.evaluate("element => { element.open = true }")
    seen = set()
    for _ in range(TABS_AT_MOST * 2):
        page.keyboard.press("Tab")
        found = page.evaluate(
            """() => {
                const focus = document.activeElement
                if (!focus || focus === document.body) return null
                const mark = focus.closest("label") ?? focus
                const { top, bottom, left, right } = mark.getBoundingClientRect()
                const above = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
                return { what: focus.outerHTML.slice(0, 120), covered: !(mark.contains(above) || above?.contains(mark)) }
            }"""
        )
        if found is None or found["what"] in seen:
            break
        seen.add(found["what"])
        assert not found["covered"], f"under something else while it has the focus: {found['what']}"
    assert len(seen) > 5
