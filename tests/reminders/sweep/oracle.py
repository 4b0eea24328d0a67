"""When a wall-clock time falls due, found in another way than the product does: by looking at every instant's wall clock.

It knows a zone only as pieces of time with one offset each, read off UTC instants, and never asks what instant a local time
is. It uses neither the product's code nor APScheduler.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


class Piece(NamedTuple):
    """From `start` on the wall clock shows UTC + `offset`, up to the next piece."""

    start: datetime
    offset: timedelta


class Zone:
    def __init__(self, name: str, first: date, last: date) -> None:
        place = ZoneInfo(name)

        def offset(at: datetime) -> timedelta:
            return at.astimezone(place).utcoffset() or timedelta()

        at = datetime.combine(first, time(), UTC) - 2 * DAY
        end = datetime.combine(last, time(), UTC) + 2 * DAY
        self.pieces = [Piece(at, offset(at))]
        while at < end:
            step = at + DAY / 4
            if offset(step) != self.pieces[-1].offset:
                before, after = at, step  # the change lies between: halve until it is known to the second
                while after - before > timedelta(seconds=1):
                    middle = before + (after - before) // (2 * timedelta(seconds=1)) * timedelta(seconds=1)
                    before, after = (middle, after) if offset(middle) == self.pieces[-1].offset else (before, middle)
                self.pieces.append(Piece(after, offset(after)))
                step = after
            at = step
        self._starts = [piece.start for piece in self.pieces]
        self._loud: dict[tuple[time, time], dict[datetime, datetime]] = {}

    @property
    def changes(self) -> list[datetime]:
        return self._starts[1:]

    def wall(self, at: datetime) -> datetime:
        """What the clock on the wall shows at that instant, without a zone."""
        return (at + self.pieces[bisect_right(self._starts, at) - 1].offset).replace(tzinfo=None)

    def due(self, on: date, at: time) -> datetime | None:
        """The first instant at which the wall shows it. Never shown: what the clocks before the gap would have said, unless the
        whole day was left out."""
        wanted = datetime.combine(on, at)
        for number, (start, offset) in enumerate(self.pieces):
            instant = (wanted - offset).replace(tzinfo=UTC)
            end = self._starts[number + 1] if number + 1 < len(self.pieces) else datetime.max.replace(tzinfo=UTC)
            if start <= instant < end:
                return instant
        for before, after in zip(self.pieces, self.pieces[1:], strict=False):
            last_shown, next_shown = (after.start + before.offset).replace(tzinfo=None), (after.start + after.offset).replace(tzinfo=None)
            if last_shown <= wanted < next_shown:
                left_out = last_shown.date() <= on and datetime.combine(on, time.max) < next_shown and last_shown <= datetime.combine(on, time())
                return None if left_out else (wanted - before.offset).replace(tzinfo=UTC)
        raise AssertionError(f"{wanted} is outside of what was read")

    def quiet_ends(self, at: datetime, start: time, end: time) -> datetime | None:
        """The first instant, on a full minute, at which the wall shows a time that is not quiet; None when `at` is not."""
        if not _is_quiet(self.wall(at).time(), start, end):
            return None
        known, passed = self._loud.setdefault((start, end), {}), []
        found = at.replace(second=0, microsecond=0)
        while found not in known and _is_quiet(self.wall(found).time(), start, end):
            passed.append(found)
            found += MINUTE
        found = known.get(found, found)
        known.update(dict.fromkeys(passed, found))  # minute by minute only once
        return found


def _is_quiet(shown: time, start: time, end: time) -> bool:
    return start <= shown < end if start <= end else shown >= start or shown < end
