"""A patient's reminders, and what became of each."""

from __future__ import annotations

from uuid import UUID

from backstory.accounts.actor import actor
from backstory.kernel import clock
from backstory.kernel.api import Api, Created
from backstory.kernel.db import reading, transaction
from backstory.kernel.errors import NotFound, NotYoursToDo
from backstory.reminders import defaults, ledger, rules
from backstory.reminders.kinds import BY_THE_CLOCK
from backstory.reminders.models import Reminder
from backstory.reminders.wire import Ledger, ReminderIn, ReminderOut, Reminders
from backstory.sharing.access import only_patients

api = Api("reminders")


@Api.resolves("reminder_id")
def _not_somebody_elses(reminder_id: UUID) -> UUID:
    with reading() as session:
        if rules.somebody_elses(session, actor().patient_id, reminder_id):
            raise NotFound()
    return reminder_id


@api.get("/reminders", answers=Reminders, problems=(NotYoursToDo,))
def list_reminders() -> Reminders:
    """My reminders; everybody starts with a daily check-in"""
    patient_id = only_patients(actor())
    with reading() as session:
        lacks_some, found = defaults.lacks_some(session, patient_id), rules.mine(session, patient_id)
    if lacks_some:
        with transaction() as session:
            defaults.add_default(session, patient_id, now=clock.now())
            found = rules.mine(session, patient_id)
    return Reminders(items=[_out(rule) for rule in found])


@api.get("/reminders/<uuid:reminder_id>", answers=ReminderOut)
def get_reminder(reminder_id: UUID) -> ReminderOut:
    """One reminder"""
    with reading() as session:
        return _out(rules.one(session, actor().patient_id, reminder_id))


@api.put("/reminders/<uuid:reminder_id>", answers=ReminderOut, problems=(NotYoursToDo,))
def put_reminder(reminder_id: UUID, incoming: ReminderIn) -> ReminderOut | Created:
    """Make or change a reminder, pause it or go on"""
    patient_id = only_patients(actor())
    with transaction() as session:
        rule, made = rules.keep(session, patient_id, reminder_id, incoming, now=clock.now())
    return Created(_out(rule)) if made else _out(rule)


@api.delete("/reminders/<uuid:reminder_id>")
def delete_reminder(reminder_id: UUID) -> None:
    """End a reminder"""
    with transaction() as session:
        rules.end(session, actor().patient_id, reminder_id, now=clock.now())


@api.get("/reminders/<uuid:reminder_id>/deliveries", answers=Ledger)
def list_deliveries(reminder_id: UUID) -> Ledger:
    """Each day of a reminder: asked or not, and why"""
    with reading() as session:
        rules.one(session, actor().patient_id, reminder_id)
        return ledger.read(session, reminder_id)


def _out(rule: Reminder) -> ReminderOut:
    shown = {name: getattr(rule, name) for name in ("id", "kind", "zone", "days", "before_minutes", "window_minutes", "next_due_at")}
    return ReminderOut(**shown, at=rule.at if rule.kind in BY_THE_CLOCK else None, about=rule.about_id, paused=rule.paused_at is not None)
