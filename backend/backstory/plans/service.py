"""What a practice plans with a patient. Only its clinicians write, and only while the patient shares with it.

Writes lock the patient first: the same PUT ten times in parallel makes one, and `readable` is asked in the same transaction.
What ended stays ended: a PUT that arrives again after its DELETE must not bring a prescription back.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Connection, Table, bindparam, insert, select, update
from sqlmodel import Session

from backstory.accounts.actor import Actor
from backstory.accounts.models import Patient
from backstory.kernel.clock import offset_minutes
from backstory.kernel.errors import NotCurrent, NotFound, NotYoursToDo
from backstory.plans.catalogue import NAMES
from backstory.plans.models import Appointment, PlanItem
from backstory.plans.wire import AppointmentIn, PlanItemIn
from backstory.sharing.access import only_clinicians, readable, who

Row = dict[str, Any]

_item = cast("Table", PlanItem.__table__)  # type: ignore[attr-defined]  # SQLModel adds it
_appointment = cast("Table", Appointment.__table__)  # type: ignore[attr-defined]
_patient = cast("Table", Patient.__table__)  # type: ignore[attr-defined]

_LOCK: Any = select(_patient.c.id).where(_patient.c.id == bindparam("patient_id"), readable(_patient.c.id)).with_for_update(of=_patient)


def _held(table: Table) -> Any:
    return select(table).where(table.c.patient_id == bindparam("patient_id"), table.c.id == bindparam("id"), readable(table.c.patient_id))


def _changing(table: Table) -> Any:
    return update(table).where(table.c.patient_id == bindparam("of_patient"), table.c.id == bindparam("of_id"))


_HELD = {_item: _held(_item), _appointment: _held(_appointment)}
_CHANGE = {_item: _changing(_item), _appointment: _changing(_appointment)}


def prescribe(session: Session, patient_id: UUID, item_id: UUID, wanted: PlanItemIn, *, by: Actor, now: datetime) -> bool:
    """Whether this made the item. A changed dose is a new word of whoever gave it; the same one again leaves everything."""
    content = dict(wanted) | {"name": NAMES[wanted.exercise]}
    authorship = {"prescribed_by": by.person_id, "prescribed_at": now}
    return _put(session, _item, patient_id, item_id, content=content, authorship=authorship, over="ended_at", by=by)


def end_item(session: Session, patient_id: UUID, item_id: UUID, *, by: Actor, now: datetime) -> None:
    _end(session, _item, patient_id, item_id, {"ended_at": now, "ended_by": by.person_id}, over="ended_at", by=by)


def arrange(session: Session, patient_id: UUID, appointment_id: UUID, wanted: AppointmentIn, *, by: Actor, now: datetime) -> bool:
    """Whether this made the appointment. It keeps the wall clock that it was made with."""
    content = dict(wanted) | {"utc_offset_minutes": offset_minutes(wanted.starts_at)}
    authorship = {"made_by": by.person_id, "made_at": now}
    return _put(session, _appointment, patient_id, appointment_id, content=content, authorship=authorship, over="cancelled_at", by=by)


def cancel(session: Session, patient_id: UUID, appointment_id: UUID, *, by: Actor, now: datetime) -> None:
    _end(session, _appointment, patient_id, appointment_id, {"cancelled_at": now, "cancelled_by": by.person_id}, over="cancelled_at", by=by)


def _put(session: Session, table: Table, patient_id: UUID, row_id: UUID, *, content: Row, authorship: Row, over: str, by: Actor) -> bool:
    connection = session.connection()
    current = _locked(connection, table, patient_id, row_id, by=by)
    practice_id = only_clinicians(by)
    if current is None:
        connection.execute(insert(table), {"patient_id": patient_id, "id": row_id, "practice_id": practice_id, **content, **authorship})
        return True
    if current["practice_id"] != practice_id:
        raise NotYoursToDo()
    if current[over] is not None:
        raise NotCurrent()
    if any(current[name] != value for name, value in content.items()):
        connection.execute(_CHANGE[table].values(**content, **authorship), {"of_patient": patient_id, "of_id": row_id})
    return False


def _end(session: Session, table: Table, patient_id: UUID, row_id: UUID, ending: Row, *, over: str, by: Actor) -> None:
    connection = session.connection()
    current = _locked(connection, table, patient_id, row_id, by=by)
    if current is None or current[over] is not None:
        raise NotFound()
    if current["practice_id"] != only_clinicians(by):
        raise NotYoursToDo()
    connection.execute(_CHANGE[table].values(**ending), {"of_patient": patient_id, "of_id": row_id})


def _locked(connection: Connection, table: Table, patient_id: UUID, row_id: UUID, *, by: Actor) -> Row | None:
    mine = {"patient_id": patient_id, **who(by)}
    if connection.execute(_LOCK, mine).scalar() is None:
        raise NotFound()
    row = connection.execute(_HELD[table], mine | {"id": row_id}).mappings().first()
    return dict(row) if row else None
