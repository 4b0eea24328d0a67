"""What browsers, hotels and batteries do to a diary: whatever was saved is there once, here and at the server."""

import re
from typing import Any

import pytest
from playwright.sync_api import Error, Page, Route, expect

from tests.e2e.conftest import OpenFor, eventually
from tests.e2e.phone import all_saved, go_offline, held, log_checkin, log_note, wait_for_shell, write_note
from tests.support.product import Visitor
from tests.support.watch import Watch

pytestmark = pytest.mark.browser
SAVED = "Saved on this phone"
TAP_SAVE = "ms => setTimeout(() => document.querySelector('button[type=submit]').click(), ms)"
PORTAL = "<!doctype html><title>Hotel</title><p>Welcome. Accept our terms to go online."

AS_OF_VERSION_2 = """async ([patient_id, stepsAside]) => {
    const open = indexedDB.open(`backstory-${JSON.parse(localStorage["backstory.person"]).id}`, 2)
    open.onupgradeneeded = () => {
        const made = open.result
        made.createObjectStore("entries", { keyPath: "id" }).createIndex("occurred", ["patient_id", "occurred_ms"])
        for (const name of ["positions", "documents", "drafts"]) made.createObjectStore(name)
        const outbox = made.createObjectStore("outbox", { keyPath: "seq", autoIncrement: true })
        outbox.createIndex("entry", "entry_id")
        outbox.createIndex("op", "op_id", { unique: true })
    }
    await new Promise(done => { open.onsuccess = done })
    const tx = open.result.transaction(["entries", "outbox"], "readwrite")
    const [id, op_id, at] = [crypto.randomUUID(), crypto.randomUUID(), new Date().toISOString()]
    const content = { occurred_at: at, ended_at: null, payload: { kind: "note", text: "written with the old app" } }
    const entry = { ...content, id, patient_id, captured_at: at, version: 0, revision: 0, occurred_ms: Date.parse(at) }
    tx.objectStore("entries").add(entry)
    const op = { op_id, patient_id, entry_id: id, base_version: 0, captured_at: at, state: "waiting", content, before: null }
    tx.objectStore("outbox").add(op)
    await new Promise(done => { tx.oncomplete = done })
    window.kept = open.result  // a tab that is still open
    if (stepsAside) open.result.onversionchange = () => open.result.close()
}"""


def kill(page: Page) -> None:
    """As a system that needs memory ends an app: its process is gone, no handler runs, nothing is finished."""
    with pytest.raises(Error, match="crash"):
        page.goto("chrome://crash", timeout=5000)
    page.close()


def texts(who: Visitor) -> list[str]:
    return sorted(entry["payload"]["text"] for entry in who.entries())


def once_each(who: Visitor, *wanted: str) -> bool:
    return texts(who) == sorted(wanted) and {entry["version"] for entry in who.entries()} == {1}


def test_a_tab_killed_during_a_save_leaves_the_entry_with_its_change_or_neither(open_for: OpenFor, pat: Visitor) -> None:
    page = open_for(pat, "/")
    wait_for_shell(page)
    context, told = page.context, []
    for tab, ms in enumerate((0, 2, 5, 10, 40)):
        write_note(page, f"note {tab}")
        page.evaluate(TAP_SAVE, 10)
        page.wait_for_timeout(10 + ms)
        if ms == 40:
            expect(page.get_by_text(SAVED)).to_be_visible()
            told.append(f"note {tab}")
        kill(page)
        page = context.new_page()
        page.goto("/urgent")
        phone = held(page)
        changes = {op["entry_id"] for op in phone.outbox}
        assert changes <= {entry["id"] for entry in phone.entries}, "a change without its entry"
        assert changes >= {entry["id"] for entry in phone.entries if entry["version"] == 0}, "an entry that would never be sent"
    page.goto("/")
    all_saved(page)
    phone = held(page)
    assert phone.outbox == []
    there = texts(pat)
    assert once_each(pat, *{entry["payload"]["text"] for entry in phone.entries})
    assert set(told) <= set(there)


def test_two_tabs_that_save_and_send_at_once_send_each_entry_once(open_for: OpenFor, pat: Visitor, watch: Watch) -> None:
    one = open_for(pat, "/")
    wait_for_shell(one)
    other = one.context.new_page()
    other.goto("/")
    go_offline(one, watch)
    for page, name in ((one, "one"), (other, "other")):
        log_note(page, f"{name}, offline")
        write_note(page, f"{name}, just then")
    sent: list[str] = []
    one.context.on("request", lambda request: sent.extend(re.findall('"op_id":"([^"]+)"', request.post_data or "")))
    for page in (one, other):
        page.evaluate(TAP_SAVE, 30)
    one.context.set_offline(False)
    for page in (one, other):
        all_saved(page)
    assert once_each(pat, "one, just then", "one, offline", "other, just then", "other, offline")
    assert len(sent) == len(set(sent)), "both tabs sent the same change"


def test_a_hotels_sign_in_page_takes_nothing_and_what_was_written_is_sent_later(open_for: OpenFor, pat: Visitor) -> None:
    page = open_for(pat, "/")
    all_saved(page)
    asked: list[str] = []

    def hotel(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=200, content_type="text/html", body=PORTAL)

    page.context.route("**/api/**", hotel)
    log_checkin(page, 5)
    expect(page.get_by_text("1 waiting, will send when online")).to_be_visible()
    assert asked != [] and pat.entries() == []
    page.reload()
    expect(page.get_by_text("Checked in today")).to_be_visible()
    page.context.unroute("**/api/**")
    page.evaluate("dispatchEvent(new Event('online'))")
    all_saved(page)
    assert [entry["version"] for entry in pat.entries()] == [1]


def test_an_answer_lost_on_its_way_after_the_server_stored_it_doubles_nothing(open_for: OpenFor, pat: Visitor, watch: Watch) -> None:
    watch.expect("net::ERR_FAILED")
    page = open_for(pat, "/")
    all_saved(page)
    lost: list[Any] = []

    def lose(route: Route) -> None:
        if not route.request.post_data_json["ops"] or lost:
            return route.continue_()
        lost.append(route.fetch().json()["results"])
        return route.abort()

    page.context.route("**/sync", lose)
    log_checkin(page, 5)
    eventually(page, lambda: len(pat.entries()) == 1)
    all_saved(page)
    assert [result["status"] for result in lost[0]] == ["applied"]
    assert [entry["version"] for entry in pat.entries()] == [1]
    assert held(page).outbox == []


def test_a_phone_whose_database_is_deleted_gets_everything_back(open_for: OpenFor, pat: Visitor) -> None:
    page = open_for(pat, "/")
    for text in ("first", "second"):
        log_note(page, text)
    all_saved(page)
    with page.expect_navigation():  # it lets go of what is gone, and starts anew
        page.evaluate("async () => { for (const { name } of await indexedDB.databases()) indexedDB.deleteDatabase(name) }")
    page.goto("/timeline")
    for text in ("first", "second"):
        expect(page.get_by_text(text)).to_be_visible()
    assert once_each(pat, "first", "second")


def test_a_new_version_of_the_app_taken_while_entries_wait_sends_them(open_for: OpenFor, pat: Visitor, watch: Watch) -> None:
    page = open_for(pat, "/")
    wait_for_shell(page)
    all_saved(page)
    watch.expect("net::ERR_FAILED")
    page.context.route("**/sync", lambda route: route.abort())
    log_note(page, "before the update")
    # Another address is another worker, as one of a later version is; the server has only this one.
    page.evaluate("navigator.serviceWorker.register('/sw.js?later')")
    page.evaluate("window.old = true")
    page.get_by_role("button", name="Use it now").click()
    page.wait_for_function("() => !window.old && navigator.serviceWorker.controller.scriptURL.endsWith('?later')")
    expect(page.get_by_text(re.compile("^1 waiting"))).to_be_visible()
    page.context.unroute("**/sync")
    page.reload()
    all_saved(page)
    assert once_each(pat, "before the update")


@pytest.mark.parametrize("steps_aside", [True, False], ids=["steps aside", "is closed later"])
def test_an_old_tab_open_during_an_upgrade_of_the_database_costs_nothing(open_for: OpenFor, pat: Visitor, steps_aside: bool) -> None:
    old = open_for(pat, "/icons/icon.svg")  # a page of this site without today's app
    old.evaluate(AS_OF_VERSION_2, [pat.patient_id, steps_aside])
    new = old.context.new_page()
    new.goto("/")
    if not steps_aside:
        expect(new.get_by_role("link", name="Spasm now")).to_be_visible()
        assert pat.entries() == []
        old.close()
    all_saved(new)
    assert once_each(pat, "written with the old app")
    new.goto("/timeline")
    expect(new.get_by_text("written with the old app")).to_be_visible()
