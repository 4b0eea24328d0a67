"""Joining by a code, and the patient's grants."""

from __future__ import annotations

import io
from typing import Annotated
from uuid import UUID
from zoneinfo import available_timezones

import segno
from flask import current_app
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from backstory.accounts import service as accounts
from backstory.accounts.actor import actor, by_token
from backstory.accounts.models import Practice
from backstory.accounts.routes import PracticeOut, SignedIn, device_name, give_cookie, signed_in
from backstory.kernel import clock
from backstory.kernel.api import Api, Created
from backstory.kernel.db import reading, transaction
from backstory.kernel.errors import NotFound, NotYoursToDo
from backstory.kernel.wire import Incoming, Line, Outgoing, When
from backstory.sharing import service
from backstory.sharing.access import only_clinicians, only_patients
from backstory.sharing.models import Grant

api = Api("sharing")


def _known_zone(value: str) -> str:
    if value not in available_timezones():
        raise PydanticCustomError("zone", "an IANA time zone")
    return value


Zone = Annotated[str, Field(max_length=64), AfterValidator(_known_zone)]


class EnrolmentOut(Outgoing):
    code: str
    url: str
    qr: str
    expires_at: When
    practice: PracticeOut


class InvitationOut(Outgoing):
    practice: PracticeOut
    clinician: str
    expires_at: When


class JoinIn(Incoming):
    name: Line
    login: Line
    password: Annotated[str, Field(min_length=accounts.PASSWORD_AT_LEAST, max_length=1000)]
    share: bool
    zone: Zone = "UTC"


class GrantIn(Incoming):
    practice: Line


class GrantOut(Outgoing):
    id: UUID
    practice: PracticeOut
    granted_at: When
    revoked_at: When | None


class Grants(Outgoing):
    items: list[GrantOut]


@api.post("/enrolments", answers=EnrolmentOut, status=201, problems=(NotYoursToDo,))
def enrol() -> EnrolmentOut:
    """A one-time code for a new patient, as text and QR"""
    practice_id = only_clinicians(actor())
    with transaction() as session:
        code, expires_at = service.invite(session, actor(), practice_id, now=clock.now())
    url = f"{current_app.config['SETTINGS'].origin}/join/{code}"
    return EnrolmentOut(code=code, url=url, qr=_picture(url), expires_at=expires_at, practice=PracticeOut(id=practice_id, name=actor().practice_name or ""))


@api.get("/enrolments/<code>", answers=InvitationOut, public=True)
def read_invitation(code: str) -> InvitationOut:
    """Who invites, before anything is given"""
    with reading() as session:
        found = service.invitation(session, code, now=clock.now())
        return InvitationOut(practice=PracticeOut.model_validate(found.practice), clinician=found.clinician, expires_at=found.expires_at)


@api.post("/enrolments/<code>", answers=SignedIn, status=201, public=True)
def join(code: str, incoming: JoinIn) -> Created:
    """Join with a code; sharing is the patient's own choice"""
    now = clock.now()
    with reading() as session:
        service.invitation(session, code, now=now)
    password_hash = accounts.hash_password(incoming.password)
    with transaction() as session:
        person, patient = accounts.add_person(
            session, role="patient", login=incoming.login, name=incoming.name, password_hash=password_hash, practice=None, zone=incoming.zone, now=now
        )
        practice_id = service.use_code(session, code, person.id, now=now)
        if incoming.share and patient:
            service.grant(session, patient.id, practice_id, by=person.id, now=now)
        token = accounts.sign_in(session, person, device=device_name(), now=now)
        found = by_token(session.connection(), token, now)
    assert found is not None
    give_cookie(token, person.role)
    return Created(signed_in(found))


@api.get("/grants", answers=Grants, problems=(NotYoursToDo,))
def list_grants() -> Grants:
    """With whom I share, now and before"""
    patient_id = only_patients(actor())
    with reading() as session:
        return Grants(items=[_grant(*pair) for pair in service.grants(session, patient_id)])


@api.post("/grants", answers=GrantOut, status=201, problems=(NotYoursToDo, NotFound))
def give_grant(incoming: GrantIn) -> Created | GrantOut:
    """Share with a practice"""
    patient_id = only_patients(actor())
    with transaction() as session:
        practice = service.practice_called(session, incoming.practice)
        made, _new = service.grant(session, patient_id, practice.id, by=actor().person_id, now=clock.now())
        return Created(_grant(made, practice))


@api.delete("/grants/<uuid:grant_id>", problems=(NotYoursToDo,))
def revoke_grant(grant_id: UUID) -> None:
    """Stop sharing; in force on the next request"""
    patient_id = only_patients(actor())
    with transaction() as session:
        service.revoke(session, patient_id, grant_id, by=actor().person_id, now=clock.now())


def _picture(url: str) -> str:
    """SVG that stands alone as an image: with its namespace, and on white, since a dark page would hide a QR code's border."""
    drawn = io.BytesIO()
    segno.make(url, error="m").save(drawn, kind="svg", xmldecl=False, scale=8, border=4, light="#fff")
    return drawn.getvalue().decode()


def _grant(made: Grant, practice: Practice) -> GrantOut:
    return GrantOut(id=made.id, practice=PracticeOut.model_validate(practice), granted_at=made.granted_at, revoked_at=made.revoked_at)
