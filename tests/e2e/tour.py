"""Every screen of the app: which there are, as its own source says, and an address at which each has something to show."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from backstory.kernel.ids import new_id
from tests.support.product import Product, Visitor

SOURCES = Path(__file__).parents[2] / "frontend" / "src"
EVERY_DAY = ["mo", "tu", "we", "th", "fr", "sa", "su"]
LUMBAR = {"region": "lumbar", "side": "left"}
BY_DEFAULT = "(any other)"


def routes() -> dict[str, set[str]]:
    """By who meets them; `Routes.tsx` has a function for each, and one for what everybody shares."""
    found = {name: set(_paths(body)) for name, body in _functions(SOURCES / "app" / "Routes.tsx")}
    found |= {name: set(_paths(body)) for name, body in _functions(SOURCES / "caseload" / "ClinicianRoutes.tsx")}
    shared = found["shared"]
    return {
        "signed out": found["SignedOutRoutes"],
        "patient": found["PatientRoutes"] | shared,
        "clinician": found["ClinicianRoutes"] | shared,
    }


def routes_elsewhere() -> list[str]:
    known = {SOURCES / "app" / "Routes.tsx", SOURCES / "caseload" / "ClinicianRoutes.tsx"}
    return [str(path) for path in SOURCES.rglob("*.tsx") if path not in known and "<Route " in path.read_text()]


def _functions(path: Path) -> Iterator[tuple[str, str]]:
    parts = re.split(r"^(?:export )?(?:default )?function (\w+)", path.read_text(), flags=re.MULTILINE)
    return zip(parts[1::2], parts[2::2], strict=True)


def _paths(body: str) -> Iterator[str]:
    for tag in re.findall(r"<Route\b[^>]*>", body):
        found = re.search(r'\bpath="([^"]+)"', tag)
        assert found or " default " in tag, f"a route that says neither path nor default: {tag}"
        yield found[1] if found else BY_DEFAULT


@dataclass
class World:
    """Clara, Pat with five weeks of diary, and Nova, who has just begun."""

    clara: Visitor
    pat: Visitor
    nova: Visitor
    ids: dict[str, str] = field(default_factory=dict)

    def addresses(self, role: str) -> dict[str, list[str]]:
        """Where to go for each route. A route that is missing here fails the tour."""
        ids, code = self.ids, self.clara.post("/api/v1/enrolments", {})["code"]
        join = [f"/join/{code}", "/join/NOSUC-HCODE"]
        shared = {path: [path] for path in ("/more", "/more/devices", "/more/appearance", "/more/about", "/more/waiting", "/urgent", "/sign-in")}
        shared |= {"/join/:code": join, BY_DEFAULT: ["/no/such/page"]}
        kinds = ("checkin", "spasm", "ongoing", "soreness", "exercise", "treatment", "note")
        patient = ("/", "/check-in", "/spasm", "/soreness", "/note", "/exercise", "/exercise/other", "/timeline", "/trends", "/more/reminders", "/more/sharing")
        patient += ("/peg", "/tell", "/snooze", "/asked", *(f"/more/reminders/{page}" for page in ("quiet", "phones", "ledger", "guide")))
        entries = {
            "/soreness/:about": [f"/soreness/{ids['treatment']}"],
            "/exercise/:itemId": [f"/exercise/{ids['item']}"],
            "/more/reminders/rule/:id": [f"/more/reminders/rule/{rule}" for rule in (*self.rules, "new")],
            "/entry/:id": [f"/entry/{ids[kind]}" for kind in kinds],
            "/entry/:id/edit": [f"/entry/{ids[kind]}/edit" for kind in kinds if kind not in ("ongoing", "treatment")],
        }
        own = f"/patients/{self.pat.patient_id}"
        clinician = {
            "/": ["/"],
            "/enrol": ["/enrol"],
            "/patients/:id": [own, f"/patients/{self.nova.patient_id}"],
            "/patients/:id/entries/:entryId": [f"{own}/entries/{ids[kind]}" for kind in ("checkin", "soreness", "treatment", "remark")],
            "/patients/:id/entries/:entryId/edit": [f"{own}/entries/{ids[kind]}/edit" for kind in ("treatment", "remark")],
        }
        clinician |= {f"/patients/:id/{path}": [f"{own}/{path}"] for path in ("session", "after-session", "note")}
        return {
            "signed out": {"/join/:code": join, "/urgent": ["/urgent"], BY_DEFAULT: ["/"]},
            "patient": {path: [path] for path in patient} | entries | shared,
            "clinician": clinician | shared,
        }[role]

    @property
    def rules(self) -> list[str]:
        return [rule["id"] for rule in self.pat.get("/api/v1/reminders")["items"]]

    def visitor(self, role: str) -> Visitor | None:
        return {"signed out": None, "patient": self.pat, "clinician": self.clara}[role]


def make_world(server: Product) -> World:
    clara = server.bring_in("Clara Castro", "clinician", practice="Harbour Clinic")
    pat = server.bring_in("Pat Pereira", "patient", share_with="Harbour Clinic")
    world = World(clara, pat, server.bring_in("Nova Nowak", "patient", share_with="Harbour Clinic"))
    exercises = clara.get("/api/v1/exercises")["items"]
    held = next((exercise for exercise in exercises if exercise["dose"].get("hold_seconds")), exercises[0])
    world.ids["item"] = clara.put(f"{pat.url}/plan/{new_id()}", {"exercise": held["id"], "days": EVERY_DAY, "note": "Slowly"})["id"]
    in_two_days = (datetime.now(UTC) + timedelta(days=2)).isoformat()
    clara.put(f"{pat.url}/appointments/{new_id()}", {"starts_at": in_two_days, "minutes": 45, "note": "Bring your plan"})
    quiet = {"quiet_from": "22:00", "quiet_to": "07:00", "away_from": "2030-01-01", "away_until": "2030-01-09", "follow_up_minutes": 60}
    pat.put("/api/v1/reminders/settings", quiet | {"zone": "Europe/Warsaw", "follow_zone": False})
    for rule in pat.get("/api/v1/reminders")["items"]:
        if rule["kind"] in ("peg", "exercise"):
            pat.put(f"/api/v1/reminders/{rule['id']}", {name: rule[name] for name in ("kind", "at", "zone", "days")})
    for ago in range(35, 1, -1):
        if ago % 6:
            written(pat, pat, {"kind": "checkin", "average": 3 + ago % 5, "worst": 8, "regions": [LUMBAR | {"score": 5}]}, days=ago)
    area = LUMBAR | {"view": "back", "x": 0.45, "y": 0.5, "tool": "elbow", "seconds": 90, "pressure": 4, "response": "too_much"}
    spasm = {"kind": "spasm", "peak": 7, "regions": [LUMBAR], "type": "cramp", "trigger": "overdoing", "helped": ["heat"]}
    world.ids |= {
        "checkin": written(pat, pat, {"kind": "checkin", "average": 0, "flare": True, "care": ["heat", "walk"], "note": "Slept well"}, days=1),
        "spasm": written(pat, pat, spasm, days=4, minutes=20),
        "ongoing": written(pat, pat, {"kind": "spasm", "peak": 5}, hours=1),
        "treatment": written(clara, pat, {"kind": "treatment", "areas": [area], "notes": "Tight on the left", "plan": "Walk daily"}, hours=25),
        "exercise": written(pat, pat, {"kind": "exercise", "name": held["name"], "plan_item_id": world.ids["item"], "sets": 3, "difficulty": 4}, days=2),
        "remark": written(clara, pat, {"kind": "note", "text": "Ask about the stairs", "private": True}, hours=20),
        "note": written(pat, pat, {"kind": "note", "text": "A long day in the car"}, days=3),
    }
    soreness = {"kind": "soreness", "score": 4, "treatment_id": world.ids["treatment"], "regions": [LUMBAR], "too_much_pressure": [LUMBAR]}
    world.ids["soreness"] = written(pat, pat, soreness, hours=3)
    return world


def written(by: Visitor, about: Visitor, payload: dict[str, Any], minutes: int | None = None, **ago: int) -> str:
    """An entry as of some time ago, written then; with `minutes`, one that lasted so long. Answers its id."""
    began = datetime.now(UTC).replace(microsecond=0) - timedelta(**ago)
    ended = began + timedelta(minutes=minutes) if minutes else None
    body = {"base_version": 0, "occurred_at": began.isoformat(), "captured_at": (ended or began).isoformat(), "payload": payload}
    entry_id = str(new_id())
    by.put(f"{about.url}/entries/{entry_id}", body | ({"ended_at": ended.isoformat()} if ended else {}))
    return entry_id


COUNT_QUESTIONS = """
window.asking = 0
const ask = window.fetch
window.fetch = (...what) => { window.asking++; return ask(...what).finally(() => { window.asking-- }) }
"""
SETTLED = """() => {
    const quiet = window.asking === 0 && !document.querySelector("[aria-busy=true]")
    window.quietSince = quiet ? window.quietSince ?? performance.now() : undefined
    return quiet && performance.now() - window.quietSince > 100
}"""


def begin(page: Page) -> Page:
    page.add_init_script(COUNT_QUESTIONS)
    return page


def visit(page: Page, address: str) -> None:
    """Until the screen is drawn and has what it asked for; with everything open that opens."""
    page.goto(address)
    page.locator("main h1").first.wait_for()
    page.wait_for_function(SETTLED)
    page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true })")
    assert page.get_by_text("could not answer").count() == 0, f"{address} shows an error"
