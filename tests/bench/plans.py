"""Which index answers what: a page, a page of a kind, a pull and the window of a timeline or a trend."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from backstory.entries import queries
from backstory.kernel.db import Database
from backstory.kernel.prepared import Prepared

VALUES: dict[str, Any] = {
    "patient_id": uuid4(),
    "own_patient_id": uuid4(),
    "own_practice_id": uuid4(),
    "before_at": datetime(2026, 11, 22, tzinfo=UTC),
    "before_id": uuid4(),
    "start": datetime(2026, 11, 1, tzinfo=UTC),
    "end": datetime(2026, 11, 22, tzinfo=UTC),
    "first": date(2026, 11, 2),
    "last": date(2026, 11, 20),
    "kind": "spasm",
    "cursor": 40,
    "limit": 51,
}
# What the seek goes by, in the words of SQLite and of PostgreSQL.
STATEMENTS = {
    "page": (queries._page(frozenset()), "ix_entry_page", r"patient_id ?="),
    "page that goes on": (queries._page(frozenset({"before_at"})), "ix_entry_page", r"\(occurred_at, ?id\) ?<"),
    "page of a kind": (queries._page(frozenset({"before_at", "kind"})), "ix_entry_page_of_kind", r"kind(=|.*\(occurred_at, id\) <)"),
    "pull": (queries._SINCE, "ix_entry_pull", r"revision ?>"),
    "window of a trend": (Prepared(queries._WINDOW), "ix_entry_page", r"occurred_at ?>.* occurred_at ?<|occurred_at >.*\(occurred_at <"),
}


def plan(database: Database, name: str, *, empty: bool, **values: Any) -> list[str]:
    """The steps of the plan. An empty table is read whole for good reason: then the question is whether an index could answer instead."""
    with database.engine.begin() as connection:
        explain = "EXPLAIN QUERY PLAN " if connection.dialect.name == "sqlite" else "EXPLAIN "
        if empty and connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            connection.exec_driver_sql("SET LOCAL enable_bitmapscan = off")
        compiled = STATEMENTS[name][0]._for(connection.dialect)
        cursor: Any = connection.connection.cursor()
        cursor.execute(explain + compiled.text, compiled.bound(VALUES | values))
        return [str(row[-1]) for row in cursor.fetchall()]


def seeks_only(name: str, steps: list[str]) -> bool:
    """SCAN (SQLite) and Seq Scan (PostgreSQL) read a whole table; a sort would read all of a patient's entries for one page."""
    _, index, sought = STATEMENTS[name]
    sought_by = [step for step in steps if f" {index} " in step or "Index Cond" in step]
    found = any(f" {index} " in step for step in sought_by) and any(re.search(sought, step) for step in sought_by)
    return found and not [step for step in steps if re.search(r"\bSCAN\b|Seq Scan|TEMP B-TREE|\bSort\b", step)]
