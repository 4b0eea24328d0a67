"""How pain goes from day to day: a level of one's own, relief that begins within two days of a session and fades, and noise."""

from __future__ import annotations

from random import Random

from backstory.demo.cast import Story

FIRST_SESSION = 9  # a week of days before it, so that there is something to compare with
_ONSET = (0.0, 0.7)  # of the relief, on the session's own day and the next
_FADING = (0.6, 0.3)


def sessions(story: Story, days: int) -> list[int]:
    """Days (0 is the first of all) on which this patient is treated, oldest first."""
    latest = days - 1 - story.last_session
    return sorted(range(latest, FIRST_SESSION - 1, -story.every))


def pain_line(story: Story, treated: list[int], days: int, rng: Random) -> list[int]:
    """The average pain of each day, whether or not it is written down."""
    level, line = story.pain, []
    for day in range(days):
        level = max(2.0, min(9.0, level + rng.gauss(0, 0.08)))
        relief = max((_relief(story, day - session) for session in treated), default=0.0)
        line.append(max(0, min(10, round(level - relief + rng.gauss(0, 0.5)))))
    return line


def _relief(story: Story, after: int) -> float:
    if after < 0 or after >= story.lasts + len(_FADING):
        return 0.0
    if after < len(_ONSET):
        return story.drop * _ONSET[after]
    return story.drop * (1.0 if after < story.lasts else _FADING[after - story.lasts])
