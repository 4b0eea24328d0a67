"""A new phone fetches ten years of entries, with Chromium's processor slowed down four times as Lighthouse does for a cheap phone."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect, sync_playwright

from tests.bench.filling import Someone, fill
from tests.bench.running import serving
from tests.bench.table import Line
from tests.support.chromium import PHONE, chromium

ENTRIES, SLOWED = 15_000, 4
PATIENCE = 180_000  # ms
_WATCH = "window.tasks = []; new PerformanceObserver(list => tasks.push(...list.getEntries().map(e => e.duration))).observe({type: 'longtask', buffered: true})"


def lines(folder: Path) -> list[Line]:
    folder.mkdir()
    [pat] = fill(f"sqlite:///{folder / 'backstory.sqlite3'}", ENTRIES, patients=1)
    environment = {"BACKSTORY_ENV": "test", "BACKSTORY_DATA_DIR": str(folder)}
    with serving("ours", environment, folder) as client, sync_playwright() as playwright, chromium(playwright) as browser:
        context = browser.new_context(base_url=client.origin, storage_state=_signed_in(client.origin, pat), **PHONE)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
        page.add_init_script(_WATCH)
        received: list[int] = []
        page.on("response", lambda response: received.append(len(response.json()["entries"])) if response.url.endswith("/sync") else None)
        began = time.perf_counter()
        page.goto("/")
        page.get_by_role("link", name="Note", exact=True).click()
        page.get_by_role("textbox").fill("written while it comes")
        tapped = time.perf_counter()
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("Saved on this phone").first).to_be_visible(timeout=PATIENCE)
        saved, during = time.perf_counter(), sum(received)
        assert during < ENTRIES, "all had come before anything could be written"
        expect(page.locator(".sync-line")).to_contain_text("All saved", timeout=PATIENCE)
        complete, longest = time.perf_counter(), _longest(page)
        first = sum(received)
        assert first == ENTRIES + 1
        received.clear()
        page.reload()
        expect(page.locator(".sync-line")).to_contain_text("All saved", timeout=PATIENCE)
        context.close()
    name = f"first sync of {ENTRIES:,}, {SLOWED}x slower"
    return [
        Line(f"{name}: something written and saved after", None, saved - began, "<= 5", 5, unit="s"),
        Line(f"{name}: of it from tap to saved", None, saved - tapped, "<= 0.5", 0.5, unit="s"),
        Line(f"{name}: longest task", None, longest, "<= 200", 200, unit="ms"),
        Line(f"{name}: complete after", None, complete - began, "<= 60", 60, unit="s"),
        Line(f"{name}: entries fetched at the next open", None, sum(received), "<= 0", 0, unit=""),
    ]


def _longest(page: Page) -> float:
    found: float = page.evaluate("Math.max(0, ...window.tasks)")
    return found


def _signed_in(origin: str, who: Someone) -> Any:
    """A browser in which this person has just signed in for the first time."""
    cookie = {"name": "backstory", "value": who.token, "domain": "127.0.0.1", "path": "/", "expires": -1, "httpOnly": True, "secure": False, "sameSite": "Lax"}
    person = {"id": str(who.person_id), "name": "Pat 0", "role": "patient", "patient_id": str(who.patient_id), "practice": None}
    return {"cookies": [cookie], "origins": [{"origin": origin, "localStorage": [{"name": "backstory.person", "value": json.dumps(person)}]}]}
