"""Enrolment and grants: the practice invites, the patient chooses, and can take it back at any time."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from backstory.accounts.actor import Actor
from backstory.accounts.models import Person, Practice
from backstory.kernel.errors import NotFound
from backstory.sharing.models import Enrolment, Grant

CODE_LASTS = timedelta(days=14)
# No 0/O, 1/I/L, U/V: people read codes aloud and type them with one thumb.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTWXYZ"
CODE_LENGTH = 10


@dataclass(frozen=True)
class Invitation:
    practice: Practice
    clinician: str
    expires_at: datetime


def invite(session: Session, by: Actor, practice_id: UUID, *, now: datetime) -> tuple[str, datetime]:
    """A fresh code as people see it, such as ABCDE-FGHJK, and until when it can be used."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    session.add(Enrolment(code_hash=_hash(letters), practice_id=practice_id, created_by=by.person_id, created_at=now, expires_at=now + CODE_LASTS))
    return f"{letters[:5]}-{letters[5:]}", now + CODE_LASTS


def invitation(session: Session, code: str, *, now: datetime) -> Invitation:
    row = session.execute(
        select(Practice, col(Person.name), col(Enrolment.expires_at))
        .join(Enrolment, col(Enrolment.practice_id) == col(Practice.id))
        .join(Person, col(Person.id) == col(Enrolment.created_by))
        .where(*_usable(code, now))
    ).first()
    if row is None:
        raise NotFound()
    return Invitation(row[0], row[1], row[2])


def use_code(session: Session, code: str, person_id: UUID, *, now: datetime) -> UUID:
    """Claims the code for one person; of twenty at once, one gets it. Answers the practice."""
    claimed = update(Enrolment).where(*_usable(code, now)).values(used_at=now, used_by=person_id).returning(col(Enrolment.practice_id))
    practice_id = session.connection().execute(claimed).scalar()
    if practice_id is None:
        raise NotFound()
    return practice_id


def grant(session: Session, patient_id: UUID, practice_id: UUID, *, by: UUID, now: datetime) -> tuple[Grant, bool]:
    """The live grant, and whether this made it. Giving it twice gives it once."""
    live = select(Grant).where(col(Grant.patient_id) == patient_id, col(Grant.practice_id) == practice_id, col(Grant.revoked_at).is_(None))
    found = session.scalars(live).first()
    if found:
        return found, False
    try:
        with session.begin_nested():
            made = Grant(patient_id=patient_id, practice_id=practice_id, granted_at=now, granted_by=by)
            session.add(made)
            session.flush()
        return made, True
    except IntegrityError:
        return session.scalars(live).one(), False


def revoke(session: Session, patient_id: UUID, grant_id: UUID, *, by: UUID, now: datetime) -> None:
    mine = update(Grant).where(col(Grant.id) == grant_id, col(Grant.patient_id) == patient_id, col(Grant.revoked_at).is_(None))
    if not session.connection().execute(mine.values(revoked_at=now, revoked_by=by)).rowcount:
        raise NotFound()


def grants(session: Session, patient_id: UUID) -> list[tuple[Grant, Practice]]:
    mine = select(Grant, Practice).join(Practice, col(Practice.id) == col(Grant.practice_id)).where(col(Grant.patient_id) == patient_id)
    return [(row[0], row[1]) for row in session.execute(mine.order_by(col(Grant.granted_at).desc(), col(Grant.id).desc()))]


def practice_called(session: Session, name_or_id: str) -> Practice:
    try:
        found = session.get(Practice, UUID(name_or_id))
    except ValueError:
        found = session.scalars(select(Practice).where(col(Practice.name) == name_or_id)).first()
    if found is None:
        raise NotFound()
    return found


def _usable(code: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    letters = "".join(char for char in code.upper() if char.isalnum())
    return (col(Enrolment.code_hash) == _hash(letters), col(Enrolment.used_at).is_(None), col(Enrolment.expires_at) > now)


def _hash(letters: str) -> str:
    return hashlib.sha256(letters.encode()).hexdigest()
