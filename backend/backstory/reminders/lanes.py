"""Room for what is on its way, push service by push service, so that a slow or hostile endpoint delays nobody else.

A message has one of its service's quick places until it has taken a second; from then on it is slow, and its place is free for
the next. Where too many are slow already it is given up, to be tried again later. However many messages wait for one service,
they take up only a share of the room for all.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from backstory.reminders.outcomes import Outcome

DEADLINE_SECONDS = 10
QUICK_SECONDS, QUICK_PLACES, SLOW_PLACES = 1, 40, 40
PATIENCE_SECONDS = 20  # for a place; with the deadline it is well below a claim's lease
ROOM, SHARE, MOST = 512, 128, 1024


@dataclass
class Lane:
    """`here` wait or are on their way."""

    quick: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(QUICK_PLACES))
    here: int = 0
    whole: asyncio.Semaphore | None = None
    slow: int = 0


@dataclass
class _Place:
    lane: Lane
    limit: asyncio.Timeout
    ends: float
    slow: bool = False

    def grow_slow(self) -> None:
        """Only from now on it needs a limit: hardly any message gets here."""
        if self.lane.slow >= SLOW_PLACES:
            self.limit.reschedule(asyncio.get_running_loop().time())
            return
        self.limit.reschedule(self.ends)
        self.slow = True
        self.lane.slow += 1
        self.lane.quick.release()

    def leave(self) -> None:
        if self.slow:
            self.lane.slow -= 1
        else:
            self.lane.quick.release()


class Lanes:
    def __init__(self) -> None:
        self._lanes: defaultdict[str, Lane] = defaultdict(Lane)

    def room(self) -> int:
        """How many more may be taken up now."""
        here = [lane.here for lane in self._lanes.values()]
        return max(0, min(ROOM - sum(min(count, SHARE) for count in here), MOST - sum(here)))

    async def run(self, service: str, post: Callable[[], Awaitable[Outcome]]) -> Outcome:
        """Who has waited for too long is told so when its turn comes, and all behind it at once: turns come at least every second."""
        lane, loop = self._lanes[service], asyncio.get_running_loop()
        lane.here += 1
        came = loop.time()
        await lane.quick.acquire()
        try:
            if loop.time() - came > PATIENCE_SECONDS:
                lane.quick.release()
                return Outcome("busy")
            return await self._within_deadline(lane, post)
        except TimeoutError:
            return Outcome("unreachable")
        finally:
            lane.here -= 1

    async def run_to_its_end(self, service: str, post: Callable[[], Awaitable[Outcome]], *, places: int) -> Outcome:
        """For what has a deadline of its own and cannot be left, as in a thread: given up here, it would be sent all the same, and again."""
        lane, loop = self._lanes[service], asyncio.get_running_loop()
        lane.whole = lane.whole or asyncio.Semaphore(places)
        lane.here += 1
        came = loop.time()
        try:
            async with lane.whole:
                return Outcome("busy") if loop.time() - came > PATIENCE_SECONDS else await post()
        finally:
            lane.here -= 1

    @staticmethod
    async def _within_deadline(lane: Lane, post: Callable[[], Awaitable[Outcome]]) -> Outcome:
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(None) as limit:
            place = _Place(lane, limit, loop.time() + DEADLINE_SECONDS)
            timer = loop.call_later(min(QUICK_SECONDS, DEADLINE_SECONDS), place.grow_slow)
            try:
                return await post()
            finally:
                timer.cancel()
                place.leave()
