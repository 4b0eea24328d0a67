"""Patients whose reminders fall due within minutes, and the phones they have: most of them good, some not."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4, uuid5

from sqlalchemy import insert

from backstory.accounts.models import Patient, Person
from backstory.kernel.db import Database
from backstory.kernel.wire import WEEK
from backstory.reminders.models import PushSubscription, Reminder
from tests.support.push_device import PushDevice
from tests.support.push_records import Behaviour
from tests.support.push_service import PushService
from tests.support.sinks import Sink

WINDOW_MINUTES = 6
REBINDS = "rebinds.push.apple.com"
# In percent; the rest are good. What drips never ends: half of it in its head, half in its body, after it took the message.
KINDS = {"drips": 5, "busy": 2.5, "busy at first": 2.5, "gone": 5, "redirects": 2, "rebinds": 1}
REDIRECTS = (301, 302, 303, 307, 308)


@dataclass
class SoakPhone(PushDevice):
    """`kind` is how its push service behaves."""

    kind: str
    person_id: UUID
    reminder_id: UUID
    closes_at: datetime

    def __init__(self, push: PushService, kind: str, of: tuple[UUID, UUID, datetime]) -> None:
        super().__init__(push)
        self.kind, (self.person_id, self.reminder_id, self.closes_at) = kind, of
        self.id = uuid4()


def fill(database: Database, push: PushService, inside: Sink, *, slots: int, minutes: int, begins: datetime, seed: int) -> list[SoakPhone]:
    """`begins` is a whole minute: the first are due then, the others within `minutes`."""
    seeded = random.Random(seed)
    people, patients, rules, phones = [], [], [], []
    for number in range(slots):
        person_id, patient_id, at = uuid4(), uuid4(), begins + timedelta(minutes=number * minutes // slots)
        rule = Reminder(id=uuid5(patient_id, "checkin"), patient_id=patient_id, kind="checkin", at=f"{at:%H:%M}", zone="UTC", days=list(WEEK))
        rule.window_minutes, rule.next_due_at, rule.made_at = WINDOW_MINUTES, at, begins - timedelta(days=1)
        if "next_due_on" in Reminder.model_fields:
            rule.next_due_on = at.date()
        rules.append(rule.model_dump())
        people.append(
            Person(id=person_id, role="patient", name="Pat", login=f"pat{number}", password_hash="-", created_at=begins - timedelta(days=1)).model_dump()
        )
        patients.append(Patient(id=patient_id, person_id=person_id).model_dump())
        for _ in range(1 if seeded.random() < 0.8 else 2):
            kind = seeded.choices([*KINDS, "good"], [*KINDS.values(), 100 - sum(KINDS.values())])[0]
            phones.append(SoakPhone(push, kind, (person_id, rule.id, at + timedelta(minutes=WINDOW_MINUTES))))
            _behave(phones[-1], push, inside, seeded)
    with database.transaction() as session:
        for model, rows in ((Person, people), (Patient, patients), (Reminder, rules), (PushSubscription, [_row(phone, begins) for phone in phones])):
            session.connection().execute(insert(model), rows)
    return phones


def _behave(phone: SoakPhone, push: PushService, inside: Sink, seeded: random.Random) -> None:
    behaviours = {
        "drips": Behaviour(drip=0.2) if seeded.random() < 0.5 else Behaviour(delay=3600),
        "busy": Behaviour(status=429, headers={"Retry-After": "20"}),
        "busy at first": Behaviour(status=429, headers={"Retry-After": "20"}, times=2),
        "gone": Behaviour(status=410),
        "redirects": Behaviour(status=seeded.choice(REDIRECTS), headers={"Location": f"http://{inside.host}/inside"}),
    }
    if phone.kind in behaviours:
        push.behave(behaviours[phone.kind], phone.endpoint)
    if phone.kind == "rebinds":
        phone.endpoint = f"https://{REBINDS}/{phone.id}"


def _row(phone: SoakPhone, begins: datetime) -> dict[str, object]:
    keys, made = phone.subscription["keys"], begins - timedelta(days=1)
    one = PushSubscription(person_id=phone.person_id, id=phone.id, endpoint=phone.endpoint, name="Phone", made_at=made, activated_at=made, **keys)
    return one.model_dump()


def whole_minute(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(second=0, microsecond=0)
