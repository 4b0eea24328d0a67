"""However many entries there are, a page, a page of a kind, a pull and a window are found by a seek into an index, on both databases."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest

from backstory.entries import queries
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
    "window": (Prepared(queries._WINDOW), "ix_entry_page", r"occurred_at ?>.* occurred_at ?<|occurred_at >.*\(occurred_at <"),
}


def plan(database, prepared):
    with database.engine.begin() as connection:
        explain = "EXPLAIN QUERY PLAN " if connection.dialect.name == "sqlite" else "EXPLAIN "
        if connection.dialect.name == "postgresql":
            # An empty table is read whole for good reason; the question is whether an index could answer instead.
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            connection.exec_driver_sql("SET LOCAL enable_bitmapscan = off")
        compiled = prepared._for(connection.dialect)
        cursor = connection.connection.cursor()
        cursor.execute(explain + compiled.text, compiled.bound(VALUES))
        return [str(row[-1]) for row in cursor.fetchall()]


@pytest.mark.parametrize("name", STATEMENTS)
def test_it_is_found_by_a_seek_in_the_order_wanted(database, name):
    prepared, index, sought = STATEMENTS[name]
    steps = plan(database, prepared)
    seeks = [step for step in steps if f" {index} " in step or "Index Cond" in step]
    assert any(f" {index} " in step for step in seeks) and any(re.search(sought, step) for step in seeks), steps
    # SCAN (SQLite) and Seq Scan (PostgreSQL) read a whole table; a sort would read all of a patient's entries for one page.
    assert not [step for step in steps if re.search(r"\bSCAN\b|Seq Scan|TEMP B-TREE|\bSort\b", step)], steps
