"""Nothing is lost and nothing is sent twice: two workers at once, and one that dies between claim and send."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlmodel import select

from backstory.reminders import slots
from backstory.reminders.models import ReminderSlot
from backstory.reminders.prompts import LEASE, claim
from tests.reminders.conftest import TONIGHT, Phone, rule_of


def fill(database, now=TONIGHT):
    with database.transaction() as session:
        return slots.fill(session, now=now, limit=1000)


def test_a_worker_that_died_after_its_claim_is_followed_by_another_with_the_same_topic(phone, rule, database, work_at):
    fill(database)
    with database.transaction() as session:
        [prompt] = claim(session, now=TONIGHT, limit=10).prompts
    work_at(TONIGHT + LEASE - timedelta(seconds=1))
    assert not phone.received
    work_at(TONIGHT + LEASE)
    [message] = phone.received
    assert phone.read(message)["app"]["delivery"] == str(prompt.sendings[0].delivery_id)
    assert rule.last == ("sent", None)


def test_a_worker_that_died_and_nobody_came_within_the_window(phone, rule, database, work_at):
    fill(database)
    with database.transaction() as session:
        claim(session, now=TONIGHT, limit=10)
    work_at(TONIGHT + timedelta(hours=3))
    assert not phone.received
    assert rule.last == ("missed", "window_over")


def test_a_rule_that_came_due_again_after_a_clock_went_back_has_one_slot(rule, database, pat):
    fill(database)
    with database.transaction() as session:
        from backstory.reminders import rules

        rules.plan_again(session, now=TONIGHT - timedelta(hours=1))
    fill(database)
    with database.reading() as session:
        dates = [slot.local_date for slot in session.scalars(select(ReminderSlot))]
    assert len(dates) == len(set(dates))


def test_five_workers_at_once_send_each_prompt_once(push, enter, work_at):
    phones = []
    for number in range(12):
        someone = enter(f"pat{number}", "patient")
        phones.append(Phone(push, someone))
        phones[-1].activate()
        rule_of(someone)
    push.received.clear()
    with ThreadPoolExecutor(5) as workers:
        list(workers.map(lambda _: work_at(TONIGHT), range(5)))
    assert sorted(message.endpoint for message in push.received) == sorted(phone.endpoint for phone in phones)


def test_five_claims_at_once_are_disjoint(enter, push, database):
    for number in range(10):
        someone = enter(f"pat{number}", "patient")
        Phone(push, someone).activate()
        rule_of(someone)
    fill(database)

    def take(_number):
        with database.transaction() as session:
            return [prompt.slot_id for prompt in claim(session, now=TONIGHT, limit=3).prompts]

    with ThreadPoolExecutor(5) as workers:
        taken = [slot for batch in workers.map(take, range(8)) for slot in batch]
    assert len(taken) == len(set(taken)) == 10
