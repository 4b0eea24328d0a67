"""The narrowest phones that are still sold: 360 px wide, and not much higher than that."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import OpenFor
from tests.e2e.tour import World, begin, make_world, routes, visit
from tests.support.product import Product, Visitor
from tests.support.watch import Watch

pytestmark = pytest.mark.browser
NARROW = {"viewport": {"width": 360, "height": 640}}
TOO_WIDE = """() => {
    const width = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= width) return null
    const wide = [...document.querySelectorAll("main *, header *, nav *")].filter(element => element.getBoundingClientRect().right > width + 1)
    const innermost = wide.filter(element => !wide.some(other => other !== element && element.contains(other)))
    return innermost.slice(0, 3).map(element => element.outerHTML.slice(0, 120)).join(" | ") || "something"
}"""
ON_TOP = """element => {
    const { top, bottom, left, right } = element.getBoundingClientRect()
    return element.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2))
}"""
TOO_SMALL = """() => [...document.querySelectorAll("main button, main a.button, nav a, summary, .chip, .scale-number")]
    .map(element => [element, element.getBoundingClientRect()])
    .filter(([, box]) => box.width > 0 && (box.width < 24 || box.height < 44))
    .map(([element, box]) => `${Math.round(box.width)} x ${Math.round(box.height)}: ${element.outerHTML.slice(0, 100)}`)"""


@pytest.fixture(scope="module")
def world(server: Product) -> World:
    return make_world(server)


@pytest.mark.parametrize("role", ["signed out", "patient", "clinician"])
def test_no_screen_scrolls_sideways_and_no_target_is_too_small_for_a_thumb(world: World, open_for: OpenFor, watch: Watch, role: str) -> None:
    watch.expect("status of 404")  # the code to join that does not exist
    page = begin(open_for(world.visitor(role), "/urgent", **NARROW))
    addresses = world.addresses(role)
    wide, small = {}, {}
    for path in sorted(routes()[role]):
        for address in addresses.get(path, []):
            visit(page, address)
            wide[address], small[address] = page.evaluate(TOO_WIDE), page.evaluate(TOO_SMALL)
    assert {address: what for address, what in wide.items() if what} == {}
    assert {address: what for address, what in small.items() if what} == {}


def in_reach(page: Page, target: Locator) -> None:
    """Visible without scrolling, and nothing lies over it."""
    expect(target).to_be_in_viewport(ratio=1)
    expect(target).to_be_enabled()
    assert page.evaluate("scrollY") == 0
    assert target.evaluate(ON_TOP), "something lies over it"


def test_the_main_action_of_today_and_the_save_of_a_checkin_need_no_scrolling(pat: Visitor, open_for: OpenFor) -> None:
    page = open_for(pat, "/", **NARROW)
    checkin = page.get_by_role("link", name="Check in")
    in_reach(page, checkin)
    checkin.click()
    expect(page.get_by_role("button", name="Save")).to_be_in_viewport(ratio=1)
    question = page.get_by_role("group", name="Your average pain today")
    for number in (0, 10):
        in_reach(page, question.locator(f"[data-n='{number}']"))
    question.locator("[data-n='0']").click()
    in_reach(page, page.get_by_role("button", name="Save"))


def test_a_spasm_that_goes_on_and_what_is_due_are_both_in_sight(world: World, open_for: OpenFor) -> None:
    page = open_for(world.pat, "/", **NARROW)
    expect(page.get_by_role("button", name="It stopped")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("link", name="Check in")).to_be_in_viewport(ratio=1)


def test_the_message_after_saving_covers_neither_the_next_save_nor_the_end_of_a_page(world: World, open_for: OpenFor) -> None:
    page = open_for(world.nova, "/spasm", **NARROW)
    page.get_by_role("group", name="How strong is it?").locator("[data-n='4']").click()
    message = page.get_by_text("Saved on this phone")
    expect(message).to_be_visible()
    page.get_by_role("link", name="Exercise").click()
    in_reach(page, page.get_by_role("link", name="Write down another exercise"))
    page.get_by_role("link", name="Write down another exercise").click()
    page.get_by_label("Which exercise?").fill("Walking")
    in_reach(page, page.get_by_role("button", name="Save"))
    expect(message).to_be_visible()
