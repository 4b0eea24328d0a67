"""Where reminders go when push is not to be had: a mailbox, and a calendar that the phone's own calendar reads."""

from __future__ import annotations

from flask import Flask, Response, current_app

from backstory.accounts.actor import actor
from backstory.kernel import clock
from backstory.kernel.api import Api
from backstory.kernel.db import reading, transaction
from backstory.kernel.errors import NotFound, NotValid, NotYoursToDo, TooManyTries
from backstory.kernel.ids import new_id
from backstory.kernel.settings import Settings
from backstory.reminders import calendar, email, mail
from backstory.reminders.elsewhere_wire import CalendarMade, CalendarOut, EmailCodeIn, EmailIn, EmailOut
from backstory.sharing.access import only_patients

api = Api("reminders")


@api.get("/reminders/email", answers=EmailOut, problems=(NotYoursToDo,))
def get_email() -> EmailOut:
    """The mailbox for reminders that reach no phone"""
    patient_id = only_patients(actor())
    with reading() as session:
        found = email.mine(session, patient_id)
    return EmailOut(address=found.email, confirmed=found.email_confirmed_at is not None, available=bool(_settings().smtp_url))


@api.put("/reminders/email", answers=None, status=202, creates=False, problems=(NotYoursToDo, TooManyTries))
def put_email(incoming: EmailIn) -> None:
    """Six digits go there; it is used once they have been sent back"""
    patient_id = only_patients(actor())
    with transaction() as session:
        digits = email.offer(session, _settings(), patient_id, incoming.address, now=clock.now())
    mail.deliver_soon(_settings(), mail.code(_settings(), incoming.address, digits, of=str(new_id())))


@api.post("/reminders/email/confirmation", problems=(NotYoursToDo,))
def confirm_email(incoming: EmailCodeIn) -> None:
    """The six digits"""
    patient_id = only_patients(actor())
    with transaction() as session:
        right = email.confirm(session, _settings(), patient_id, incoming.code, now=clock.now())
    if not right:
        raise NotValid.at("code", "wrong_code")


@api.delete("/reminders/email", problems=(NotYoursToDo,))
def delete_email() -> None:
    """No more reminders by e-mail"""
    patient_id = only_patients(actor())
    with transaction() as session:
        email.end(session, patient_id)


@api.get("/reminders/calendar", answers=CalendarOut, problems=(NotYoursToDo,))
def get_calendar() -> CalendarOut:
    """Is there one, and since when? Its address was told once"""
    patient_id = only_patients(actor())
    with reading() as session:
        return CalendarOut(made_at=email.mine(session, patient_id).calendar_made_at)


@api.put("/reminders/calendar", answers=CalendarMade, status=201, creates=False, problems=(NotYoursToDo,))
def put_calendar() -> CalendarMade:
    """A new address; the one before ends"""
    patient_id = only_patients(actor())
    with transaction() as session:
        secret = calendar.begin(session, patient_id, now=clock.now())
    return CalendarMade(url=f"{_settings().origin}/calendar/{secret}.ics")


@api.delete("/reminders/calendar", problems=(NotYoursToDo,))
def delete_calendar() -> None:
    """No more calendar"""
    patient_id = only_patients(actor())
    with transaction() as session:
        calendar.end(session, patient_id)


def serve_calendar(app: Flask) -> None:
    @app.get("/calendar/<secret>.ics", endpoint="calendar", provide_automatic_options=False)
    def feed(secret: str) -> Response:
        """Calendars sign in nowhere: who has the address may read it, hence it says nothing about health."""
        with reading() as session:
            found = calendar.read(session, _settings(), secret, now=clock.now())
        if found is None:
            raise NotFound()
        return Response(found, content_type="text/calendar; charset=utf-8", headers={"Cache-Control": "private, max-age=300"})


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
