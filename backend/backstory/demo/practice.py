"""The demonstration practice, made through the services that the product itself uses: what they refuse, it cannot hold."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from itertools import groupby
from random import Random

from sqlmodel import Session

from backstory.about import DemoSignIn
from backstory.accounts import service as accounts
from backstory.accounts.actor import Actor
from backstory.accounts.models import Patient, Person, Practice
from backstory.demo.cast import CAST, story
from backstory.demo.diary import ZONE, Diary, Written
from backstory.entries import service as entries
from backstory.kernel.ids import new_id
from backstory.plans import service as plans
from backstory.plans.wire import AppointmentIn, PlanItemIn
from backstory.sharing import service as sharing

PRACTICE = "Riverside Back Clinic"
PASSWORD = "riverside-2026"  # noqa: S105  # nosec B105  # everybody may know it: the demonstration refuses in production
CLINICIAN, ADMIN = ("Clara Stone", "clara"), ("Alex Reed", "alex")
SHOWN = 3  # patients whose sign-ins the first screen offers


def make_practice(
    session: Session, password_hash: str, *, patients: int, days: int, seed: int, now: datetime, made: Callable[[int, int], None]
) -> list[DemoSignIn]:
    """Tells `made` after each patient how many of how many there are. Answers the sign-ins to show."""
    began = now - timedelta(days=days)
    practice = accounts.add_practice(session, PRACTICE, now=began)
    clara, _ = accounts.add_person(session, role="clinician", login=CLINICIAN[1], name=CLINICIAN[0], password_hash=password_hash, practice=practice, now=began)
    accounts.add_person(session, role="admin", login=ADMIN[1], name=ADMIN[0], password_hash=password_hash, practice=practice, now=began)
    for number in range(patients):
        rng = Random(f"{seed}-{number}")  # nosec B311  # seeded: the same seed makes the same people
        diary = Diary(story(number, rng), days, now=now, rng=rng)
        _add_patient(session, diary, practice, clara, password_hash, began=began, now=now)
        made(number + 1, patients)
    shown = [("clinician", *CLINICIAN), *(("patient", one.name, one.login) for one in CAST[: min(SHOWN, patients)]), ("admin", *ADMIN)]
    return [DemoSignIn(role=role, name=name, login=login, password=PASSWORD) for role, name, login in shown]


def _add_patient(session: Session, diary: Diary, practice: Practice, clara: Person, password_hash: str, *, began: datetime, now: datetime) -> None:
    name, login = diary.story.name, diary.story.login
    person, patient = accounts.add_person(session, role="patient", login=login, name=name, password_hash=password_hash, practice=None, zone=ZONE.key, now=began)
    assert patient is not None
    sharing.grant(session, patient.id, practice.id, by=person.id, now=began)
    clinician, themselves = _acting(clara, None, practice, now), _acting(person, patient, None, now)
    _plan(session, diary, patient, clinician, began=began)
    for (_, by_clinician), page in groupby(diary.pages(), key=_sent_together):
        changes = [written.change for written in page]
        by, now = clinician if by_clinician else themselves, changes[-1].captured_at + timedelta(seconds=2)
        entries.record(session.connection(), patient.id, changes, by=by, now=now)


def _sent_together(written: Written) -> tuple[object, bool]:
    """What one person captured within a day reached the server in one exchange."""
    return written.change.captured_at.astimezone(ZONE).date(), written.by_clinician


def _plan(session: Session, diary: Diary, patient: Patient, by: Actor, *, began: datetime) -> None:
    first = diary.session_at(diary.treated[0]) if diary.treated else began
    for item in diary.plan:
        wanted = PlanItemIn.model_validate({"exercise": item.exercise, "days": item.days, **item.dose})
        plans.prescribe(session, patient.id, item.item_id, wanted, by=by, now=first)
    for day in diary.treated:
        plans.arrange(session, patient.id, diary.new_id(began), AppointmentIn(starts_at=diary.session_at(day)), by=by, now=began)
    plans.arrange(session, patient.id, diary.new_id(diary.now), AppointmentIn(starts_at=_next_session(diary)), by=by, now=max(first, began))


def _next_session(diary: Diary) -> datetime:
    """Today's is still to come, at a full or half hour; at night it is tomorrow's."""
    if diary.story.next_session:
        return diary.at(diary.days - 1 + diary.story.next_session, time(9 + diary.story.soreness, 30))
    soon = (diary.now + timedelta(minutes=90)).astimezone(ZONE)
    return soon.replace(minute=30 * (soon.minute // 30), second=0, microsecond=0)


def _acting(person: Person, patient: Patient | None, practice: Practice | None, now: datetime) -> Actor:
    return Actor(
        person_id=person.id,
        name=person.name,
        role=person.role,
        patient_id=patient.id if patient else None,
        practice_id=practice.id if practice else None,
        practice_name=practice.name if practice else None,
        sign_in_id=new_id(),
        last_seen_at=now,
    )
