"""What patients and their clinician write in these tests, and the settings that a patient has."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from backstory.kernel.ids import new_id
from tests.conftest import Someone
from tests.reminders.conftest import ZONE

SETTINGS = {"quiet_from": None, "quiet_to": None, "away_from": None, "away_until": None, "follow_up_minutes": None, "zone": ZONE, "follow_zone": False}
EVERY_DAY = ["mo", "tu", "we", "th", "fr", "sa", "su"]


def settings_of(someone: Someone, **change: Any) -> Any:
    return someone.client.put("/api/v1/reminders/settings", json=SETTINGS | change)


def writes(someone: Someone, at: datetime, kind: str, *, pat: Someone | None = None, entry_id: UUID | None = None, **said: Any) -> str:
    """The id of the entry; `pat` when it is about somebody else."""
    entry_id = entry_id or new_id()
    spelled = at.isoformat()
    answer = someone.put_entry({"kind": kind, **said}, entry_id=entry_id, patient_id=(pat or someone).patient_id, occurred_at=spelled, captured_at=spelled)
    assert answer.status_code in (200, 201), answer.json
    return str(entry_id)


def plans(clara: Someone, pat: Someone, **change: Any) -> str:
    item_id = new_id()
    wanted = {"exercise": "pelvic-tilt", "sets": 2, "reps": 10, "days": EVERY_DAY, "note": ""}
    assert clara.client.put(f"{pat.url}/plan/{item_id}", json=wanted | change).status_code == 201
    return str(item_id)


def arranges(clara: Someone, pat: Someone, at: datetime, appointment_id: UUID | None = None) -> str:
    appointment_id = appointment_id or new_id()
    answer = clara.client.put(f"{pat.url}/appointments/{appointment_id}", json={"starts_at": at.isoformat(), "minutes": 45, "note": ""})
    assert answer.status_code in (200, 201)
    return str(appointment_id)


def revokes(pat: Someone) -> None:
    [grant] = pat.client.get("/api/v1/grants").json["items"]
    assert pat.client.delete(f"/api/v1/grants/{grant['id']}").status_code == 204


def delivery_of(phone: Any, number: int = -1) -> str:
    """The address of what the phone got."""
    return f"/api/v1/reminders/deliveries/{phone.read(phone.received[number])['app']['delivery']}"
