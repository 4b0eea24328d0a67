"""What a person does with the diary, and what their phone's own database holds, seen from outside the app."""

import re
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page, expect

from tests.support.product import PASSWORD, Visitor
from tests.support.watch import Watch

OFFLINE = "net::ERR_INTERNET_DISCONNECTED"
OPEN = """
const asked = request => new Promise((done, failed) => {
    request.onsuccess = () => done(request.result)
    request.onerror = () => failed(request.error)
})
const database = await asked(indexedDB.open(`backstory-${JSON.parse(localStorage["backstory.person"]).id}`))
try {
    %s
} finally {
    database.close()
}"""
READ = (
    OPEN
    % """
    const tx = database.transaction(["entries", "outbox"])
    const [entries, outbox] = await Promise.all(["entries", "outbox"].map(name => asked(tx.objectStore(name).getAll())))
    return { entries, outbox }"""
)
SPOIL = (
    OPEN
    % """
    const outbox = database.transaction("outbox", "readwrite").objectStore("outbox")
    const ops = await asked(outbox.getAll())
    for (const op of ops) {
        Object.assign(op.content.payload, more)
        await asked(outbox.put(op))
    }"""
)

MULTIPLY = (
    OPEN
    % """
    const tx = database.transaction(["entries", "outbox"], "readwrite")
    const [entries, outbox] = ["entries", "outbox"].map(name => tx.objectStore(name))
    const [op] = await asked(outbox.getAll())
    const entry = await asked(entries.get(op.entry_id))
    for (let number = 1; number <= count; number++) {
        const [op_id, id] = [crypto.randomUUID(), crypto.randomUUID()]
        const { seq, ...rest } = op
        outbox.add({ ...rest, op_id, entry_id: id, content: { ...op.content, payload: { kind: "note", text: `note ${number}` } } })
        entries.add({ ...entry, id, payload: { kind: "note", text: `note ${number}` } })
    }
    await new Promise(done => { tx.oncomplete = done })"""
)


@dataclass(frozen=True)
class Held:
    """The database of a phone: one transaction's view of it."""

    entries: list[dict[str, Any]]
    outbox: list[dict[str, Any]]


def held(page: Page) -> Held:
    return Held(**page.evaluate(f"async () => {{ {READ} }}"))


def spoil_what_waits(page: Page, **more: Any) -> None:
    """As an older app would have written it: the server of today knows no such field."""
    page.evaluate(f"async more => {{ {SPOIL} }}", more)


def many_more_wait(page: Page, count: int) -> None:
    """The one note that waits, so many times more."""
    page.evaluate(f"async count => {{ {MULTIPLY} }}", count)


def wait_for_shell(page: Page) -> None:
    """The worker is active only once everything that is needed offline is on the phone."""
    page.wait_for_function("navigator.serviceWorker.ready.then(registration => registration.active.state === 'activated')")


def go_offline(page: Page, watch: Watch) -> None:
    watch.expect(OFFLINE)
    page.context.set_offline(True)


def all_saved(page: Page) -> None:
    expect(page.get_by_role("status").filter(has_text=re.compile("^All saved"))).to_be_visible()


def log_checkin(page: Page, average: int) -> None:
    page.get_by_role("link", name="Check in").click()
    question = page.get_by_role("group", name=re.compile("Your average pain"))
    question.locator(f"[data-n='{average}']").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved on this phone").first).to_be_visible()


def log_spasm(page: Page, peak: int) -> None:
    page.get_by_role("link", name="Spasm now").click()
    page.get_by_role("group", name="How strong is it?").locator(f"[data-n='{peak}']").click()
    expect(page.get_by_role("heading", name="Spasm going on")).to_be_visible()


def log_exercise(page: Page, name: str) -> None:
    page.get_by_role("link", name=name).click()
    page.get_by_role("button", name="Done", exact=True).click()
    expect(page.get_by_text("done today")).to_be_visible()


def log_note(page: Page, text: str) -> None:
    write_note(page, text)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved on this phone").first).to_be_visible()


def write_note(page: Page, text: str) -> None:
    page.goto("/note")
    page.get_by_role("textbox").fill(text)


def sign_in(page: Page, who: Visitor) -> None:
    page.get_by_label("Sign-in name").fill(who.login)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Today", exact=True)).to_be_visible()
