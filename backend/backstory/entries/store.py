"""What `service.record` asks of the database and leaves there: rows as dicts by the names of their columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Connection, Table, bindparam, insert, select, update

from backstory.accounts.actor import Actor
from backstory.accounts.models import Patient
from backstory.entries.models import Entry, EntryVersion
from backstory.kernel.errors import NotFound
from backstory.kernel.prepared import Prepared, PreparedIn, Raw
from backstory.sharing.access import readable, who

Row = dict[str, Any]

_entry = cast("Table", Entry.__table__)  # type: ignore[attr-defined]  # SQLModel adds it
_version = cast("Table", EntryVersion.__table__)  # type: ignore[attr-defined]
_patient = cast("Table", Patient.__table__)  # type: ignore[attr-defined]


def _each(of: Table, *, keys: bool = True) -> dict[str, Any]:
    return {column.name: bindparam(column.name, type_=column.type) for column in of.columns if keys or not column.primary_key}


_TAKE = Prepared(
    update(_patient)
    .where(_patient.c.id == bindparam("of_patient"), readable(_patient.c.id))
    .values(revision=_patient.c.revision + bindparam("changes"))
    .returning(_patient.c.revision)
)
_SET: Any = update(_patient).where(_patient.c.id == bindparam("of_patient")).values(revision=bindparam("revision"))
_HELD = PreparedIn(select(_entry).where(_entry.c.patient_id == bindparam("patient_id")), _entry.c.id)
_KNOWN_OPS = PreparedIn(select(_version.c.op_id, _version.c.version).where(_version.c.patient_id == bindparam("patient_id")), _version.c.op_id)
_FROM_BASE: Any = select(_version).where(
    _version.c.patient_id == bindparam("patient_id"), _version.c.entry_id == bindparam("id"), _version.c.base_version == bindparam("base")
)
_INSERT, _INSERT_VERSION = (Prepared(insert(table).values(_each(table))) for table in (_entry, _version))
_RAW = Raw(*_entry.columns, *_version.columns)
_UPDATE = Prepared(update(_entry).where(_entry.c.patient_id == bindparam("of_patient"), _entry.c.id == bindparam("of_id")).values(_each(_entry, keys=False)))


def take_revisions(connection: Connection, patient_id: UUID, count: int, *, by: Actor) -> int:
    """The last of `count` revisions. One statement asks for the right to see the patient, locks them and counts."""
    taken = _TAKE.first(connection, {"of_patient": patient_id, "changes": count, **who(by)})
    if taken is None:
        raise NotFound()
    return int(taken[0])


def set_revision(connection: Connection, patient_id: UUID, revision: int) -> None:
    connection.execute(_SET, {"of_patient": patient_id, "revision": revision})


def held(connection: Connection, patient_id: UUID, ids: set[UUID]) -> dict[UUID, Row]:
    """The current entries of these ids, deleted ones too."""
    rows = _HELD.rows(connection, {"patient_id": patient_id}, [*ids])
    return {row["id"]: row for row in (dict(zip(_entry.columns.keys(), row, strict=True)) for row in rows)}


def known_ops(connection: Connection, patient_id: UUID, op_ids: list[UUID]) -> dict[UUID, int]:
    """Which of these ops made which version."""
    return dict(_KNOWN_OPS.rows(connection, {"patient_id": patient_id}, op_ids))


def versions_from(connection: Connection, patient_id: UUID, entry_id: UUID, base_version: int) -> list[Any]:
    """The versions made by somebody who had seen `base_version`."""
    return list(connection.execute(_FROM_BASE, {"patient_id": patient_id, "id": entry_id, "base": base_version}).mappings())


def keep(connection: Connection, versions: Sequence[Row], fresh: set[UUID]) -> None:
    """Each version, and the last of each entry as the current one: a new row where the entry is fresh."""
    rows = [_RAW.of(connection, row) for row in versions]
    _INSERT_VERSION.run(connection, rows)
    current = {version["id"]: row for version, row in zip(versions, rows, strict=True)}
    if new := [row for entry_id, row in current.items() if entry_id in fresh]:
        _INSERT.run(connection, new)
    if edited := [row | {"of_patient": row["patient_id"], "of_id": row["id"]} for entry_id, row in current.items() if entry_id not in fresh]:
        _UPDATE.run(connection, edited)
