"""The screens about reminders: rules in words, quiet hours, a zone that follows the phone, what prompts open, what is told."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import requests
from playwright.sync_api import Page, expect

from backstory.kernel.ids import new_id
from tests.e2e.conftest import OpenFor, eventually
from tests.e2e.push_phone import EVERY_DAY
from tests.e2e.tour import written
from tests.support.chromium import DESK
from tests.support.product import Visitor

pytestmark = pytest.mark.browser
BANNER = "no phone allows them"


def rule_of(who: Visitor, kind: str) -> dict[str, object]:
    found: dict[str, object] = next(rule for rule in who.get("/api/v1/reminders")["items"] if rule["kind"] == kind)
    return found


def save(page: Page) -> None:
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Reminders", exact=True)).to_be_visible()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()


def test_a_rule_is_read_in_words_and_changed_in_a_form_of_its_own(pat: Visitor, open_for: OpenFor) -> None:
    page = open_for(pat, "/more/reminders", locale="en-GB")
    page.get_by_role("link", name=re.compile("^Daily check-in Every day")).click()
    page.get_by_label("At", exact=True).fill("19:30")
    for day in ("Sat", "Sun"):
        page.get_by_label(day).uncheck()
    save(page)
    expect(page.get_by_role("link", name="Daily check-in Mon, Tue, Wed, Thu, Fri, 19:30")).to_be_visible()
    assert (rule_of(pat, "checkin")["at"], rule_of(pat, "checkin")["days"]) == ("19:30", EVERY_DAY[:5])

    page.get_by_role("link", name=re.compile("^Before an appointment")).click()
    page.get_by_label("2 hours before").check()
    save(page)
    assert rule_of(pat, "appointment")["before_minutes"] == 120
    page.get_by_role("link", name=re.compile("^After a session")).click()
    page.get_by_label("Remind me").uncheck()
    save(page)
    expect(page.get_by_role("link", name="After a session Off")).to_be_visible()


def test_exercises_are_asked_at_several_times_each_about_the_plan_or_one_exercise(pat: Visitor, clara: Visitor, open_for: OpenFor) -> None:
    exercise = clara.get("/api/v1/exercises")["items"][0]
    item = clara.put(f"{pat.url}/plan/{new_id()}", {"exercise": exercise["id"], "days": EVERY_DAY, "note": ""})
    page = open_for(pat, "/more/reminders")
    before = len(pat.get("/api/v1/reminders")["items"])
    page.get_by_role("link", name="Another time for exercises").click()
    page.get_by_label(item["name"]).check()
    save(page)
    page.get_by_role("link", name=re.compile(f"^Exercises .*{item['name']}")).click()
    assert len(pat.get("/api/v1/reminders")["items"]) == before + 1
    page.get_by_role("button", name="Remove this time").click()
    expect(page.get_by_text("Removed")).to_be_visible()
    assert len(pat.get("/api/v1/reminders")["items"]) == before


def test_quiet_hours_days_away_and_one_follow_up(pat: Visitor, open_for: OpenFor) -> None:
    page = open_for(pat, "/more/reminders/quiet")
    page.get_by_label("Quiet hours").check()
    page.get_by_role("textbox", name="Until", exact=True).or_(page.get_by_label("Until", exact=True)).first.fill("08:00")
    page.get_by_label("I am away").check()
    page.get_by_label("Until, the last day").fill((datetime.now(UTC) + timedelta(days=9)).date().isoformat())
    page.get_by_label("After an hour").check()
    save(page)
    settings = pat.get("/api/v1/reminders/settings")
    assert (settings["quiet_from"], settings["quiet_to"], settings["follow_up_minutes"]) == ("22:00", "08:00", 60)
    assert settings["away_from"] < settings["away_until"]
    page.goto("/more/reminders/quiet")
    page.get_by_label("Until, the last day").fill("2020-01-01")
    expect(page.get_by_text("The last day lies before the first.")).to_be_visible()
    expect(page.get_by_role("button", name="Save")).to_be_disabled()


def test_reminders_follow_the_phone_only_with_consent(pat: Visitor, open_for: OpenFor) -> None:
    page = open_for(pat, "/more/reminders/quiet", timezone_id="Europe/Lisbon")
    page.get_by_label("Follow this phone when I travel").check()
    save(page)
    assert pat.get("/api/v1/reminders/settings")["zone"] == "Europe/Lisbon"
    open_for(pat, "/", timezone_id="Asia/Tokyo")
    eventually(page, lambda: pat.get("/api/v1/reminders/settings")["zone"] == "Asia/Tokyo")
    assert rule_of(pat, "checkin")["zone"] == "Asia/Tokyo"

    page.goto("/more/reminders/quiet")
    page.get_by_label("Follow this phone when I travel").uncheck()
    save(page)
    there = open_for(pat, "/more/reminders/quiet", timezone_id="America/Lima")
    expect(there.get_by_role("button", name="Use America/Lima, where this phone is")).to_be_visible()
    assert pat.get("/api/v1/reminders/settings")["zone"] != "America/Lima"


def test_the_three_questions_of_the_week_are_offered_answered_and_then_left(pat: Visitor, open_for: OpenFor) -> None:
    rule = rule_of(pat, "peg")
    pat.put(f"/api/v1/reminders/{rule['id']}", {"kind": "peg", "at": "00:00", "zone": "UTC", "days": EVERY_DAY, "paused": False})
    page = open_for(pat, "/")
    page.get_by_role("link", name="three questions for this week").click()
    for question, number in (("your pain on average", 5), ("enjoyment of life", 0), ("general activity", 6)):
        page.get_by_role("group", name=re.compile(question)).locator(f"[data-n='{number}']").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved on this phone").first).to_be_visible()
    expect(page.get_by_role("link", name="three questions for this week")).to_have_count(0)
    eventually(page, lambda: len(pat.entries()) == 1)
    payload = pat.entries()[0]["payload"]
    assert (payload["form"], payload["form_version"], payload["score"]) == ("peg", "1", 3.67)
    assert payload["answers"] == {"pain": 5, "enjoyment": 0, "activity": 6}
    page.goto("/timeline")
    page.get_by_role("link", name=re.compile("Weekly questions")).click()
    expect(page.get_by_text("Interfered with general activity")).to_be_visible()


def test_before_an_appointment_there_may_be_something_to_tell_or_nothing(pat: Visitor, clara: Visitor, open_for: OpenFor) -> None:
    starts_at = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    clara.put(f"{pat.url}/appointments/{new_id()}", {"starts_at": starts_at, "minutes": 45, "note": ""})
    page = open_for(pat, "/tell")
    expect(page.get_by_text("Your next appointment:")).to_contain_text(str(clara.practice))
    page.get_by_role("link", name="Nothing to tell").click()
    expect(page.get_by_role("heading", name="Today", exact=True)).to_be_visible()
    assert pat.entries() == []
    page.goto("/tell")
    page.get_by_role("textbox").fill("The stairs are easier")
    page.get_by_role("button", name="Save").click()
    eventually(page, lambda: [entry["payload"]["text"] for entry in pat.entries()] == ["The stairs are easier"])


def test_today_says_when_reminders_reach_nobody_and_can_be_told_to_leave_it(pat: Visitor, open_for: OpenFor) -> None:
    page = open_for(pat, "/")
    expect(page.get_by_text(BANNER)).to_be_visible()
    page.get_by_role("button", name="Not now, tell me again in a week").click()
    expect(page.get_by_text(BANNER)).to_have_count(0)
    page.reload()
    expect(page.get_by_role("heading", name="Next appointment").or_(page.get_by_role("link", name="Check in"))).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text(BANNER)).to_have_count(0)
    page.evaluate("Date.now = (now => () => now() + 8 * 86400000)(Date.now.bind(Date))")
    page.get_by_role("link", name="Timeline").click()
    page.get_by_role("link", name="Today").click()
    expect(page.get_by_text(BANNER)).to_be_visible()


def test_a_clinician_reads_that_somebody_is_not_being_asked(pat: Visitor, clara: Visitor, open_for: OpenFor) -> None:
    written(pat, pat, {"kind": "checkin", "average": 4}, days=1)
    page = open_for(clara, "/", **DESK)
    expect(page.get_by_role("link", name=re.compile("Pat.*No phone gets reminders"))).to_be_visible()
    page.goto(f"/patients/{pat.patient_id}")
    expect(page.get_by_text("No phone gets reminders.")).to_be_visible()


def test_the_guide_begins_with_the_way_of_the_phone_that_reads_it(pat: Visitor, open_for: OpenFor) -> None:
    iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1"
    page = open_for(pat, "/more/reminders/guide", user_agent=iphone)
    first = page.locator("main h2").first
    expect(first).to_have_text("iPhone and iPad")
    expect(page.get_by_text("16.4 or newer")).to_be_visible()
    page.locator("summary").filter(has_text="Android").click()
    expect(page.get_by_text("choose Unrestricted")).to_be_visible()


def test_a_calendars_secret_address_is_told_once_and_can_be_taken_back(pat: Visitor, open_for: OpenFor) -> None:
    page = open_for(pat, "/more/reminders/phones")
    page.get_by_role("button", name="Make a secret address").click()
    address = page.get_by_label("The secret address").input_value()
    assert page.evaluate("async address => (await fetch(address)).headers.get('content-type')", address).startswith("text/calendar")
    page.reload()
    expect(page.get_by_text("An address was made")).to_be_visible()
    expect(page.get_by_label("The secret address")).to_have_count(0)
    page.get_by_role("button", name="End it").click()
    expect(page.get_by_role("button", name="Make a secret address")).to_be_visible()
    assert requests.get(address, timeout=5).status_code == 404
