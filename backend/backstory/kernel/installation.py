"""Which history this database tells. A restore gives it a new epoch, and phones then offer what they hold again."""

from __future__ import annotations

from uuid import uuid4

from sqlmodel import Field, Session, SQLModel


class Installation(SQLModel, table=True):
    id: int = Field(default=1, primary_key=True)
    epoch: str


def ensure_epoch(session: Session) -> None:
    if session.get(Installation, 1) is None:
        begin_epoch(session)


def begin_epoch(session: Session) -> None:
    session.merge(Installation(id=1, epoch=str(uuid4())))
