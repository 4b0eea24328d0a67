"""When there is a demonstration and when not: never in production, never among people who exist."""

from __future__ import annotations

import json
import sys
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlmodel import Session, col

from backstory.about import DemoSignIn, demo_file, demo_sign_ins
from backstory.accounts import service as accounts
from backstory.accounts.models import Person
from backstory.demo.practice import PASSWORD, make_practice
from backstory.kernel.db import Database
from backstory.kernel.settings import Settings


class Refused(Exception):
    """One line that says why there is no demonstration."""


def demonstrate(settings: Settings, *, patients: int, days: int, seed: int, if_empty: bool, now: datetime) -> list[DemoSignIn]:
    """Makes all of it or nothing, and answers who can sign in. With `if_empty`, the sign-ins of the one that is there."""
    if settings.env == "production":
        raise Refused("there is no demonstration with BACKSTORY_ENV=production")
    database = Database(settings.database)
    try:
        password_hash = accounts.hash_password(PASSWORD)
        with database.transaction() as session:
            if _has_people(session):
                if if_empty:
                    return demo_sign_ins(settings)
                raise Refused("people exist already: the demonstration wants a database of its own")
            shown = make_practice(session, password_hash, patients=patients, days=days, seed=seed, now=now, made=_show_progress)
    except (OperationalError, ProgrammingError):
        raise Refused("the database is away or has no tables yet: run `backstory migrate` first") from None
    finally:
        database.engine.dispose()
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    demo_file(settings).write_text(json.dumps([one.model_dump() for one in shown], indent=1))
    return shown


def _has_people(session: Session) -> bool:
    return session.scalar(select(col(Person.id)).limit(1)) is not None


def _show_progress(number: int, patients: int) -> None:
    if sys.stderr.isatty():
        print(f"\rpatient {number} of {patients}", end="\n" if number == patients else "", file=sys.stderr, flush=True)
