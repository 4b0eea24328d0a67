"""Who is asking. Loaded once a request, by one statement over the cookie's hash, the person and the practice."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_login import UserMixin, current_user
from sqlalchemy import Connection, bindparam, select
from sqlmodel import col

from backstory.accounts.models import Patient, Person, Practice, SignIn
from backstory.kernel.prepared import Prepared


@dataclass(frozen=True)
class Actor(UserMixin):  # type: ignore[misc]  # flask-login has no types
    person_id: UUID
    name: str
    role: str
    patient_id: UUID | None
    practice_id: UUID | None
    practice_name: str | None
    sign_in_id: UUID
    last_seen_at: datetime

    def get_id(self) -> str:
        return str(self.sign_in_id)


def actor() -> Actor:
    """The signed-in person of this request; only for routes behind the sign-in wall."""
    found: Actor = current_user._get_current_object()
    return found


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


# Building a select costs more than running it (PERFORMANCE): this one runs at every request.
_BY_TOKEN = Prepared(
    select(col(Person.id), col(Person.name), col(Person.role), col(Patient.id), col(Practice.id), col(Practice.name), col(SignIn.id), col(SignIn.last_seen_at))
    .join(Person, col(Person.id) == col(SignIn.person_id))
    .outerjoin(Patient, col(Patient.person_id) == col(Person.id))
    .outerjoin(Practice, col(Practice.id) == col(Person.practice_id))
    .where(col(SignIn.token_hash) == bindparam("token_hash"), col(SignIn.ended_at).is_(None), col(SignIn.expires_at) > bindparam("now"))
)


def by_token(connection: Connection, token: str, now: datetime) -> Actor | None:
    row = _BY_TOKEN.first(connection, {"token_hash": token_hash(token), "now": now})
    return Actor(*row) if row else None
