"""Ids that sort by the time they were made, so that inserts stay at the right edge of an index."""

from __future__ import annotations

from uuid import UUID

from uuid6 import uuid7 as _uuid7


def new_id() -> UUID:
    return UUID(int=_uuid7().int)
