"""Takes the pictures of docs/screens from the running product with its demonstration practice.

.venv/bin/python scripts/screens.py                # the README's pictures
.venv/bin/python scripts/screens.py --all FOLDER   # every screen, light and dark, phone and desk: to look at
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

from tests.support.postgres import free_port

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
    "/more/sharing",
    "/more/devices",
    "/more/appearance",
    "/more/about",
    "/more/waiting",
    "/urgent",
]
CLINICIAN = ["/", "/enrol", "/patients/{patient}", "/patients/{patient}/session", "/patients/{patient}/after-session", "/patients/{patient}/note", "/more"]
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
def product() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="backstory-screens-") as folder:
        port = free_port()
        environment = os.environ | {"BACKSTORY_DATA_DIR": folder, "BACKSTORY_PORT": str(port)}
        for command in ("migrate", "demo"):
            subprocess.run([*CLI, command], env=environment, check=True, stdout=subprocess.DEVNULL)
        with (Path(folder) / "serve.log").open("w") as log:
            server = subprocess.Popen([*CLI, "serve", "--no-worker"], env=environment, stdout=log, stderr=log)
        try:
            _wait(f"http://127.0.0.1:{port}/readyz")
            yield f"http://127.0.0.1:{port}"
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


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--all", type=Path)
    everything = parser.parse_args().all
    with product() as origin, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"] if os.geteuid() == 0 else [])
        if everything:
            everything.mkdir(parents=True, exist_ok=True)
            for size, name in ((PHONE, "phone"), (DESK, "desk")):
                for scheme in ("light", "dark"):
                    for role, paths in (("nobody", ["/sign-in", "/urgent", "/join/ABCDE-FGHJK"]), ("patient", PATIENT), ("clinician", CLINICIAN)):
                        page, patient = signed_in(browser, origin, role, size, scheme)
                        for path in paths:
                            slug = path.strip("/").replace("{patient}", "x").replace("/", "-") or "home"
                            take(page, path, patient, everything / f"{role}-{slug}-{name}-{scheme}.png", full=True)
                        page.context.close()
        else:
            for role, path, size, scheme, name in README:
                page, patient = signed_in(browser, origin, role, size, scheme)
                take(page, path, patient, ROOT / "docs/screens" / f"{name}.png", full=False)
                page.context.close()
        browser.close()


if __name__ == "__main__":
    main()
