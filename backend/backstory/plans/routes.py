"""Exercises, plans and appointments over HTTP. Answers are written from plain rows."""

from __future__ import annotations

from uuid import UUID

from pydantic_core import to_json

from backstory.accounts.actor import actor
from backstory.kernel import clock
from backstory.kernel.api import Api, Created
from backstory.kernel.db import reading, transaction
from backstory.kernel.errors import NotCurrent, NotYoursToDo
from backstory.plans import queries, service
from backstory.plans.catalogue import EXERCISES
from backstory.plans.wire import AppointmentIn, AppointmentOut, Appointments, Exercises, Plan, PlanItemIn, PlanItemOut

api = Api("plans")

_EXERCISES = to_json({"items": EXERCISES})


@api.get("/exercises", answers=Exercises)
def list_exercises() -> bytes:
    """The catalogue of exercises"""
    return _EXERCISES


@api.get("/patients/<uuid:patient_id>/plan", answers=Plan)
def read_plan(patient_id: UUID) -> bytes:
    """What is prescribed now"""
    with reading() as session:
        return to_json({"items": queries.plan(session.connection(), patient_id, by=actor())})


@api.get("/patients/<uuid:patient_id>/plan/<uuid:item_id>", answers=PlanItemOut)
def get_item(patient_id: UUID, item_id: UUID) -> bytes:
    """One prescription, also after its end"""
    with reading() as session:
        return to_json(queries.plan_item(session.connection(), patient_id, item_id, by=actor()))


@api.put("/patients/<uuid:patient_id>/plan/<uuid:item_id>", answers=PlanItemOut, problems=(NotYoursToDo, NotCurrent))
def put_item(patient_id: UUID, item_id: UUID, incoming: PlanItemIn) -> Created | bytes:
    """Prescribe an exercise, or change its dose"""
    with transaction() as session:
        made = service.prescribe(session, patient_id, item_id, incoming, by=actor(), now=clock.now())
        answer = to_json(queries.plan_item(session.connection(), patient_id, item_id, by=actor()))
    return Created(answer) if made else answer


@api.delete("/patients/<uuid:patient_id>/plan/<uuid:item_id>", problems=(NotYoursToDo,))
def delete_item(patient_id: UUID, item_id: UUID) -> None:
    """End a prescription; it stays readable"""
    with transaction() as session:
        service.end_item(session, patient_id, item_id, by=actor(), now=clock.now())


@api.get("/patients/<uuid:patient_id>/appointments", answers=Appointments)
def list_appointments(patient_id: UUID) -> bytes:
    """Appointments, earliest first"""
    with reading() as session:
        return to_json({"items": queries.appointments(session.connection(), patient_id, by=actor())})


@api.get("/patients/<uuid:patient_id>/appointments/<uuid:appointment_id>", answers=AppointmentOut)
def get_appointment(patient_id: UUID, appointment_id: UUID) -> bytes:
    """One appointment"""
    with reading() as session:
        return to_json(queries.appointment(session.connection(), patient_id, appointment_id, by=actor()))


@api.put("/patients/<uuid:patient_id>/appointments/<uuid:appointment_id>", answers=AppointmentOut, problems=(NotYoursToDo, NotCurrent))
def put_appointment(patient_id: UUID, appointment_id: UUID, incoming: AppointmentIn) -> Created | bytes:
    """Make an appointment, or move it"""
    with transaction() as session:
        made = service.arrange(session, patient_id, appointment_id, incoming, by=actor(), now=clock.now())
        answer = to_json(queries.appointment(session.connection(), patient_id, appointment_id, by=actor()))
    return Created(answer) if made else answer


@api.delete("/patients/<uuid:patient_id>/appointments/<uuid:appointment_id>", problems=(NotYoursToDo,))
def delete_appointment(patient_id: UUID, appointment_id: UUID) -> None:
    """Cancel an appointment"""
    with transaction() as session:
        service.cancel(session, patient_id, appointment_id, by=actor(), now=clock.now())
