"""Types that cross the wire: strict JSON in, one spelling out. Everything the API reads or writes is built of these."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError

_RFC3339 = re.compile(r"^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$")
_INSTANT = {"type": "string", "format": "date-time", "examples": ["2026-11-22T20:15:00+01:00"]}
# Leave room at both ends of the calendar: an offset or a window of days must not overflow it.
FARTHEST = timedelta(hours=18)
EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


class Incoming(BaseModel):
    """What somebody sends: unknown fields are refused, so that nothing is dropped silently."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Outgoing(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, from_attributes=True)


def _rfc3339(value: Any) -> Any:
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not _RFC3339.match(value):
        raise PydanticCustomError("rfc3339", "an RFC 3339 time with its offset")
    try:
        return datetime.fromisoformat(value.upper())
    except ValueError:
        raise PydanticCustomError("rfc3339", "an RFC 3339 time with its offset") from None


def _in_calendar(value: datetime) -> datetime:
    offset = value.utcoffset()
    if offset and not -FARTHEST <= offset <= FARTHEST:
        raise PydanticCustomError("offset", "an offset of at most 18 hours")
    if not EARLIEST <= value <= LATEST:  # compared as instants; to convert first could leave the calendar
        raise PydanticCustomError("out_of_calendar", "a time between 1900 and 2200")
    return value


def _full_date(value: Any) -> Any:
    """pydantic would also read a number as seconds since 1970, and a strict body no longer takes text once this has looked at it."""
    if not isinstance(value, str):
        return value
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
        raise PydanticCustomError("date", "a date such as 2026-11-22")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError("date_from_datetime_parsing", "no such day") from None


Day = Annotated[date, Field(ge=EARLIEST.date(), lt=LATEST.date()), BeforeValidator(_full_date)]


Weekday = Literal["mo", "tu", "we", "th", "fr", "sa", "su"]
WEEK: tuple[Weekday, ...] = get_args(Weekday)


def rfc3339(value: datetime) -> str:
    text = value.isoformat()
    return text[:-6] + "Z" if text.endswith("+00:00") else text


def _integral(value: Any) -> Any:
    """JSON has one number type: 4.0 is the integer 4."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


When = Annotated[
    AwareDatetime,
    AfterValidator(_in_calendar),
    BeforeValidator(_rfc3339),
    PlainSerializer(rfc3339, return_type=str),
    WithJsonSchema(_INSTANT),
]
INTEGRAL = BeforeValidator(_integral)  # stands after the Field: the other way round, the bounds leave the JSON schema
Score = Annotated[int, Field(ge=0, le=10, description="0-10 numeric rating scale; 0 is an answer"), INTEGRAL]
STORABLE = r"^[^\x00]*$"  # PostgreSQL cannot keep a NUL
Text = Annotated[str, Field(max_length=8000, pattern=STORABLE)]
Line = Annotated[str, Field(min_length=1, max_length=200, pattern=STORABLE)]
