"""A session recorded at the table, on a phone: what was done, and what the patient said, and nothing that nobody said."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import OpenFor, eventually
from tests.support.product import Visitor

pytestmark = pytest.mark.browser


def work(page: Page, place: str, *, seconds: str, pressure: str, tool: str) -> None:
    page.get_by_role("checkbox", name=re.compile(place)).first.click()
    for group, choice in (("How long", seconds), ("Pressure", pressure), ("With", tool)):
        page.get_by_role("group", name=re.compile(f"^{group}")).get_by_text(choice, exact=True).click()


def test_clara_records_a_session_and_an_answer_that_was_not_asked_stays_absent(open_for: OpenFor, clara: Visitor, pat: Visitor) -> None:
    page = open_for(clara, f"/patients/{pat.patient_id}/session")
    work(page, "Lower back, left", seconds="20 s", pressure="4", tool="elbow")
    page.get_by_role("button", name="Too much").click()
    work(page, "Buttock, right", seconds="15 s", pressure="2", tool="fingers")
    page.wait_for_timeout(500)  # a tap is written to the tablet's database within moments, and nothing on the screen says when
    page.reload()  # the tablet went to sleep: every tap is still there
    page.get_by_role("button", name="Save session").click()
    page.wait_for_url(re.compile("/after-session"))
    eventually(page, lambda: len(clara.entries(pat)) == 1)  # it is saved on the tablet first and sent right after
    (session,) = clara.entries(pat)
    areas = {(area["region"], area["side"]): area for area in session["payload"]["areas"]}
    assert {place: (area["seconds"], area["pressure"], area["tool"], area.get("response")) for place, area in areas.items()} == {
        ("lumbar", "left"): (20, 4, "elbow", "too_much"),
        ("gluteal", "right"): (15, 2, "fingers", None),
    }
    page.goto(f"/patients/{pat.patient_id}")
    expect(page.get_by_text("too much").first).to_be_visible()
