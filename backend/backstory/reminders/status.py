"""Do reminders work? Told to the patient, and to whoever looks after them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from backstory.reminders.wire import StatusOut


def read(session: Session, person_id: UUID, patient_id: UUID, *, now: datetime) -> StatusOut:
    return StatusOut(last_shown_at=None, trouble=None, device=None, open_prompt=None)
