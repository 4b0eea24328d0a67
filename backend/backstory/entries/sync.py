"""One exchange with a phone (CONTRACT 4, ARCHITECTURE 4): its ops in, what changed since its cursor out."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select
from sqlmodel import col

from backstory.accounts.actor import Actor
from backstory.entries import queries, service
from backstory.entries.wire import Change, Refused, SyncIn
from backstory.kernel.installation import Installation

PULL_AT_MOST = 500
_EPOCH: Any = select(col(Installation.epoch))


def exchange(connection: Connection, patient_id: UUID, sent: SyncIn, *, by: Actor, now: datetime) -> tuple[dict[str, object], list[str]]:
    """The answer as plain data of SyncOut, and its entries as JSON. A cursor of another epoch means nothing here: it starts again at 0."""
    readable_ops = [op for op in sent.ops if not isinstance(op, Refused)]
    outcomes = service.record(connection, patient_id, [Change.of(op) for op in readable_ops], by=by, now=now) if readable_ops else []
    applied = iter(outcomes)
    results = []
    for op in sent.ops:
        outcome = service.Outcome("rejected", None, op.problem) if isinstance(op, Refused) else next(applied)
        answer: dict[str, object] = {"op_id": op.op_id, "status": outcome.status, "version": outcome.version}
        results.append(answer | ({"problem": outcome.problem.body()} if outcome.problem else {}))
    epoch = connection.execute(_EPOCH).scalar_one()
    entries, cursor, more = queries.since(connection, patient_id, sent.cursor if sent.epoch == epoch else 0, PULL_AT_MOST, by=by)
    return {"epoch": epoch, "cursor": cursor, "more": more, "results": results}, entries
