"""A patient's reminder settings. The zone among them is the patient's own: every rule follows it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from backstory.accounts.models import Patient
from backstory.kernel.errors import NotValid
from backstory.reminders import travel
from backstory.reminders.models import ReminderSettings
from backstory.reminders.wire import ReminderSettingsIn, ReminderSettingsOut

_OWN = ("quiet_from", "quiet_to", "away_from", "away_until", "follow_up_minutes", "follow_zone")


def read(session: Session, patient_id: UUID) -> ReminderSettingsOut:
    found = session.get(ReminderSettings, patient_id) or ReminderSettings(patient_id=patient_id)
    zone = session.scalar(select(col(Patient.zone)).where(col(Patient.id) == patient_id))
    return ReminderSettingsOut(**{name: getattr(found, name) for name in _OWN}, zone=zone or "UTC")


def keep(session: Session, patient_id: UUID, wanted: ReminderSettingsIn, *, now: datetime) -> ReminderSettingsOut:
    _judge(wanted)
    patient = session.scalars(select(Patient).where(col(Patient.id) == patient_id).with_for_update()).one()  # of two at once, the later one stands
    found = session.get(ReminderSettings, patient_id) or ReminderSettings(patient_id=patient_id)
    for name in _OWN:
        setattr(found, name, getattr(wanted, name))
    session.add(found)
    if patient.zone != wanted.zone:
        patient.zone = wanted.zone
        travel.move_to(session, patient_id, wanted.zone, now=now)
    session.flush()
    return read(session, patient_id)


def _judge(wanted: ReminderSettingsIn) -> None:
    if (wanted.quiet_from is None) != (wanted.quiet_to is None):
        raise NotValid.at("quiet_to" if wanted.quiet_to is None else "quiet_from", "both_or_none")
    if wanted.quiet_from is not None and wanted.quiet_from == wanted.quiet_to:
        raise NotValid.at("quiet_to", "all_day")
    if wanted.away_from and wanted.away_until and wanted.away_until < wanted.away_from:
        raise NotValid.at("away_until", "before_from")
