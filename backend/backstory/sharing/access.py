"""The one question of privacy: may this person see this patient? It is a clause, never a check beforehand: it goes into the
WHERE of every read, so a grant revoked a moment ago hides the rows of the next statement (ARCHITECTURE 2)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, exists, or_, select
from sqlmodel import col

from backstory.accounts.actor import Actor, actor
from backstory.accounts.models import Patient
from backstory.kernel.api import Api
from backstory.kernel.db import reading_rows
from backstory.kernel.errors import NotFound, NotYoursToDo
from backstory.kernel.prepared import Prepared
from backstory.sharing.models import Grant


def readable(patient_id: Any) -> ColumnElement[bool]:
    """True in SQL where the column `patient_id` names a patient whom the person bound by `who` may see."""
    live = exists().where(col(Grant.patient_id) == patient_id, col(Grant.practice_id) == bindparam("own_practice_id"), col(Grant.revoked_at).is_(None))
    return or_(patient_id == bindparam("own_patient_id"), live)


def who(by: Actor) -> dict[str, UUID | None]:
    """The values that `readable` leaves open, so that statements are built once."""
    return {"own_patient_id": by.patient_id, "own_practice_id": by.practice_id if by.role == "clinician" else None}


_PATIENT = Prepared(select(col(Patient.id)).where(col(Patient.id) == bindparam("patient_id"), readable(col(Patient.id))))


@Api.resolves("patient_id")
def _patient(patient_id: UUID) -> UUID:
    """The patient's id again if the actor may see them; a stranger's and a missing one are both NotFound.

    Patients themselves were asked for when the actor was loaded, a moment ago; asking again costs a tenth of recording an entry.
    """
    by = actor()
    if patient_id == by.patient_id:
        return patient_id
    with reading_rows() as connection:
        if _PATIENT.first(connection, {"patient_id": patient_id, **who(by)}) is None:
            raise NotFound()
    return patient_id


def only_clinicians(by: Actor) -> UUID:
    """The practice for which a clinician acts."""
    if by.role != "clinician" or by.practice_id is None:
        raise NotYoursToDo()
    return by.practice_id


def only_patients(by: Actor) -> UUID:
    if by.patient_id is None:
        raise NotYoursToDo()
    return by.patient_id
