"""Signing in and out, and the devices that are signed in."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from flask import after_this_request, current_app, request
from pydantic import Field
from werkzeug.wrappers import Response

from backstory.accounts import service
from backstory.accounts.actor import Actor, actor, by_token
from backstory.kernel import clock
from backstory.kernel.api import Api, Created
from backstory.kernel.db import reading, transaction
from backstory.kernel.errors import NotFound, TooManyTries, WrongSignIn
from backstory.kernel.settings import Settings
from backstory.kernel.wire import Incoming, Outgoing, Text, When

api = Api("accounts")


class SignInIn(Incoming):
    login: Annotated[Text, Field(min_length=1, max_length=200)]
    password: Annotated[Text, Field(min_length=1, max_length=1000)]


class PracticeOut(Outgoing):
    id: UUID
    name: str


class PersonOut(Outgoing):
    id: UUID
    name: str
    role: Literal["patient", "clinician", "admin"]
    patient_id: UUID | None
    practice: PracticeOut | None


class SignedIn(Outgoing):
    person: PersonOut


class DeviceOut(Outgoing):
    id: UUID
    device: str
    created_at: When
    last_seen_at: When
    current: bool


class Devices(Outgoing):
    items: list[DeviceOut]


@api.post("/session", answers=SignedIn, status=201, public=True, problems=(WrongSignIn, TooManyTries))
def sign_in(incoming: SignInIn) -> Created:
    """Sign in"""
    secret, address, now = current_app.config["SETTINGS"].secret, request.remote_addr or "", clock.now()
    with reading() as session:
        service.check_throttle(session, incoming.login, address, secret=secret, now=now)
        person = service.person_by_login(session, incoming.login)
    if not service.password_fits(person.password_hash if person else None, incoming.password) or person is None:
        with transaction() as session:
            service.note_failure(session, incoming.login, address, secret=secret, now=now)
        raise WrongSignIn()
    with transaction() as session:
        token = service.sign_in(session, person, device=device_name(), now=now)
        found = by_token(session.connection(), token, now)
    assert found is not None
    give_cookie(token, person.role)
    return Created(signed_in(found))


@api.get("/session", answers=SignedIn)
def who_am_i() -> SignedIn:
    """The person signed in"""
    return signed_in(actor())


@api.delete("/session")
def sign_out() -> None:
    """Sign out; the cookie is dead for good"""
    with transaction() as session:
        service.end_sign_in(session, actor().person_id, actor().sign_in_id, now=clock.now())
    take_cookie()


@api.get("/sessions", answers=Devices)
def list_devices() -> Devices:
    """My signed-in devices"""
    with reading() as session:
        found = service.signed_in_devices(session, actor().person_id, now=clock.now())
    return Devices(
        items=[
            DeviceOut(id=one.id, device=one.device, created_at=one.created_at, last_seen_at=one.last_seen_at, current=one.id == actor().sign_in_id)
            for one in found
        ]
    )


@api.delete("/sessions/<uuid:sign_in_id>")
def end_device(sign_in_id: UUID) -> None:
    """Sign one of my devices out"""
    with transaction() as session:
        if not service.end_sign_in(session, actor().person_id, sign_in_id, now=clock.now()):
            raise NotFound()


def signed_in(who: Actor) -> SignedIn:
    practice = PracticeOut(id=who.practice_id, name=who.practice_name or "") if who.practice_id else None
    return SignedIn(person=PersonOut(id=who.person_id, name=who.name, role=who.role, patient_id=who.patient_id, practice=practice))


def device_name() -> str:
    """What a person recognises, such as "Firefox on Android"; not the whole header, which is a fingerprint."""
    agent = request.user_agent.string
    browsers = {"Edg/": "Edge", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
    systems = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows", "Mac OS": "Mac", "Linux": "Linux"}
    browser = next((name for mark, name in browsers.items() if mark in agent), "")
    system = next((name for mark, name in systems.items() if mark in agent), "")
    return " on ".join(part for part in (browser, system) if part) or "Another device"


def give_cookie(token: str, role: str) -> None:
    settings: Settings = current_app.config["SETTINGS"]
    seconds = int(service.STAYS_SIGNED_IN[role].total_seconds())

    @after_this_request
    def _give(response: Response) -> Response:
        response.set_cookie(current_app.config["COOKIE_NAME"], token, max_age=seconds, httponly=True, secure=settings.secure, samesite="Lax", path="/")
        return response


def take_cookie() -> None:
    settings: Settings = current_app.config["SETTINGS"]

    @after_this_request
    def _take(response: Response) -> Response:
        # "cache" takes the pages of the Back button too. Not "storage": it would take what another person of this phone could not send yet.
        response.headers["Clear-Site-Data"] = '"cache"'
        response.delete_cookie(current_app.config["COOKIE_NAME"], httponly=True, secure=settings.secure, samesite="Lax", path="/")
        return response
