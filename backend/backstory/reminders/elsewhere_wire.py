"""Mailbox and calendar as they cross the wire."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from backstory.kernel.wire import Incoming, Outgoing, When


class EmailIn(Incoming):
    address: Annotated[str, Field(max_length=254, pattern=r"^[A-Za-z0-9._%+'/=~-]{1,64}@[A-Za-z0-9]([A-Za-z0-9.-]{0,250}[A-Za-z0-9])?$")]


class EmailCodeIn(Incoming):
    code: Annotated[str, Field(pattern=r"^[0-9]{6}$")]


class EmailOut(Outgoing):
    address: str | None
    confirmed: bool
    available: bool


class CalendarMade(Outgoing):
    url: str


class CalendarOut(Outgoing):
    made_at: When | None
