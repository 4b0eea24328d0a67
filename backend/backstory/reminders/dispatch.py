"""Sends what has been claimed, and claims as there is room: a slow push service holds up nothing but its own messages."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from backstory.kernel import log
from backstory.kernel.jobs import Work
from backstory.reminders import mail, messages, tally
from backstory.reminders.endpoints import service_of
from backstory.reminders.outcomes import Outcome
from backstory.reminders.prompts import Claim, Prompt, Sending, claim
from backstory.reminders.push import Sender, sender
from backstory.reminders.results import settle

GATHER_SECONDS = 0.05  # answers are written down together: a transaction for each would wait for the disk each time
FILL_SECONDS = 5  # what comes due while slow ones are still on their way does not wait for them

Sent = tuple[Prompt, list[Outcome]]


@dataclass
class Batch:
    """One readable line, for a round that had anything to do."""

    began: float = field(default_factory=time.monotonic)
    messages: Counter[str] = field(default_factory=Counter)
    not_asked: Counter[str] = field(default_factory=Counter)

    def tell(self) -> None:
        if self.messages or self.not_asked:
            seconds = round(time.monotonic() - self.began, 1)
            log.logger.info("reminders", messages=self.messages.total(), **self.messages, not_asked=dict(self.not_asked), seconds=seconds)


async def send_all(work: Work, fill: Callable[[Work], None]) -> None:
    running: set[asyncio.Task[Sent]] = set()
    finished: list[asyncio.Task[Sent]] = []
    batch = Batch()
    more, filled = True, time.monotonic()
    async with sender(work.settings) as opened:
        while running or finished or (more and not work.stopping.is_set()):
            if time.monotonic() - filled > FILL_SECONDS and not work.stopping.is_set():
                await asyncio.to_thread(fill, work)
                more, filled = True, time.monotonic()
            if more and (room := opened.lanes.room()) and not work.stopping.is_set():
                claimed = await asyncio.to_thread(_claim, work, room)
                more = len(claimed.prompts) + sum(claimed.dropped.values()) == room
                batch.not_asked.update(claimed.dropped)
                for prompt in claimed.prompts:
                    running.add(task := asyncio.create_task(_send(opened, prompt, work.clock())))
                    task.add_done_callback(finished.append)
            if running:
                await asyncio.sleep(0 if more and opened.lanes.room() else GATHER_SECONDS)
            if finished:
                running.difference_update(finished)
                done = [task.result() for task in finished]
                finished.clear()
                await asyncio.to_thread(_settle, work, done)
                batch.messages.update(outcome.failure or "accepted" for _prompt, outcomes in done for outcome in outcomes)
    batch.tell()


async def _send(opened: Sender, prompt: Prompt, now: datetime) -> Sent:
    return prompt, list(await asyncio.gather(*(_send_to(opened, prompt, one, now) for one in prompt.sendings)))


async def _send_to(opened: Sender, prompt: Prompt, one: Sending, now: datetime) -> Outcome:
    try:
        if one.device.address:
            letter = mail.prompt(opened.settings, prompt.kind, one.delivery_id, one.device.address)
            return await opened.lanes.run_to_its_end("e-mail", lambda: mail.deliver(opened.settings, letter), places=mail.AT_ONCE)
        topic = messages.topic_of(opened.settings, prompt.what, prompt.person_id)
        text = messages.prompt(opened.settings, prompt.kind, one.delivery_id, topic, prompt.about_id)
        return await opened.send(one.device, text, ttl=int((prompt.closes_at - now).total_seconds()), topic=topic, now=now)
    except Exception as error:  # one that cannot be sent at all must not hold up the others, round after round
        log.failure(error)
        return Outcome("failed")


def _claim(work: Work, limit: int) -> Claim:
    with work.database.transaction() as session:
        return claim(session, now=work.clock(), limit=limit)


def _settle(work: Work, done: list[Sent]) -> None:
    with work.database.transaction() as session:
        settle(session, done, now=work.clock())
        sent = ((one.device.endpoint, outcome) for prompt, outcomes in done for one, outcome in zip(prompt.sendings, outcomes, strict=True))
        tally.add(session, ((service_of(endpoint, work.settings), outcome) for endpoint, outcome in sent))
