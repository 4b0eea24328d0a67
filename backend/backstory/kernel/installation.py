"""Which history this database tells. A restore gives it a new epoch, and phones then offer what they hold again."""

from __future__ import annotations

from sqlmodel import Field, SQLModel


class Installation(SQLModel, table=True):
    id: int = Field(default=1, primary_key=True)
    epoch: str
