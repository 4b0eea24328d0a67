"""How often which push service answered what, for operators: in the database, so that it outlives restarts and adds up what several
workers and the web sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, Table, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from backstory.reminders.models import PushTally, Reminder, ReminderSlot
from backstory.reminders.outcomes import Outcome

_tally = cast("Table", PushTally.__table__)  # type: ignore[attr-defined]  # SQLModel adds it
_reminder = cast("Table", Reminder.__table__)  # type: ignore[attr-defined]
_slot = cast("Table", ReminderSlot.__table__)  # type: ignore[attr-defined]
_WAITING: Any = select(func.count(), func.min(_slot.c.try_at)).where(_slot.c.try_at <= bindparam("now"))
_COMING: Any = select(func.count(), func.min(_reminder.c.next_due_at)).where(_reminder.c.next_due_at <= bindparam("now"))


def add(session: Session, sent: Iterable[tuple[str, Outcome]]) -> None:
    """In one order, so that two workers never wait for each other."""
    counts = Counter((service, outcome.failure or "accepted") for service, outcome in sent)
    rows = [{"host": host, "outcome": outcome, "count": count} for (host, outcome), count in sorted(counts.items())]
    if rows:
        connection = session.connection()
        connection.execute(_added(connection), rows)


def read(connection: Connection) -> list[tuple[str, str, int]]:
    return [tuple(row) for row in connection.execute(select(_tally.c.host, _tally.c.outcome, _tally.c.count).order_by(_tally.c.host, _tally.c.outcome))]


def overdue(connection: Connection, *, now: datetime) -> tuple[int, float]:
    """How many need a worker now, and for how many seconds the oldest of them has: also what no worker has looked at yet."""
    found = [connection.execute(each, {"now": now}).one() for each in (_WAITING, _COMING)]
    oldest = min((since for _count, since in found if since is not None), default=now)
    return sum(count for count, _since in found), (now - oldest).total_seconds()


def _added(connection: Connection) -> Any:
    insert: Any = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}[connection.dialect.name](_tally)
    return insert.on_conflict_do_update(index_elements=["host", "outcome"], set_={"count": _tally.c.count + insert.excluded.count})
