"""axe on every screen. What it cannot judge (words, order, sense) is left to eyes and to the keyboard's test."""

from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.e2e import states
from tests.e2e.conftest import OpenFor
from tests.e2e.phone import OFFLINE
from tests.e2e.test_phone_width import NARROW, TOO_SMALL, TOO_WIDE
from tests.e2e.tour import World, begin, make_world, routes, routes_elsewhere, visit
from tests.support.chromium import DESK, PHONE
from tests.support.product import Product
from tests.support.watch import Watch

pytestmark = pytest.mark.browser
SIZES: dict[str, dict[str, Any]] = {"phone": PHONE, "desk": DESK}
COLOURS = ["color-contrast", "link-in-text-block"]
RUN = "async options => (await axe.run({ ...options, resultTypes: ['violations'] })).violations"
STATES = (states.waiting, states.offline, states.rejected, states.conflict, states.sending_many, states.first_sync, states.signing_out)
EMPTY = ("/", "/timeline", "/trends", "/exercise", "/soreness", "/more/sharing", "/more/reminders", "/more/reminders/ledger", "/tell")


@pytest.fixture(scope="module")
def world(server: Product) -> World:
    return make_world(server)


def judged(page: Page, tour: list[str]) -> dict[str, list[str]]:
    """What axe has against each address, if anything: all its rules in the light, those about colours in the dark."""
    begin(page).emulate_media(reduced_motion="reduce")
    found = {}
    for address in tour:
        page.emulate_media(color_scheme="light")
        visit(page, address)
        page.evaluate(AXE_SCRIPT)
        found[address] = _violations(page)
        page.emulate_media(color_scheme="dark")
        found[f"{address} in the dark"] = _violations(page, {"runOnly": COLOURS})
    return {where: what for where, what in found.items() if what}


def _violations(page: Page, options: dict[str, Any] | None = None) -> list[str]:
    rules = page.evaluate(RUN, options or {})
    return [f"{rule['id']}: {node['html'][:160]} {_why(node)}" for rule in rules for node in rule["nodes"]]


def _why(node: dict[str, Any]) -> str:
    return "; ".join(check["message"] for check in node["any"] + node["all"] + node["none"])[:240]


def test_every_route_of_the_app_is_on_the_tour(world: World) -> None:
    assert routes_elsewhere() == []
    for role, paths in routes().items():
        assert len(paths) > 2, f"the routes of {role} were not found"
        assert paths - world.addresses(role).keys() == set(), f"{role}: say in tour.py where these show something"


@pytest.mark.parametrize(("role", "size"), [("signed out", "phone"), ("patient", "phone"), ("clinician", "phone"), ("clinician", "desk")])
def test_axe_finds_nothing_on_any_screen(world: World, open_for: OpenFor, watch: Watch, role: str, size: str) -> None:
    watch.expect("status of 404")  # the code to join that does not exist
    addresses = world.addresses(role)
    tour = [address for path in sorted(routes()[role]) for address in addresses.get(path, [])]
    assert judged(open_for(world.visitor(role), "/urgent", **SIZES[size]), tour) == {}


def test_axe_finds_nothing_where_there_is_nothing_yet(world: World, open_for: OpenFor) -> None:
    assert judged(open_for(world.nova, "/urgent"), list(EMPTY)) == {}


@pytest.mark.parametrize("bring_about", STATES, ids=lambda state: state.__name__)
def test_the_states_of_a_persons_words_are_clear_to_all_and_fit_the_narrowest_phone(bring_about: Any, server: Product, open_for: OpenFor, watch: Watch) -> None:
    watch.expect(OFFLINE)
    pat = server.bring_in("Pat Pereira", "patient", share_with="Harbour Clinic")
    page = open_for(None if bring_about is states.first_sync else pat, "/urgent", **NARROW)
    page.emulate_media(reduced_motion="reduce", color_scheme="light")
    release = bring_about(page, pat)
    shown = ["/more/waiting", "/timeline"] if bring_about is states.waiting else []
    for address in [None, *shown]:
        if address:
            page.goto(address)
            page.locator("main h1").first.wait_for()
        page.evaluate(AXE_SCRIPT)
        page.emulate_media(color_scheme="light")
        assert _violations(page) == []
        page.emulate_media(color_scheme="dark")
        assert _violations(page, {"runOnly": COLOURS}) == []
        assert page.evaluate(TOO_WIDE) is None
        assert page.evaluate(TOO_SMALL) == []
    if release:
        release()
