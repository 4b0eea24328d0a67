"""A patient's mailbox for reminders: given, proved by six digits that came there, ended."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from backstory.kernel.errors import NotValid, TooManyTries
from backstory.kernel.settings import Settings
from backstory.reminders.models import ReminderSettings

CODE_GOOD_FOR, CODE_AGAIN_AFTER, TRIES = timedelta(hours=1), timedelta(minutes=1), 5


def mine(session: Session, patient_id: UUID) -> ReminderSettings:
    return session.get(ReminderSettings, patient_id) or ReminderSettings(patient_id=patient_id)


def offer(session: Session, settings: Settings, patient_id: UUID, address: str, *, now: datetime) -> str:
    """The digits to send there. One letter a minute, so that nobody's mailbox is filled from here."""
    if not settings.smtp_url:
        raise NotValid.at("address", "not_available")
    found = session.get(ReminderSettings, patient_id, with_for_update=True) or ReminderSettings(patient_id=patient_id)
    if found.email_code_at and now - found.email_code_at < CODE_AGAIN_AFTER:
        raise TooManyTries(retry_after=int(CODE_AGAIN_AFTER.total_seconds()))
    digits = f"{secrets.randbelow(10**6):06}"
    found.email, found.email_confirmed_at, found.email_code_tries, found.email_code_at = address, None, 0, now
    found.email_code_hash = _hash(settings, patient_id, digits)
    session.add(found)
    return digits


def confirm(session: Session, settings: Settings, patient_id: UUID, digits: str, *, now: datetime) -> bool:
    """A wrong try is to be counted, so it does not raise: that would take the count back."""
    found = session.get(ReminderSettings, patient_id, with_for_update=True)
    if found is None or found.email is None:
        return False
    if found.email_confirmed_at is None:
        open_still = found.email_code_at is not None and now - found.email_code_at < CODE_GOOD_FOR and found.email_code_tries < TRIES
        found.email_code_tries += 1
        if not open_still or not hmac.compare_digest(found.email_code_hash or "", _hash(settings, patient_id, digits)):
            return False
        found.email_confirmed_at = now
        return True
    return hmac.compare_digest(found.email_code_hash or "", _hash(settings, patient_id, digits))  # said twice is said


def end(session: Session, patient_id: UUID) -> None:
    """The time of the last code stays: ending and giving again does not send more letters."""
    found = session.get(ReminderSettings, patient_id, with_for_update=True)
    if found is not None:
        found.email, found.email_code_hash, found.email_confirmed_at, found.email_code_tries = None, None, None, 0


def _hash(settings: Settings, patient_id: UUID, digits: str) -> str:
    """Keyed: of a million codes a plain hash would tell which."""
    return hmac.new(settings.secret.encode(), f"e-mail|{patient_id}|{digits}".encode(), hashlib.sha256).hexdigest()
