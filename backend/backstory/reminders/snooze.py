"""Not now: the patient puts a prompt off. Another slot of the same occasion, so that it is judged, sent and told like every other."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, select, update
from sqlmodel import Session, col

from backstory.kernel.errors import NotValid
from backstory.kernel.ids import new_id
from backstory.reminders import heard
from backstory.reminders.models import Reminder, ReminderSlot
from backstory.reminders.occasion import FIRST_SNOOZE, FOLLOW_UP, LAST_SNOOZE, first_of, turn

AT_MOST = timedelta(hours=24)
_slot = cast("Table", ReminderSlot.__table__)  # type: ignore[attr-defined]  # SQLModel adds it


def put_off(session: Session, person_id: UUID, delivery_id: UUID, until: datetime, *, now: datetime) -> datetime:
    """The same `until` again changes nothing, so a phone may repeat it. One in the past is at once, if its window is still open."""
    if until > now + AT_MOST:
        raise NotValid.at("until", "too_far")
    slot = session.get_one(ReminderSlot, heard.one(session, person_id, delivery_id).slot_id)
    rule = session.get_one(Reminder, slot.reminder_id, with_for_update=True)  # two phones at once: one after the other
    occasion = _occasion(session, slot)
    put_off_before = [one for one in occasion if turn(one.slot_no) >= FIRST_SNOOZE]
    if any(one.due_at == until for one in put_off_before):
        return max(until, now)
    wanted: dict[str, Any] = {"due_at": until, "closes_at": until + timedelta(minutes=rule.window_minutes), "try_at": max(until, now)}
    waiting = next((one for one in put_off_before if one.state == "due"), None)
    if waiting:
        for name, value in wanted.items():
            setattr(waiting, name, value)
    else:
        number = max([FOLLOW_UP, *(turn(one.slot_no) for one in put_off_before)]) + 1
        if number > LAST_SNOOZE:
            raise NotValid.at("until", "too_often")
        same = {name: getattr(slot, name) for name in ("reminder_id", "local_date", "about_id")}
        session.add(ReminderSlot(id=new_id(), slot_no=first_of(slot.slot_no) + number, state="due", **same, **wanted))
    _quiet_the_others(session, occasion)
    session.flush()
    return max(until, now)


def _occasion(session: Session, slot: ReminderSlot) -> list[ReminderSlot]:
    first = first_of(slot.slot_no)
    same_day = select(ReminderSlot).where(col(ReminderSlot.reminder_id) == slot.reminder_id, col(ReminderSlot.local_date) == slot.local_date)
    return list(session.scalars(same_day.where(col(ReminderSlot.slot_no).between(first, first + LAST_SNOOZE))))


def _quiet_the_others(session: Session, occasion: list[ReminderSlot]) -> None:
    """A follow-up that waits, and a prompt that another device has not taken yet."""
    earlier = [one.id for one in occasion if turn(one.slot_no) < FIRST_SNOOZE]
    waiting = update(_slot).where(_slot.c.id.in_(earlier), _slot.c.state == "due", turn(_slot.c.slot_no) == FOLLOW_UP)
    session.connection().execute(waiting.values(state="cancelled", reason="snoozed", try_at=None))
    session.connection().execute(update(_slot).where(_slot.c.id.in_(earlier), _slot.c.state == "sent").values(try_at=None, claimed_at=None))
    under_way = update(_slot).where(_slot.c.id.in_(earlier), _slot.c.state == "claimed")  # shown, though nobody has heard that it was sent
    session.connection().execute(under_way.values(state="cancelled", reason="snoozed", try_at=None, claimed_at=None))
