"""The entries of the API: what comes in, what goes out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal, NamedTuple
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Discriminator, FailFast, Field, Tag, ValidationError, WithJsonSchema, WrapValidator

from backstory.accounts.wire import By
from backstory.entries.payloads import KINDS, Payload
from backstory.kernel.errors import NotValid, Problem, where
from backstory.kernel.wire import INTEGRAL, Day, Incoming, Outgoing, When

Version = Annotated[int, Field(ge=0, le=2**31 - 1), INTEGRAL]
Kind = Literal["checkin", "spasm", "soreness", "exercise", "treatment", "posture", "injury", "questionnaire", "care", "note", "redflag"]
assert set(Kind.__args__) == set(KINDS)  # type: ignore[attr-defined]  # typing keeps a Literal's words there


class EntryIn(Incoming):
    base_version: Version
    occurred_at: When
    ended_at: When | None = None
    captured_at: When
    payload: Payload


class Op(EntryIn):
    op_id: UUID
    entry_id: UUID


class DeleteOp(Incoming):
    op_id: UUID
    entry_id: UUID
    base_version: Version
    captured_at: When
    delete: Literal[True]


@dataclass(frozen=True)
class Refused:
    """An op that cannot be read. It is answered `rejected`, and the rest of the batch stands."""

    op_id: UUID
    problem: Problem


def _or_refused(value: Any, validate: Any) -> Any:
    try:
        return validate(value)
    except ValidationError as error:
        try:
            op_id = UUID(value["op_id"])
        except (KeyError, TypeError, ValueError, AttributeError):
            raise error from None
        found = error.errors(include_url=False, include_context=False, include_input=False)
        paths = [{"path": where(item["loc"], value), "code": item["type"]} for item in found[:20]]
        return Refused(op_id, NotValid(paths))


# Truthful: an op is judged by itself, so anything that names its op_id is taken and answered.
_ANY_OP = {
    "type": "object",
    "required": ["op_id"],
    "properties": {"op_id": {"type": "string", "format": "uuid"}},
    "description": "An EntryIn with op_id and entry_id, or {op_id, entry_id, base_version, captured_at, delete: true}. One that cannot be read is `rejected`.",
}


def _which(value: Any) -> str:
    return "DeleteOp" if isinstance(value, dict) and "delete" in value else "Op"


Either = Annotated[Annotated[Op, Tag("Op")] | Annotated[DeleteOp, Tag("DeleteOp")], Discriminator(_which)]
OneOp = Annotated[Either, WrapValidator(_or_refused), WithJsonSchema(_ANY_OP)]


class SyncIn(Incoming):
    epoch: Annotated[str, Field(max_length=64)] | None = None
    cursor: Annotated[int, Field(ge=0, le=2**53), INTEGRAL] = 0
    ops: Annotated[list[OneOp], Field(max_length=500), FailFast()] = []  # an op without an id is 422 at once: collecting 300,000 of them took 46 MB


class EntryOut(Outgoing):
    id: UUID
    patient_id: UUID
    version: int
    revision: int
    occurred_at: When
    ended_at: When | None
    captured_at: When
    received_at: When
    late: bool
    clock_wrong: bool
    recorded_by: By
    payload: Payload


class DeletedOut(Outgoing):
    id: UUID
    version: int
    revision: int
    deleted_at: When


class VersionOut(Outgoing):
    version: int
    base_version: int
    revision: int
    deleted: bool
    unseen: bool = Field(description="a later version was written without having seen this one")
    occurred_at: When
    ended_at: When | None
    captured_at: When
    received_at: When
    late: bool
    clock_wrong: bool
    recorded_by: By
    payload: Payload


class History(Outgoing):
    items: list[VersionOut]


class Page(Outgoing):
    items: list[EntryOut]
    next: str | None


class ProblemOut(Outgoing):
    type: str
    title: str
    status: int
    code: str
    errors: list[dict[str, str]] | None = None


class OpResult(Outgoing):
    op_id: UUID
    status: Literal["applied", "duplicate", "conflict", "rejected"]
    version: int | None
    problem: ProblemOut | None = None


class SyncOut(Outgoing):
    epoch: str
    cursor: int
    more: bool
    results: list[OpResult]
    entries: list[EntryOut | DeletedOut]


class PageQuery(BaseModel):
    model_config = ConfigDict(extra="forbid")
    before: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    kind: Kind | None = None
    from_: Day | None = Field(default=None, alias="from")
    to: Day | None = None


class Change(NamedTuple):
    """What somebody did to one entry; without a payload they deleted it."""

    entry_id: UUID
    base_version: int
    captured_at: datetime
    op_id: UUID | None = None
    occurred_at: datetime | None = None
    ended_at: datetime | None = None
    payload: Payload | None = None

    @classmethod
    def of(cls, sent: Op | DeleteOp) -> Change:
        if isinstance(sent, DeleteOp):
            return cls(sent.entry_id, sent.base_version, sent.captured_at, sent.op_id)
        return cls(sent.entry_id, sent.base_version, sent.captured_at, sent.op_id, sent.occurred_at, sent.ended_at, sent.payload)
