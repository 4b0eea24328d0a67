"""What a reminder can ask for, and how it is asked until somebody says otherwise (DOMAIN 6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from backstory.kernel.wire import WEEK, Weekday

Kind = Literal["checkin", "exercise", "soreness", "appointment", "peg"]
KINDS: tuple[Kind, ...] = get_args(Kind)
BY_THE_CLOCK: frozenset[Kind] = frozenset({"checkin", "exercise", "peg"})
SEVERAL: frozenset[Kind] = frozenset({"checkin", "exercise"})  # of these a patient may have more than one rule
WINDOW_MINUTES: dict[Kind, int] = {"checkin": 180, "exercise": 180, "soreness": 720, "appointment": 720, "peg": 360}
UNUSED_AT = "00:00"  # of rules that follow events


@dataclass(frozen=True)
class Usual:
    at: str
    days: tuple[Weekday, ...] = WEEK
    paused: bool = False
    before_minutes: int | None = None


USUAL: dict[Kind, Usual] = {
    "checkin": Usual("20:00"),
    "soreness": Usual(UNUSED_AT),
    "appointment": Usual(UNUSED_AT, before_minutes=1440),
    "peg": Usual("18:00", days=("su",), paused=True),
    "exercise": Usual("09:00", paused=True),
}
"""What everybody starts with, in the order in which it is shown."""
