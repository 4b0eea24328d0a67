"""The reminders' part of the worker's round."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import datetime

from backstory.kernel.jobs import Job, Work
from backstory.kernel.log import logger
from backstory.reminders import messages, rules, slots
from backstory.reminders.outcomes import Outcome
from backstory.reminders.prompts import Claim, Prompt, claim
from backstory.reminders.push import Sender, sender
from backstory.reminders.results import settle

BATCH = 1000
PROMPTS_AT_ONCE = 128
GATHER_SECONDS = 0.05  # answers are written down together: a transaction for each would wait for the disk each time

Done = list[tuple[Prompt, list[Outcome]]]


def add_defaults(work: Work) -> None:
    while not work.stopping.is_set():
        with work.database.transaction() as session:
            added = rules.add_defaults(session, limit=BATCH, now=work.clock())
        if added < BATCH:
            return


def tick(work: Work) -> None:
    while not work.stopping.is_set():
        with work.database.transaction() as session:
            filled = slots.fill(session, now=work.clock(), limit=BATCH)
        if filled < BATCH:
            break
    asyncio.run(_send_all(work))


async def _send_all(work: Work) -> None:
    """Claims as there is room, so that a slow push service holds up nothing but its own messages."""
    running: set[asyncio.Task[tuple[Prompt, list[Outcome]]]] = set()
    counts: Counter[str] = Counter()
    more = True
    async with sender(work.settings) as opened:
        while running or (more and not work.stopping.is_set()):
            room = PROMPTS_AT_ONCE - len(running)
            if more and room and not work.stopping.is_set():
                claimed = await asyncio.to_thread(_claim, work, room)
                more = len(claimed.prompts) + sum(claimed.dropped.values()) == room
                counts.update(claimed.dropped)
                running |= {asyncio.create_task(_send(opened, prompt, work.clock())) for prompt in claimed.prompts}
            if running:
                finished, running = await asyncio.wait(running, timeout=GATHER_SECONDS)
                done = [task.result() for task in finished]
                await asyncio.to_thread(_settle, work, done)
                counts.update(outcome.failure or "accepted" for _prompt, outcomes in done for outcome in outcomes)
    if counts:
        logger.info("reminders", **counts)


async def _send(opened: Sender, prompt: Prompt, now: datetime) -> tuple[Prompt, list[Outcome]]:
    topic = messages.topic_of(opened.settings, prompt.kind, prompt.person_id)
    ttl = int((prompt.closes_at - now).total_seconds())
    texts = [messages.prompt(opened.settings, prompt.kind, one.delivery_id, topic) for one in prompt.sendings]
    sends = (opened.send(one.device, text, ttl=ttl, topic=topic, now=now) for one, text in zip(prompt.sendings, texts, strict=True))
    return prompt, list(await asyncio.gather(*sends))


def _claim(work: Work, limit: int) -> Claim:
    with work.database.transaction() as session:
        return claim(session, now=work.clock(), limit=limit)


def _settle(work: Work, done: Done) -> None:
    if done:
        with work.database.transaction() as session:
            settle(session, done, now=work.clock())


JOBS = (Job("reminders.add_defaults", 60, add_defaults), Job("reminders.tick", 15, tick))
