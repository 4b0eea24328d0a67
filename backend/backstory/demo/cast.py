"""Who the demonstration is about. Each story is a way that backs and sessions go together, so that every screen has something
to show: relief that lasts and relief that does not come, days nobody wrote, spasms that go on right now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time
from random import Random

from backstory.entries.payloads import Side
from backstory.entries.regions import Region


@dataclass(frozen=True)
class Story:
    name: str
    login: str
    area: tuple[Region, Side]
    pain: float
    drop: float  # points of relief after a session; 0 for those whom sessions do not help
    lasts: int  # days of relief
    every: int  # days between sessions
    last_session: int  # days ago
    soreness: int  # the first session's peak
    faithful: float = 0.9  # of the days, those with a check-in
    late: float = 0.03
    checks_in: time = time(20, 10)
    spasms_a_week: float = 0.7
    exercises: tuple[str, ...] = ("pelvic-tilt", "bridge")
    exercising: float = 0.75
    open_spasms: tuple[int, ...] = ()  # begun so many minutes ago
    redflag: int | None = None  # days ago, not cleared
    too_much: bool = False
    private_note: str = ""
    next_session: int = 5  # in days; 0 is today


CAST = (
    Story("Pat Winter", "pat", ("lumbar", "left"), pain=6.2, drop=3.4, lasts=9, every=16, last_session=4, soreness=6,
        faithful=0.95, spasms_a_week=1.0, open_spasms=(50,), exercises=("pelvic-tilt", "bridge", "easy-walk"), next_session=0),
    Story("Jonas Hale", "jonas", ("trapezius", "right"), pain=5.6, drop=2.6, lasts=6, every=14, last_session=2, soreness=5,
        faithful=0.97, exercises=("chin-back", "shoulder-blade-squeeze")),
    Story("Maria Nowak", "maria", ("gluteal", "right"), pain=6.8, drop=0.2, lasts=0, every=18, last_session=9, soreness=4,
        late=0.12, spasms_a_week=1.6, open_spasms=(35, 190), next_session=0),
    Story("Henry Brook", "henry", ("lumbar", "right"), pain=7.0, drop=3.8, lasts=12, every=21, last_session=3, soreness=7,
        too_much=True, exercises=("knee-rolls", "resting-fold"), next_session=11),
    Story("Ewa Lis", "ewa", ("scapula", "left"), pain=4.9, drop=2.2, lasts=5, every=14, last_session=6, soreness=4,
        faithful=0.55, exercising=0.4, exercises=("wall-slide", "doorway-chest"), next_session=1),
    Story("Olga Marsh", "olga", ("si_joint", "left"), pain=6.4, drop=0.6, lasts=3, every=16, last_session=8, soreness=5,
        redflag=2, spasms_a_week=1.2, exercises=("bridge", "hip-front-stretch")),
    Story("Adam Kos", "adam", ("thoracic", "left"), pain=5.2, drop=3.0, lasts=14, every=28, last_session=12, soreness=3,
        checks_in=time(7, 20), exercises=("cat-and-hollow",), next_session=8),
    Story("Tess Arden", "tess", ("lumbar", "left"), pain=5.9, drop=2.8, lasts=7, every=15, last_session=1, soreness=6,
        faithful=0.72, late=0.08, exercising=0.9, private_note="Works nights this month. Keep it short.", next_session=3),
)  # fmt: skip  # two lines a person, to compare them

_FIRST = ("Ada", "Ben", "Cora", "Dan", "Ella", "Finn", "Gwen", "Hugo", "Iris", "Jan", "Kaja", "Leon")
_LAST = ("Abel", "Berg", "Cole", "Dorn", "Elm", "Frost", "Grau", "Holm", "Iwan", "Kern", "Lund", "Moor")


def story(number: int, rng: Random) -> Story:
    """The cast first; then as many more like them as are wanted."""
    if number < len(CAST):
        return CAST[number]
    return replace(
        CAST[number % len(CAST)],
        name=f"{_FIRST[number % len(_FIRST)]} {_LAST[number // len(_FIRST) % len(_LAST)]}",
        login=f"patient-{number + 1}",
        pain=rng.uniform(4.5, 7.5),
        faithful=rng.uniform(0.5, 1),
        last_session=rng.randint(1, 12),
        open_spasms=(),
        redflag=None,
        too_much=False,
        private_note="",
        next_session=rng.randint(1, 20),
    )
