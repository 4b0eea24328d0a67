"""Was the patient asked? What a clinician must know to read a day without a check-in."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, bindparam, select

from backstory.accounts.actor import Actor
from backstory.reminders.prompts import delivery, device
from backstory.reminders.trouble import TOLD, is_on, patient, reach, trouble_of
from backstory.reminders.waiting import reminder, slot
from backstory.sharing.access import readable, who

Row = dict[str, Any]

_REACH: Any = reach(reminder.c.kind == "checkin").where(readable(patient.c.id))
_DEVICES: Any = select(*TOLD).join(patient, patient.c.person_id == device.c.person_id).where(readable(patient.c.id)).order_by(device.c.made_at, device.c.id)
_REACH_ONE, _DEVICES_ONE = (statement.where(patient.c.id == bindparam("patient_id")) for statement in (_REACH, _DEVICES))
# The phone may have shown what its push service was too slow to answer for.
_arrived = select(delivery.c.id).where(delivery.c.slot_id == slot.c.id, delivery.c.accepted_at.is_not(None) | delivery.c.shown_at.is_not(None)).exists()
_PROMPTS: Any = (
    select(slot.c.local_date, slot.c.state, slot.c.reason, _arrived.label("arrived"))
    .join(reminder, reminder.c.id == slot.c.reminder_id)
    .where(reminder.c.patient_id == bindparam("patient_id"), reminder.c.kind == "checkin", readable(reminder.c.patient_id))
    .where(slot.c.local_date >= bindparam("first"), slot.c.local_date <= bindparam("last"))
    .order_by(slot.c.due_at)
)


def reached(connection: Connection, *, by: Actor, now: datetime, patient_id: UUID | None = None) -> dict[UUID, Row]:
    """By patient: whether a rule asks for check-ins, and what keeps its prompts away. Two statements, however many they are."""
    whose = who(by) | ({"patient_id": patient_id} if patient_id else {})
    devices: dict[UUID, list[Any]] = defaultdict(list)
    for row in connection.execute(_DEVICES_ONE if patient_id else _DEVICES, whose):
        devices[row.person_id].append(row)
    return {row.id: _reach(row, devices[row.person_id], now) for row in connection.execute(_REACH_ONE if patient_id else _REACH, whose)}


def off(reach: Row | None) -> str | None:
    """In a word."""
    if reach is None:
        return None
    return reach["trouble"] if reach["on"] else "paused"


def prompts(connection: Connection, patient_id: UUID, first: date, last: date, *, by: Actor) -> dict[date, Row]:
    """Of every day that was to be asked about: asked or not, and if not, why. A follow-up is the same question."""
    found: dict[date, Row] = {}
    for row in connection.execute(_PROMPTS, {"patient_id": patient_id, "first": first, "last": last, **who(by)}):
        arrived = row.state == "sent" or row.arrived
        if row.state in ("due", "claimed") and not arrived:
            continue  # nobody can say yet
        day = found.setdefault(row.local_date, {"asked": False, "reason": row.reason})
        if arrived:
            day |= {"asked": True, "reason": None}
    return found


def _reach(row: Any, devices: list[Any], now: datetime) -> Row:
    return {"on": is_on(row, now), "trouble": trouble_of(devices, now, mailbox=row.email_confirmed_at is not None)[0]}
