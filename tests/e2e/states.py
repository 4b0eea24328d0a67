"""The states of a person's words that are hard to meet by chance, brought about in the real app: for tests and for eyes."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from playwright.sync_api import Page, Route, expect

from backstory.kernel.ids import new_id
from tests.e2e.phone import all_saved, log_checkin, log_note, many_more_wait, sign_in, spoil_what_waits, wait_for_shell
from tests.support.product import Visitor

LONG_NOTE = "Woke at three with a cramp on the left side, walked it off on the stairs, then heat for twenty minutes."


def waiting(page: Page, who: Visitor) -> None:
    """Three entries that cannot leave."""
    page.goto("/")
    wait_for_shell(page)
    all_saved(page)
    page.context.set_offline(True)
    log_checkin(page, 6)
    log_note(page, LONG_NOTE)
    log_note(page, "Ask Clara about the stairs")
    page.goto("/")
    expect(page.get_by_text("3 waiting, will send when online")).to_be_visible()


def offline(page: Page, who: Visitor) -> None:
    page.goto("/")
    wait_for_shell(page)
    all_saved(page)
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_text("You are offline. All saved")).to_be_visible()


def rejected(page: Page, who: Visitor) -> None:
    """One that a newer server does not take."""
    page.goto("/")
    wait_for_shell(page)
    all_saved(page)
    page.context.set_offline(True)
    log_checkin(page, 3)
    spoil_what_waits(page, shoe_size=42)
    page.context.set_offline(False)
    page.reload()
    page.get_by_role("link", name="1 needs a look").click()
    expect(page.get_by_text("We could not send this one")).to_be_visible()


def conflict(page: Page, who: Visitor) -> None:
    """A check-in that was changed to 2 elsewhere, while this phone, without a connection, changed it to 6."""
    page.goto("/")
    wait_for_shell(page)
    log_checkin(page, 4)
    all_saved(page)
    (entry,) = [one for one in who.entries() if one["payload"]["kind"] == "checkin" and one["payload"]["average"] == 4]
    page.goto(f"/entry/{entry['id']}/edit")
    page.get_by_role("group", name=re.compile("Your average pain")).locator("[data-n='6']").click()
    page.context.set_offline(True)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved on this phone").first).to_be_visible()
    elsewhere = {"kind": "checkin", "average": 2, "note": "Better after the walk"}
    body = {"base_version": 1, "occurred_at": entry["occurred_at"], "captured_at": datetime.now(UTC).isoformat(), "payload": elsewhere}
    who.put(f"{who.url}/entries/{entry['id']}", body)
    page.context.set_offline(False)
    expect(page.get_by_role("heading", name="The other one")).to_be_visible()
    page.goto("/")
    page.get_by_role("link", name="1 needs a look").click()
    expect(page.get_by_role("heading", name="The other one")).to_be_visible()


def first_sync(page: Page, who: Visitor) -> Callable[[], None]:
    """A new phone, on which nobody is signed in, of a person who has written a lot. What follows the first page is kept back."""
    write_history(who, 1200)
    release = hold_after(page, 1)
    page.goto("/sign-in")
    sign_in(page, who)
    expect(page.get_by_text("500 entries so far")).to_be_visible()
    return release


def sending_many(page: Page, who: Visitor) -> Callable[[], None]:
    """A thousand that wait, of which the first five hundred have left."""
    page.add_init_script("delete ServiceWorkerRegistration.prototype.sync")  # else the worker may be first, out of sight
    page.goto("/")
    wait_for_shell(page)
    all_saved(page)
    page.context.set_offline(True)
    log_note(page, "note 0")
    many_more_wait(page, 999)
    release = hold_after(page, 1)
    page.context.set_offline(False)
    expect(page.get_by_text("500 of 1,000 sent")).to_be_visible()
    return release


def signing_out(page: Page, who: Visitor) -> None:
    waiting(page, who)
    page.goto("/more")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def write_history(who: Visitor, count: int) -> None:
    """As of many days, a few an hour; written at the time."""
    now = datetime.now(UTC).replace(microsecond=0)
    for start in range(0, count, 500):
        moments = [(now - timedelta(hours=7 * number)).isoformat() for number in range(start, min(start + 500, count))]
        ops = [
            {"op_id": str(uuid4()), "entry_id": str(new_id()), "base_version": 0, "occurred_at": at, "captured_at": at}
            | {"payload": {"kind": "checkin", "average": number % 11}}
            for number, at in enumerate(moments)
        ]
        who.post(f"{who.url}/sync", {"epoch": None, "cursor": 2**53 - 1, "ops": ops})


def hold_after(page: Page, exchanges: int) -> Callable[[], None]:
    """The answers to all later exchanges are kept back until the call."""
    held: list[Route] = []
    seen: list[str] = []
    released: list[bool] = []

    def hold(route: Route) -> None:
        seen.append(route.request.url)
        if len(seen) <= exchanges or released:
            route.continue_()
        else:
            held.append(route)

    def release() -> None:
        released.append(True)
        for route in held:
            route.continue_()

    page.context.route("**/sync", hold)
    return release
