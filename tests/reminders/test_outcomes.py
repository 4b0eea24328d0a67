"""What a push service's answer means."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from backstory.reminders.outcomes import LONGEST_WAIT, Outcome, next_try, read_answer

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=3)


@pytest.mark.parametrize(
    ("statuses", "failure"),
    [
        ((200, 201, 202, 204), None),
        ((404, 410), "gone"),
        ((413,), "too_large"),
        ((429, 503), "busy"),
        ((401, 403), "refused"),
        ((301, 302, 307, 308, 400, 415, 418), "rejected"),
        ((500, 502, 504, 599), "failed"),
    ],
)
def test_response_code_by_response_code(statuses, failure):
    assert {read_answer(status, None, now=NOW).failure for status in statuses} == {failure}


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("120", 120), ("0", 0), ("Sun, 22 Nov 2026 20:05:00 GMT", 300), ("Sun, 22 Nov 2026 19:00:00 GMT", -3600), ("999999999999999999", 30 * 24 * 3600)],
)
def test_retry_after_is_seconds_or_a_date(header, seconds):
    assert read_answer(429, header, now=NOW).wait == timedelta(seconds=seconds)


@pytest.mark.parametrize("header", ["soon", "-5", "1.5", "", "٣", "Sun, 99 Nov 2026 20:05:00 GMT", None])
def test_a_retry_after_that_cannot_be_read_is_as_if_it_were_not_there(header):
    assert read_answer(503, header, now=NOW) == Outcome("busy")


def test_waits_grow_and_end():
    waits = [next_try(Outcome("failed"), attempts=number, closes_at=LATER, now=NOW) - NOW for number in range(1, 12)]
    assert waits[:3] == [timedelta(seconds=30), timedelta(minutes=1), timedelta(minutes=2)]
    assert waits == sorted(waits) and waits[-1] == LONGEST_WAIT


def test_a_service_cannot_make_us_hammer_it_nor_wait_beyond_the_window():
    assert next_try(Outcome("busy", timedelta(seconds=-9)), attempts=1, closes_at=LATER, now=NOW) == NOW + timedelta(seconds=30)
    assert next_try(Outcome("busy", timedelta(hours=3)), attempts=1, closes_at=LATER, now=NOW) is None


@pytest.mark.parametrize("failure", [None, "gone", "too_large", "refused", "rejected", "host_not_allowed"])
def test_what_is_over_is_over(failure):
    assert next_try(Outcome(failure), attempts=1, closes_at=LATER, now=NOW) is None
