"""What the screens about reminders show after weeks of use, to be looked at: what would take days to come about is answered in the
server's place."""

from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import Page

from backstory.kernel.ids import new_id
from tests.support.product import Visitor

LATELY = [
    ("shown", None),
    ("logged", None),
    ("cancelled", "logged"),
    ("cancelled", "quiet_hours"),
    ("missed", "worker_away"),
    ("cancelled", "away"),
    ("opened", None),
]


def banner(page: Page, pat: Visitor) -> None:
    """Reminders are on, and no phone allows them."""
    _open(page, "/")
    page.get_by_text("no phone allows them").wait_for()


def rules(page: Page, pat: Visitor) -> None:
    for rule in pat.get("/api/v1/reminders")["items"]:
        if rule["kind"] in ("peg", "exercise"):
            pat.put(f"/api/v1/reminders/{rule['id']}", {name: rule[name] for name in ("kind", "at", "zone", "days")})
    _settings(pat)
    prompt = {"delivery_id": str(new_id()), "kind": "checkin", "about": None, "due_at": _ago(minutes=12)}
    _says(page, "reminders/status", {"last_shown_at": _ago(days=1), "trouble": None, "device": None, "open_prompt": prompt})
    _open(page, "/more/reminders")


def one_rule(page: Page, pat: Visitor) -> None:
    _open(page, f"/more/reminders/rule/{pat.get('/api/v1/reminders')['items'][0]['id']}")


def quiet(page: Page, pat: Visitor) -> None:
    _settings(pat)
    _open(page, "/more/reminders/quiet")


def devices(page: Page, pat: Visitor) -> None:
    device = {"active": True, "made_at": _ago(days=60), "quiet": False, "failing": None, "retired": False}
    items = [
        device | {"name": "Chrome on Android", "seen_at": _ago(days=9), "last_shown_at": _ago(days=9), "quiet": True},
        device | {"name": "Firefox on Linux", "seen_at": _ago(hours=2), "last_shown_at": _ago(hours=26)},
        device | {"name": "Safari on iPhone", "seen_at": _ago(days=12), "last_shown_at": _ago(days=13), "active": False, "retired": True},
    ]
    _says(page, "push/subscriptions", {"items": [one | {"id": str(new_id())} for one in items]})
    _says(page, "reminders/email", {"address": None, "confirmed": False, "available": True})
    _open(page, "/more/reminders/phones")


def ledger(page: Page, pat: Visitor) -> None:
    first, *others = pat.get("/api/v1/reminders")["items"]
    slots = []
    for days, (state, reason) in enumerate(LATELY):
        at = datetime.now(UTC) - timedelta(days=days, hours=2)
        slot = {"local_date": at.date().isoformat(), "slot_no": 0, "about": None, "due_at": at.isoformat()}
        slots.append(slot | {"state": state, "reason": reason, "deliveries": []})
    _says(page, f"reminders/{first['id']}/deliveries", {"items": slots})
    soreness = next(rule for rule in others if rule["kind"] == "soreness")
    _says(page, f"reminders/{soreness['id']}/deliveries", {"items": [slots[1], slots[2] | {"reason": "two_zeros"}]})
    _open(page, "/more/reminders/ledger")


def guide(page: Page, pat: Visitor) -> None:
    _open(page, "/more/reminders/guide")


def peg(page: Page, pat: Visitor) -> None:
    _open(page, "/peg")
    page.locator("[data-n='5']").first.click()


def tell(page: Page, pat: Visitor) -> None:
    starts_at = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    appointment = {"id": str(new_id()), "starts_at": starts_at, "minutes": 45, "note": "", "practice": {"id": str(new_id()), "name": "Harbour Clinic"}}
    _says(page, f"patients/{pat.patient_id}/appointments", {"items": [appointment]})
    _open(page, "/tell")


ALL = (banner, rules, one_rule, quiet, devices, ledger, guide, peg, tell)


def _settings(pat: Visitor) -> None:
    quiet = {"quiet_from": "22:00", "quiet_to": "07:00", "away_from": "2030-01-01", "away_until": "2030-01-09", "follow_up_minutes": 60}
    pat.put("/api/v1/reminders/settings", quiet | {"zone": "Europe/Warsaw", "follow_zone": True})


def _open(page: Page, path: str) -> None:
    page.goto(path)
    page.wait_for_load_state("networkidle")


def _says(page: Page, path: str, answer: dict[str, Any]) -> None:
    page.route(f"**/api/v1/{path}", lambda route: route.fulfill(json=answer))


def _ago(**ago: int) -> str:
    return (datetime.now(UTC) - timedelta(**ago)).isoformat()
