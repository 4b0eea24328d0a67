"""The phone without a connection: what was written there arrives once, whatever happened in between."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from backstory.kernel.ids import new_id
from tests.e2e.conftest import OpenFor
from tests.e2e.phone import all_saved, go_offline, log_checkin, log_exercise, log_spasm, sign_in, spoil_what_waits, wait_for_shell
from tests.support.chromium import DESK
from tests.support.product import PASSWORD, Visitor
from tests.support.watch import Watch

pytestmark = pytest.mark.browser
EVERY_DAY = ["mo", "tu", "we", "th", "fr", "sa", "su"]


@pytest.fixture
def joined(open_for: OpenFor, clara: Visitor) -> Iterator[Page]:
    """Olga's phone, minutes after she joined Clara's practice with a code, in the two screens."""
    code = clara.post("/api/v1/enrolments", {})["code"]
    page = open_for(None, f"/join/{code}")
    page.get_by_role("radio", name=re.compile("^Share with")).check()
    page.get_by_label("Your name").fill("Olga")
    page.get_by_label("A name to sign in with").fill(f"olga-{clara.login}")
    page.get_by_label("A password").fill(PASSWORD)
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("heading", name="You are in")).to_be_visible()
    page.get_by_role("button", name="Start my diary").click()
    expect(page.get_by_role("heading", name="Today", exact=True)).to_be_visible()
    wait_for_shell(page)
    yield page


def patients(clara: Visitor) -> list[Any]:
    found: list[Any] = clara.get("/api/v1/patients")["items"]
    return found


def test_what_was_logged_offline_arrives_once_and_is_seen_by_the_clinician(joined: Page, open_for: OpenFor, clara: Visitor, watch: Watch) -> None:
    (olga,) = patients(clara)
    url = f"/api/v1/patients/{olga['id']}"
    exercise = clara.get("/api/v1/exercises")["items"][0]
    item = clara.put(f"{url}/plan/{new_id()}", {"exercise": exercise["id"], "days": EVERY_DAY, "note": ""})
    joined.reload()
    expect(joined.get_by_role("link", name=exercise["name"])).to_be_visible()
    joined.goto(f"/exercise/{item['id']}")  # what to do is then on the phone as well
    expect(joined.get_by_text(exercise["steps"][0])).to_be_visible()
    joined.goto("/")

    go_offline(joined, watch)
    log_checkin(joined, 0)
    log_spasm(joined, 7)
    log_exercise(joined, exercise["name"])
    expect(joined.get_by_text("3 waiting, will send when online")).to_be_visible()
    joined.reload()
    expect(joined.get_by_text("3 waiting, will send when online")).to_be_visible()
    expect(joined.get_by_text("Checked in today")).to_be_visible()
    context = joined.context
    joined.close()
    assert clara.get(f"{url}/entries")["items"] == []

    context.set_offline(False)
    again = context.new_page()
    again.goto("/")
    all_saved(again)
    again.reload()
    all_saved(again)

    entries = clara.get(f"{url}/entries")["items"]
    assert sorted(entry["payload"]["kind"] for entry in entries) == ["checkin", "exercise", "spasm"]
    assert [entry["version"] for entry in entries] == [1, 1, 1]
    by_kind = {entry["payload"]["kind"]: entry["payload"] for entry in entries}
    assert by_kind["checkin"]["average"] == 0
    assert by_kind["spasm"]["peak"] == 7
    assert by_kind["exercise"]["plan_item_id"] == item["id"]
    timeline = clara.get(f"{url}/timeline")
    today = timeline["days"][-1]
    assert (today["average"], today["spasms"], today["exercises_done"]) == (0, 1, 1)
    assert len(timeline["entries"]) == 3

    desk = open_for(clara, "/", **DESK)
    desk.get_by_role("link", name="Olga").click()
    expect(desk.get_by_role("heading", name="Olga")).to_be_visible()
    entries_shown = desk.get_by_role("region", name="Entries")
    expect(entries_shown.get_by_role("listitem")).to_have_count(3)
    expect(entries_shown.get_by_role("listitem").filter(has_text="Average pain").locator(".score")).to_have_text("0")
    expect(entries_shown.get_by_role("listitem").filter(has_text="Spasm").locator(".score")).to_have_text("7")
    expect(entries_shown.get_by_text(exercise["name"])).to_be_visible()
    desk.get_by_text("The same as a table").click()
    row = desk.get_by_role("row", name=re.compile("^Today"))
    expect(row.get_by_role("cell").first).to_have_text("average 0")


def test_a_deep_link_opens_offline(pat: Visitor, open_for: OpenFor, watch: Watch) -> None:
    page = open_for(pat, "/")
    wait_for_shell(page)
    go_offline(page, watch)
    for path, title in (("/check-in", "Check-in"), ("/timeline", "Timeline"), ("/more/about", "About")):
        other = page.context.new_page()
        other.goto(path)
        expect(other.get_by_role("heading", name=title, exact=True)).to_be_visible()
        other.close()


def test_what_was_undone_offline_is_not_in_the_diary_afterwards(pat: Visitor, open_for: OpenFor, watch: Watch) -> None:
    page = open_for(pat, "/")
    wait_for_shell(page)
    go_offline(page, watch)
    log_checkin(page, 4)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name="Check in")).to_be_visible()
    page.context.set_offline(False)
    page.reload()
    all_saved(page)
    assert pat.entries() == []


def test_what_the_server_refuses_stays_visible_until_the_person_decides(pat: Visitor, open_for: OpenFor, watch: Watch) -> None:
    page = open_for(pat, "/")
    wait_for_shell(page)
    go_offline(page, watch)
    log_checkin(page, 3)
    spoil_what_waits(page, shoe_size=42)
    page.context.set_offline(False)
    page.reload()
    page.get_by_role("link", name="1 needs a look").click()
    expect(page.get_by_text("We could not send this one")).to_be_visible()
    page.reload()
    expect(page.get_by_text("We could not send this one")).to_be_visible()
    page.goto("/timeline")
    expect(page.get_by_text("Average pain")).to_be_visible()
    assert pat.entries() == []

    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/more/waiting")
    page.get_by_role("button", name="Give it up").click()
    expect(page.get_by_text("Everything is sent")).to_be_visible()


def test_what_one_person_left_unsent_is_neither_seen_nor_sent_by_the_next_on_that_phone(
    pat: Visitor, mallory: Visitor, clara: Visitor, open_for: OpenFor, watch: Watch
) -> None:
    page = open_for(pat, "/")
    wait_for_shell(page)
    go_offline(page, watch)
    log_checkin(page, 6)
    assert pat.ask("DELETE", "/api/v1/session").status_code == 204
    watch.expect("status of 401")
    page.context.set_offline(False)
    page.reload()
    expect(page.get_by_text("What you write stays on this phone.")).to_be_visible()
    page.get_by_role("link", name="Sign in").click()
    sign_in(page, mallory)
    expect(page.get_by_role("heading", name="Your first check-in")).to_be_visible()
    all_saved(page)
    assert mallory.entries() == []
    assert clara.entries(of=pat) == []

    page.goto("/more")
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, pat)
    expect(page.get_by_text("Checked in today")).to_be_visible()
    all_saved(page)
    assert [entry["payload"]["average"] for entry in clara.entries(of=pat)] == [6]
