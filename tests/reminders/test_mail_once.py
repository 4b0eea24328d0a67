"""Letters that take long, and what their links tell who reads them on the way."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import pytest

from backstory.reminders import lanes, mail
from backstory.reminders.lanes import Lanes
from backstory.reminders.messages import PROMPTS
from backstory.reminders.outcomes import Outcome
from tests.reminders.test_messages import HEALTH


@pytest.mark.parametrize("kind", PROMPTS)
def test_a_letters_link_told_what_it_asks_about(settings, kind):
    delivery = uuid4()
    letter = mail.prompt(settings, kind, delivery, "pat@example.org")
    [link] = [line for line in letter.get_content().splitlines() if "delivery=" in line]
    assert link == f"{settings.origin}/asked?delivery={delivery}"
    shown = f"{letter['Subject']} {letter.get_content()}".replace("Backstory", "").lower()
    assert not [word for word in HEALTH if word in shown]


def test_a_letter_sent_after_its_deadline_was_sent_twice(monkeypatch):
    """Forty places for eight threads: who waited for a thread was given up, and its letter went out all the same."""
    monkeypatch.setattr(lanes, "DEADLINE_SECONDS", 0.05)
    under_way, most = 0, 0

    async def letter() -> Outcome:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0.1)
        under_way -= 1
        return Outcome()

    async def send() -> list[Outcome]:
        of_all = Lanes()
        return await asyncio.gather(*(of_all.run_to_its_end("e-mail", letter, places=mail.AT_ONCE) for _ in range(20)))

    assert asyncio.run(send()) == [Outcome()] * 20
    assert most == mail.AT_ONCE
