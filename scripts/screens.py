"""Takes the pictures of docs/screens from the running product with its demonstration practice.

.venv/bin/python -m scripts.screens                # the README's pictures
.venv/bin/python -m scripts.screens --all FOLDER   # every screen, light and dark, phone and desk: to look at
.venv/bin/python -m scripts.screens --states FOLDER  # only the states of a person's words: waiting, refused, written twice ...
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from backstory.kernel.db import Database
from tests.e2e import reminder_states, states
from tests.support.postgres import free_port
from tests.support.product import Product

ROOT = Path(__file__).parents[1]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
CLI = [sys.executable, "-m", "backstory.cli"]

PATIENT = [
    "/",
    "/check-in",
    "/spasm",
    "/soreness",
    "/exercise",
    "/note",
    "/timeline",
    "/trends",
    "/more",
    "/more/reminders",
    "/more/reminders/quiet",
    "/more/reminders/phones",
    "/more/reminders/ledger",
    "/more/reminders/guide",
    "/peg",
    "/tell",
    "/more/sharing",
    "/more/devices",
    "/more/appearance",
    "/more/about",
    "/more/waiting",
    "/urgent",
]
CLINICIAN = ["/", "/enrol", "/patients/{patient}", "/patients/{patient}/session", "/patients/{patient}/after-session", "/patients/{patient}/note", "/more"]
# What it takes to meet them, and where they are looked at.
STATES = [
    (states.waiting, "/"),
    (states.waiting, "/more/waiting"),
    (states.offline, "/"),
    (states.rejected, None),
    (states.conflict, None),
    (states.sending_many, None),
    (states.first_sync, None),
    (states.signing_out, None),
    *((state, None) for state in reminder_states.ALL),
]
README = [
    ("patient", "/", PHONE, "light", "today"),
    ("patient", "/check-in", PHONE, "light", "check-in"),
    ("patient", "/spasm", PHONE, "dark", "spasm"),
    ("patient", "/timeline", PHONE, "light", "timeline"),
    ("clinician", "/", DESK, "light", "caseload"),
    ("clinician", "/patients/{patient}", DESK, "light", "patient"),
    ("clinician", "/patients/{patient}/session", PHONE, "light", "session"),
]


@contextmanager
def product() -> Iterator[Product]:
    with tempfile.TemporaryDirectory(prefix="backstory-screens-") as folder:
        port = free_port()
        environment = os.environ | {"BACKSTORY_DATA_DIR": folder, "BACKSTORY_PORT": str(port)}
        for command in ("migrate", "demo"):
            subprocess.run([*CLI, command], env=environment, check=True, stdout=subprocess.DEVNULL)
        with (Path(folder) / "serve.log").open("w") as log:
            server = subprocess.Popen([*CLI, "serve", "--no-worker"], env=environment, stdout=log, stderr=log)
        try:
            _wait(f"http://127.0.0.1:{port}/readyz")
            yield Product(f"http://127.0.0.1:{port}", environment, Database(f"sqlite:///{folder}/backstory.sqlite3"))
        finally:
            server.terminate()
            server.wait()


def _wait(url: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(url, timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the product did not start")


def signed_in(browser: Browser, origin: str, role: str, size: dict[str, int], scheme: str) -> tuple[Page, str]:
    context = browser.new_context(viewport=size, color_scheme=scheme, base_url=origin, timezone_id="Europe/Warsaw", locale="en-GB", reduced_motion="reduce")
    page = context.new_page()
    patient = ""
    if role != "nobody":
        people = json.loads(context.request.get("/api/v1/about").text())["demo"]
        person = next(one for one in people if one["role"] == role)
        page.goto("/sign-in")
        page.get_by_label("Sign-in name").fill(person["login"])
        page.get_by_label("Password", exact=True).fill(person["password"])
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url(lambda url: not url.endswith("/sign-in"))
        page.wait_for_timeout(1500)  # the first exchange
        patient = json.loads(context.request.get("/api/v1/patients").text())["items"][0]["id"]
    return page, patient


def take(page: Page, path: str, patient: str, file: Path, *, full: bool) -> None:
    page.goto(path.format(patient=patient))
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(400)
    page.screenshot(path=file, full_page=full)
    print(file)


def take_states(browser: Browser, product: Product, folder: Path) -> None:
    for size, name in ((PHONE, "phone"), (DESK, "desk")):
        for scheme in ("light", "dark"):
            for bring_about, path in STATES:
                who = product.bring_in("Pat", "patient", share_with="Harbour Clinic")
                new_phone = bring_about is states.first_sync
                context = browser.new_context(
                    viewport=size,
                    color_scheme=scheme,
                    base_url=product.origin,
                    locale="en-GB",
                    timezone_id="Europe/Warsaw",
                    reduced_motion="reduce",
                    storage_state=None if new_phone else who.signed_in,
                )
                page = context.new_page()
                release = bring_about(page, who)
                if path:
                    page.goto(path)
                page.wait_for_timeout(400)
                slug = bring_about.__name__.replace("_", "-") + (path or "").rstrip("/").replace("/", "-")
                file = folder / f"state-{slug}-{name}-{scheme}.png"
                page.screenshot(path=file, full_page=bring_about is not states.signing_out)
                print(file)
                if release:
                    release()
                context.close()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--all", type=Path)
    parser.add_argument("--states", type=Path)
    chosen = parser.parse_args()
    everything, only_states = chosen.all, chosen.states or chosen.all
    with product() as running, sync_playwright() as playwright:
        origin = running.origin
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"] if os.geteuid() == 0 else [])
        if only_states:
            only_states.mkdir(parents=True, exist_ok=True)
            take_states(browser, running, only_states)
        if everything:
            for size, name in ((PHONE, "phone"), (DESK, "desk")):
                for scheme in ("light", "dark"):
                    for role, paths in (("nobody", ["/sign-in", "/urgent", "/join/ABCDE-FGHJK"]), ("patient", PATIENT), ("clinician", CLINICIAN)):
                        page, patient = signed_in(browser, origin, role, size, scheme)
                        for path in paths:
                            slug = path.strip("/").replace("{patient}", "x").replace("/", "-") or "home"
                            take(page, path, patient, everything / f"{role}-{slug}-{name}-{scheme}.png", full=True)
                        page.context.close()
        if not only_states:
            for role, path, size, scheme, name in README:
                page, patient = signed_in(browser, origin, role, size, scheme)
                take(page, path, patient, ROOT / "docs/screens" / f"{name}.png", full=False)
                page.context.close()
        browser.close()


if __name__ == "__main__":
    main()
