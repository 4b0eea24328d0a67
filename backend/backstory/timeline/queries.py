"""The caseload and who a patient is: a constant number of statements however many patients and however long their histories.

The latest entry of each sort is found by a seek into an index for every patient, inside one statement, rather than by grouping
over all that ever happened.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Connection, ScalarSelect, Select, Table, bindparam, func, literal_column, select, type_coerce
from sqlalchemy.types import NullType

from backstory.accounts.actor import Actor
from backstory.accounts.models import Patient, Person
from backstory.entries.queries import ALLOWED, entry
from backstory.kernel.errors import NotFound
from backstory.plans.models import Appointment
from backstory.sharing.access import readable, who

Row = dict[str, Any]

_patient = cast("Table", Patient.__table__)  # type: ignore[attr-defined]  # SQLModel adds it
_person = cast("Table", Person.__table__)  # type: ignore[attr-defined]
_appointment = cast("Table", Appointment.__table__)  # type: ignore[attr-defined]


def _as_stored(column: Any) -> Any:
    """Without the making of a UUID, which for thousands of rows takes as long as finding them; good for matching only."""
    return type_coerce(column, NullType())


def _theirs(what: Any, kind: str | None = None) -> Select[Any]:
    """From the entries of the statement's patient that the reader may see."""
    there = select(what).where(entry.c.patient_id == _patient.c.id, entry.c.deleted_at.is_(None), ALLOWED).correlate(_patient)
    return there.where(entry.c.kind == kind) if kind else there


def _latest(kind: str | None = None) -> ScalarSelect[Any]:
    """Latest occurred_at, then the highest revision: the rule of DOMAIN 2 for check-ins, and for the rest too."""
    return _theirs(entry.c.id, kind).order_by(entry.c.occurred_at.desc(), entry.c.revision.desc()).limit(1).scalar_subquery()


# Said in the words of ix_entry_ongoing: with a bound value, SQLite does not see that the index is meant.
_ONGOING = (entry.c.kind == literal_column("'spasm'")) & entry.c.ended_at.is_(None)
_NEXT_APPOINTMENT: Any = (
    select(_appointment.c.id)
    .where(_appointment.c.patient_id == _patient.c.id, _appointment.c.cancelled_at.is_(None), _appointment.c.starts_at > bindparam("still_on_after"))
    .order_by(_appointment.c.starts_at, _appointment.c.id)
    .limit(1)
    .correlate(_patient)
    .scalar_subquery()
)
_last, _checkin, _treatment, _redflag = (entry.alias(name) for name in ("last_entry", "last_checkin", "last_treatment", "last_redflag"))
_people: Any = _patient.join(_person, _person.c.id == _patient.c.person_id)
for _alias, _one in (
    (_last, _latest()),
    (_checkin, _latest("checkin")),
    (_treatment, _latest("treatment")),
    (_redflag, _latest("redflag")),
    (_appointment, _NEXT_APPOINTMENT),
):
    _people = _people.outerjoin(_alias, (_alias.c.patient_id == _patient.c.id) & (_alias.c.id == _one))

_CASELOAD: Any = (
    select(
        _patient.c.id,
        _as_stored(_patient.c.id).label("key"),
        _person.c.name,
        _patient.c.zone,
        _last.c.occurred_at.label("last_at"),
        _last.c.utc_offset_minutes.label("last_offset"),
        _checkin.c.payload["average"].as_integer().label("average"),
        _checkin.c.occurred_at.label("checkin_at"),
        _checkin.c.utc_offset_minutes.label("checkin_offset"),
        _checkin.c.late,
        _treatment.c.occurred_at.label("treatment_at"),
        _treatment.c.utc_offset_minutes.label("treatment_offset"),
        _treatment.c.payload.label("treatment"),
        _redflag.c.payload.label("redflag"),
        _appointment.c.starts_at.label("next_at"),
        _appointment.c.utc_offset_minutes.label("next_offset"),
        _theirs(func.count()).where(_ONGOING).scalar_subquery().label("open_spasms"),
        _theirs(func.count()).where(entry.c.occurred_at > bindparam("week_ago")).scalar_subquery().label("entries_7_days"),
    )
    .select_from(_people)
    .where(readable(_patient.c.id))
    .order_by(_person.c.name, _patient.c.id)
)
# The list of patients first and then an index each: as a join, SQLite may walk everybody's entries. Only notes can be private.
_PAIN: Any = (
    select(_as_stored(entry.c.patient_id), entry.c.local_on, entry.c.payload["average"].as_integer())
    .where(entry.c.patient_id.in_(select(_patient.c.id).where(readable(_patient.c.id))))
    .where(entry.c.kind == "checkin", entry.c.deleted_at.is_(None), entry.c.occurred_at > bindparam("since"))
    .order_by(entry.c.patient_id, entry.c.occurred_at, entry.c.revision)
)
_PATIENT: Any = (
    select(_patient.c.id, _person.c.name, _patient.c.zone, _theirs(entry.c.utc_offset_minutes).order_by(entry.c.occurred_at.desc()).limit(1).scalar_subquery())
    .join(_person, _person.c.id == _patient.c.person_id)
    .where(_patient.c.id == bindparam("patient_id"), readable(_patient.c.id))
)


def caseload(connection: Connection, *, week_ago: datetime, still_on_after: datetime, by: Actor) -> list[Row]:
    values = {"week_ago": week_ago, "still_on_after": still_on_after, **who(by)}
    return [dict(row) for row in connection.execute(_CASELOAD, values).mappings()]


def pain(connection: Connection, since: datetime, *, by: Actor) -> list[Any]:
    """(key of the patient, local day, average) of every check-in of everybody since then; of a day's, the one that counts comes last."""
    return list(connection.execute(_PAIN, {"since": since, **who(by)}))


def patient(connection: Connection, patient_id: UUID, *, by: Actor) -> tuple[UUID, str, str, int | None]:
    """Id, name, zone, and the offset of the latest entry."""
    row = connection.execute(_PATIENT, {"patient_id": patient_id, **who(by)}).first()
    if row is None:
        raise NotFound()
    return row[0], row[1], row[2], row[3]
