"""What the screens say of words that are not simply saved, and what one tap does about it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import states
from tests.e2e.conftest import OpenFor, eventually
from tests.e2e.phone import OFFLINE, all_saved, go_offline, held, log_note, sign_in, wait_for_shell, write_note
from tests.support.product import Visitor
from tests.support.watch import Watch

pytestmark = pytest.mark.browser
NO_ROOM = """() => {
    const { add } = IDBObjectStore.prototype
    IDBObjectStore.prototype.add = function (...what) {
        if (!window.room) throw new DOMException("no room", "QuotaExceededError")
        return add.apply(this, what)
    }
}"""


@pytest.fixture
def phone(open_for: OpenFor, pat: Visitor, watch: Watch) -> Page:
    watch.expect(OFFLINE)
    return open_for(pat, "/", accept_downloads=True)


def test_the_quiet_line_tells_when_all_was_saved(phone: Page) -> None:
    expect(phone.locator(".sync-line")).to_have_text(re.compile(r"^All saved, \d+:\d\d"))
    states.offline(phone, None)
    expect(phone.locator(".sync-line")).to_have_text(re.compile(r"^You are offline. All saved, \d+:\d\d"))


def test_what_waits_is_listed_in_words(phone: Page, pat: Visitor) -> None:
    states.waiting(phone, pat)
    phone.goto("/more/waiting")
    section = phone.get_by_role("list").filter(has_text="Ask Clara")
    expect(section.get_by_role("listitem")).to_have_count(3)
    expect(section).to_contain_text("Average pain: 6 of 10")
    phone.context.set_offline(False)
    expect(phone.get_by_text("Everything is sent")).to_be_visible()
    assert len(pat.entries()) == 3


def test_a_thousand_that_wait_leave_in_two_exchanges_and_are_counted_on_the_way(phone: Page, pat: Visitor) -> None:
    sizes: list[int] = []
    phone.on("request", lambda request: sizes.append(len(request.post_data_json["ops"])) if request.url.endswith("/sync") else None)
    release = states.sending_many(phone, pat)
    assert phone.get_by_role("status").filter(has_text="Sending").inner_text() == "Sending", "numbers that move are not read out"
    release()
    all_saved(phone)
    assert [size for size in sizes if size] == [500, 500]
    assert held(phone).outbox == []


def test_a_long_diary_can_be_read_and_written_while_it_is_fetched(pat: Visitor, open_for: OpenFor) -> None:
    new_phone = open_for(None, "/urgent")
    release = states.first_sync(new_phone, pat)
    new_phone.get_by_role("link", name="Timeline").click()
    expect(new_phone.get_by_text("500 entries so far")).to_be_visible()
    expect(new_phone.get_by_role("link", name=re.compile("^Average pain")).first).to_be_visible()
    log_in_the_meantime = "written while it comes"
    new_phone.get_by_role("link", name="Today").click()
    new_phone.get_by_role("link", name="Note", exact=True).click()
    new_phone.get_by_role("textbox").fill(log_in_the_meantime)
    new_phone.get_by_role("button", name="Save").click()
    expect(new_phone.get_by_text("Saved on this phone").first).to_be_visible()
    release()
    all_saved(new_phone)
    assert len(held(new_phone).entries) == 1201
    eventually(new_phone, lambda: pat.entries()[0]["payload"].get("text") == log_in_the_meantime)


def test_what_is_refused_can_be_kept_as_text_given_up_and_taken_back(phone: Page, pat: Visitor) -> None:
    states.rejected(phone, pat)
    with phone.expect_download() as download:
        phone.get_by_role("button", name="Save as text").click()
    written = download.value.path().read_text()
    assert "average: 3" in written and "shoe size: 42" in written, "nothing that was written is left out"
    phone.get_by_role("button", name="Give it up").click()
    expect(phone.get_by_text("Everything is sent")).to_be_visible()
    assert held(phone).entries == []
    phone.get_by_role("button", name="Undo").click()
    expect(phone.get_by_text("We could not send this one")).to_be_visible()
    assert len(held(phone).entries) == 1


def test_what_is_refused_can_be_corrected_and_is_then_sent(phone: Page, pat: Visitor) -> None:
    phone.goto("/")
    wait_for_shell(phone)
    phone.context.set_offline(True)
    log_note(phone, "x" * 20)
    states.spoil_what_waits(phone, text="x" * 9000)
    phone.context.set_offline(False)
    phone.reload()
    phone.get_by_role("link", name="1 needs a look").click()
    phone.get_by_role("link", name="Change it").click()
    phone.get_by_role("textbox", name="What you want").fill("short")
    phone.get_by_role("button", name="Save").click()
    eventually(phone, lambda: [entry["payload"]["text"] for entry in pat.entries()] == ["short"])


def test_of_two_versions_both_are_shown_and_one_tap_brings_the_other_back(phone: Page, pat: Visitor) -> None:
    states.conflict(phone, pat)
    card = phone.get_by_role("region", name="Changed twice")
    expect(card).to_contain_text("6 of 10")
    expect(card).to_contain_text("2 of 10")
    expect(card).to_contain_text("Better after the walk")
    card.get_by_role("button", name="Bring this one back").click()
    expect(phone.get_by_text("nothing needs a look")).to_be_visible()
    eventually(phone, lambda: pat.entries()[0]["payload"]["average"] == 2)
    assert pat.entries()[0]["version"] == 4


def test_of_two_versions_one_tap_keeps_the_one_on_top(phone: Page, pat: Visitor) -> None:
    states.conflict(phone, pat)
    phone.get_by_role("button", name="Keep this one").click()
    expect(phone.get_by_text("nothing needs a look")).to_be_visible()
    phone.goto("/")
    all_saved(phone)
    expect(phone.get_by_role("link", name="needs a look")).to_have_count(0)
    assert pat.entries()[0]["payload"]["average"] == 6


def test_signing_out_tells_what_would_be_lost_and_asks(phone: Page, pat: Visitor, watch: Watch) -> None:
    watch.expect("status of 401")  # the start and the connection that came back may both end the session
    states.signing_out(phone, pat)
    dialog = phone.get_by_role("dialog")
    expect(dialog.get_by_role("listitem")).to_have_count(3)
    expect(dialog.get_by_role("button", name="Stay signed in")).to_be_focused()
    with phone.expect_download() as download:
        dialog.get_by_role("button", name="Save as text").click()
    assert "Ask Clara about the stairs" in download.value.path().read_text()
    dialog.get_by_role("button", name="Stay signed in").click()
    expect(dialog).to_have_count(0)
    expect(phone.get_by_role("button", name="Sign out")).to_be_focused()
    phone.goto("/")
    expect(phone.get_by_text("3 waiting")).to_be_visible()

    phone.goto("/more")
    phone.get_by_role("button", name="Sign out").click()
    phone.get_by_role("button", name="Sign out and lose these").click()
    expect(phone.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    expect(phone.get_by_role("status").filter(has_text="Signed out")).to_be_visible()
    eventually(phone, lambda: phone.evaluate("indexedDB.databases()") == [])
    assert phone.evaluate("localStorage.getItem('backstory.person')") is None
    assert pat.ask("GET", "/api/v1/session").status_code == 200, "without a connection the server does not know yet"
    phone.context.set_offline(False)
    phone.reload()
    eventually(phone, lambda: pat.ask("GET", "/api/v1/session").status_code == 401)


def test_signing_out_with_a_connection_sends_first_and_asks_nothing(phone: Page, pat: Visitor, watch: Watch) -> None:
    watch.expect("status of 401")  # an exchange may be under way while the session ends
    phone.goto("/")
    wait_for_shell(phone)
    go_offline(phone, watch)
    log_note(phone, "on the way out")
    phone.goto("/more")
    phone.context.set_offline(False)
    phone.get_by_role("button", name="Sign out").click()
    expect(phone.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    sign_in(phone, pat)
    phone.goto("/timeline")
    expect(phone.get_by_text("on the way out")).to_be_visible()


def test_a_full_phone_says_so_and_what_was_written_stays_on_the_screen(phone: Page, pat: Visitor) -> None:
    """Chromium's own test quota does not reach databases in memory: the refusal itself is put in its place."""
    all_saved(phone)
    write_note(phone, "a note that finds no room")
    phone.evaluate(NO_ROOM)
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_text("This phone is full")).to_be_visible()
    expect(phone.get_by_role("textbox")).to_have_value("a note that finds no room")
    phone.evaluate("window.room = true")
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_text("Saved on this phone").first).to_be_visible()
    eventually(phone, lambda: len(pat.entries()) == 1)


def test_an_entry_keeps_its_day_in_every_time_zone_and_says_what_its_clock_got_wrong(open_for: OpenFor, pat: Visitor) -> None:
    late = {"occurred_at": "2026-11-10T23:50:00+01:00", "captured_at": "2026-11-13T21:00:00+01:00"}
    entry_id = str(states.new_id())
    pat.put(f"{pat.url}/entries/{entry_id}", late | {"base_version": 0, "payload": {"kind": "checkin", "average": 4}})
    ahead = {"occurred_at": "2026-11-11T09:00:00+01:00", "captured_at": "2099-01-01T00:00:00+01:00"}
    pat.put(f"{pat.url}/entries/{states.new_id()}", ahead | {"base_version": 0, "payload": {"kind": "note", "text": "from 2099"}})
    for zone in ("Pacific/Auckland", "America/Los_Angeles"):
        phone = open_for(pat, "/timeline", timezone_id=zone, locale="en-GB")
        day = phone.locator("section.day").filter(has_text="Average pain")
        expect(day.get_by_role("heading")).to_have_text(re.compile("10 November"))
        expect(day.get_by_text("23:50")).to_be_visible()
        expect(day.get_by_text("written 3 days later")).to_be_visible()
        from_2099 = phone.locator("section.day").filter(has_text="from 2099")
        expect(from_2099.get_by_text("clock was ahead")).to_be_visible()
        expect(from_2099).not_to_contain_text(re.compile(r"\d{4,} days"))
        phone.goto(f"/entry/{entry_id}")
        expect(phone.get_by_text("23:50")).to_be_visible()
        expect(phone.get_by_text("written 3 days later")).to_be_visible()
