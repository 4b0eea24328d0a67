"""People come in, sign in and sign out."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import Connection, delete, func, select, update
from sqlmodel import Session, col

from backstory.accounts.actor import token_hash
from backstory.accounts.models import Patient, Person, Practice, SignIn, SignInFailure
from backstory.kernel.errors import NotValid, TooManyTries

PASSWORD_AT_LEAST = 10
# A patient in pain at night must not meet a sign-in screen; a clinician's laptop is shared and carried around.
STAYS_SIGNED_IN = {"patient": timedelta(days=365), "clinician": timedelta(days=14), "admin": timedelta(days=1)}
SEEN_EVERY = timedelta(minutes=10)
WINDOW = timedelta(minutes=15)
TRIES_FOR_ONE_LOGIN_AND_ADDRESS, TRIES_FOR_ONE_ADDRESS, TRIES_FOR_ONE_LOGIN = 10, 50, 100

_hasher = PasswordHasher()


def add_practice(session: Session, name: str, *, now: datetime) -> Practice:
    practice = session.scalars(select(Practice).where(col(Practice.name) == name)).first()
    if practice is None:
        practice = Practice(name=name, created_at=now)
        session.add(practice)
        session.flush()
    return practice


def add_person(
    session: Session, *, role: str, login: str, name: str, password_hash: str, practice: Practice | None, zone: str = "UTC", now: datetime
) -> tuple[Person, Patient | None]:
    """Raises NotValid when the sign-in name is taken. A patient belongs to no practice: sharing is a grant."""
    taken = session.scalar(select(col(Person.id)).where(col(Person.login) == login.casefold()))
    if taken:
        raise NotValid.at("login", "login_taken")
    practice_id = practice.id if practice and role != "patient" else None
    person = Person(role=role, login=login.casefold(), name=name, password_hash=password_hash, practice_id=practice_id, created_at=now)
    session.add(person)
    session.flush()
    if role != "patient":
        return person, None
    patient = Patient(person_id=person.id, zone=zone)
    session.add(patient)
    session.flush()
    return person, patient


def hash_password(password: str) -> str:
    """Slow on purpose: call it outside of a transaction, so that no lock waits for it."""
    if len(password) < PASSWORD_AT_LEAST:
        raise NotValid.at("password", "too_short")
    return _hasher.hash(password)


def password_fits(password_hash: str | None, password: str) -> bool:
    """Takes as long for a login that does not exist, so that time tells nobody who is a patient here."""
    try:
        return _hasher.verify(password_hash or _nobody(), password) and password_hash is not None
    except (VerifyMismatchError, InvalidHashError):
        return False


@cache
def _nobody() -> str:
    return _hasher.hash(secrets.token_hex())


def check_throttle(session: Session, login: str, address: str, *, secret: str, now: datetime) -> None:
    since = now - WINDOW
    hashed = login_hash(login, secret)
    mine, there = col(SignInFailure.login_hash) == hashed, col(SignInFailure.address) == address
    for where, limit in (((mine, there), TRIES_FOR_ONE_LOGIN_AND_ADDRESS), ((there,), TRIES_FOR_ONE_ADDRESS), ((mine,), TRIES_FOR_ONE_LOGIN)):
        failures = session.scalar(select(func.count()).select_from(SignInFailure).where(*where, col(SignInFailure.failed_at) > since))
        if (failures or 0) >= limit:
            raise TooManyTries(retry_after=int(WINDOW.total_seconds()))


def person_by_login(session: Session, login: str) -> Person | None:
    return session.scalars(select(Person).where(col(Person.login) == login.casefold())).first()


def note_failure(session: Session, login: str, address: str, *, secret: str, now: datetime) -> None:
    session.add(SignInFailure(login_hash=login_hash(login, secret), address=address, failed_at=now))
    session.execute(delete(SignInFailure).where(col(SignInFailure.failed_at) < now - WINDOW * 4))


def login_hash(login: str, secret: str) -> str:
    return hmac.new(secret.encode(), login.casefold().encode(), hashlib.sha256).hexdigest()


def sign_in(session: Session, person: Person, *, device: str, now: datetime) -> str:
    """A new signed-in device; the answer is the cookie's secret, kept nowhere else."""
    token = secrets.token_urlsafe(32)
    session.add(
        SignIn(
            person_id=person.id,
            token_hash=token_hash(token),
            device=device,
            created_at=now,
            last_seen_at=now,
            expires_at=now + STAYS_SIGNED_IN[person.role],
        )
    )
    session.flush()
    return token


def end_sign_in(session: Session, person_id: UUID, sign_in_id: UUID, *, now: datetime) -> bool:
    ended = update(SignIn).where(col(SignIn.id) == sign_in_id, col(SignIn.person_id) == person_id, col(SignIn.ended_at).is_(None)).values(ended_at=now)
    return bool(session.connection().execute(ended).rowcount)


def signed_in_devices(session: Session, person_id: UUID, *, now: datetime) -> list[SignIn]:
    mine = select(SignIn).where(col(SignIn.person_id) == person_id, col(SignIn.ended_at).is_(None), col(SignIn.expires_at) > now)
    return list(session.scalars(mine.order_by(col(SignIn.last_seen_at).desc())))


def note_seen(connection: Connection, sign_in_id: UUID, *, now: datetime) -> None:
    connection.execute(update(SignIn).where(col(SignIn.id) == sign_in_id).values(last_seen_at=now))
