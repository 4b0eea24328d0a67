"""What holds for all of a patient's reminders, and whether they work."""

from __future__ import annotations

from backstory.accounts.actor import actor
from backstory.kernel import clock
from backstory.kernel.api import Api
from backstory.kernel.db import reading, transaction
from backstory.kernel.errors import NotYoursToDo
from backstory.reminders import settings, status
from backstory.reminders.wire import ReminderSettingsIn, ReminderSettingsOut, StatusOut
from backstory.sharing.access import only_patients

api = Api("reminders")


@api.get("/reminders/settings", answers=ReminderSettingsOut, problems=(NotYoursToDo,))
def get_settings() -> ReminderSettingsOut:
    """Quiet hours, away, follow-up and time zone"""
    patient_id = only_patients(actor())
    with reading() as session:
        return settings.read(session, patient_id)


@api.put("/reminders/settings", answers=ReminderSettingsOut, problems=(NotYoursToDo,))
def put_settings(incoming: ReminderSettingsIn) -> ReminderSettingsOut:
    """Change them; another zone holds for every reminder"""
    patient_id = only_patients(actor())
    with transaction() as session:
        return settings.keep(session, patient_id, incoming, now=clock.now())


@api.get("/reminders/status", answers=StatusOut, problems=(NotYoursToDo,))
def get_status() -> StatusOut:
    """Do reminders reach me, and what waits for an answer?"""
    patient_id = only_patients(actor())
    with reading() as session:
        return status.read(session, actor().person_id, patient_id, now=clock.now())
