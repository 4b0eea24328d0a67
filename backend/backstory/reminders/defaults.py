"""The rules that everybody starts with. Their ids are made from the patient's, so two workers at once add one of each."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast
from uuid import UUID, uuid5

from sqlalchemy import Connection, Table, bindparam, func, select
from sqlmodel import Session, col

from backstory.accounts.models import Patient
from backstory.reminders.due import next_due
from backstory.reminders.kinds import BY_THE_CLOCK, USUAL, WINDOW_MINUTES, Kind
from backstory.reminders.models import Reminder
from backstory.reminders.once import insert_once

reminder = cast("Table", Reminder.__table__)  # type: ignore[attr-defined]  # SQLModel adds it

_HOW_MANY = select(func.count(reminder.c.kind.distinct())).where(reminder.c.patient_id == col(Patient.id)).correlate(Patient).scalar_subquery()
_WITHOUT: Any = select(col(Patient.id), col(Patient.zone)).where(len(USUAL) > _HOW_MANY)
_HAVE: Any = select(reminder.c.patient_id, reminder.c.kind, reminder.c.ended_at).where(reminder.c.patient_id.in_(bindparam("patients", expanding=True)))


def lacks_some(session: Session, patient_id: UUID) -> bool:
    return session.execute(_WITHOUT.where(col(Patient.id) == patient_id)).first() is not None


def add_default(session: Session, patient_id: UUID, *, now: datetime) -> None:
    _add(session.connection(), session.execute(_WITHOUT.where(col(Patient.id) == patient_id)).all(), now)


def add_defaults(session: Session, *, limit: int, now: datetime) -> int:
    """For patients who lack a kind; one that was ended stays so. Answers for how many."""
    found = session.execute(_WITHOUT.limit(limit)).all()
    _add(session.connection(), found, now)
    return len(found)


def _add(connection: Connection, patients: Any, now: datetime) -> None:
    """Who had rules and ended them all wants none: what is new comes to them as ended."""
    have = connection.execute(_HAVE, {"patients": [patient_id for patient_id, _zone in patients]}).all() if patients else []
    kinds = {(row.patient_id, row.kind) for row in have}
    had_enough = {row.patient_id for row in have} - {row.patient_id for row in have if row.ended_at is None}
    rows = [
        _row(kind, patient_id, zone, now) | ({"ended_at": now, "next_due_at": None, "next_due_on": None} if patient_id in had_enough else {})
        for patient_id, zone in patients
        for kind in USUAL
        if (patient_id, kind) not in kinds
    ]
    insert_once(connection, reminder, rows)


def _row(kind: Kind, patient_id: UUID, zone: str, now: datetime) -> dict[str, Any]:
    usual = USUAL[kind]
    due = next_due(usual.at, zone, usual.days, now) if kind in BY_THE_CLOCK and not usual.paused else None
    return {
        "id": uuid5(patient_id, kind),
        "patient_id": patient_id,
        "kind": kind,
        "at": usual.at,
        "zone": zone,
        "days": list(usual.days),
        "window_minutes": WINDOW_MINUTES[kind],
        "before_minutes": usual.before_minutes,
        "paused_at": now if usual.paused else None,
        "next_due_at": due.at if due else None,
        "next_due_on": due.on if due else None,
        "made_at": now,
        "ended_at": None,
    }
