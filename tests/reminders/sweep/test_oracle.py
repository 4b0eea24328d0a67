"""The oracle says what people would say, by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from tests.reminders.sweep.oracle import Zone

OCTOBER, MARCH = date(2026, 10, 25), date(2026, 3, 29)
WARSAW = Zone("Europe/Warsaw", date(2026, 1, 1), date(2026, 12, 31))


def test_a_time_that_comes_twice_means_the_first() -> None:
    assert WARSAW.due(OCTOBER, time(2, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_time_that_does_not_exist_uses_the_offset_before_the_gap() -> None:
    assert WARSAW.due(MARCH, time(2, 30)) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert WARSAW.wall(datetime(2026, 3, 29, 1, 30, tzinfo=UTC)) == datetime(2026, 3, 29, 3, 30)


def test_a_day_that_was_left_out_has_no_time_at_all() -> None:
    apia = Zone("Pacific/Apia", date(2011, 12, 25), date(2012, 1, 5))
    assert apia.due(date(2011, 12, 30), time(20, 0)) is None
    assert apia.due(date(2011, 12, 29), time(20, 0)) == datetime(2011, 12, 30, 6, 0, tzinfo=UTC)
    assert apia.due(date(2011, 12, 31), time(20, 0)) == datetime(2011, 12, 31, 6, 0, tzinfo=UTC)


def test_havanas_midnight_that_does_not_exist_is_one_o_clock() -> None:
    havana = Zone("America/Havana", date(2026, 1, 1), date(2026, 12, 31))
    assert havana.due(date(2026, 3, 8), time(0, 0)) == datetime(2026, 3, 8, 5, 0, tzinfo=UTC)
    assert havana.wall(datetime(2026, 3, 8, 5, 0, tzinfo=UTC)) == datetime(2026, 3, 8, 1, 0)


def test_a_quiet_time_that_ends_in_the_hour_that_comes_twice_ends_twice() -> None:
    quiet = time(22, 0), time(2, 30)
    assert WARSAW.quiet_ends(datetime(2026, 10, 24, 20, 0, tzinfo=UTC), *quiet) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert WARSAW.quiet_ends(datetime(2026, 10, 25, 0, 45, tzinfo=UTC), *quiet) is None
    assert WARSAW.quiet_ends(datetime(2026, 10, 25, 1, 10, tzinfo=UTC), *quiet) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_every_change_of_a_zone_is_found_to_the_second() -> None:
    assert WARSAW.changes == [datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)]
