"""Writers of one process take turns: one at a time, in their order, and nobody waits for ever."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy.exc import OperationalError

from backstory.kernel.turns import Turns


def test_turns_are_taken_one_at_a_time_and_in_order():
    turns, order, writing = Turns(10), [], []

    def write(number):
        with turns:
            writing.append(number)
            assert writing == [number]
            order.append(number)
            writing.remove(number)

    threads = []
    with turns:
        for number in range(8):
            threads.append(threading.Thread(target=write, args=(number,)))
            threads[-1].start()
            while len(turns._queue) <= number:
                pass  # each stands in the queue before the next one comes
    for thread in threads:
        thread.join(10)
    assert order == list(range(8))


def test_who_waits_too_long_is_refused_and_whoever_comes_later_gets_their_turn():
    turns = Turns(0.05)
    with turns:
        with pytest.raises(OperationalError):
            turns.__enter__()
        assert not turns._queue
    with turns:
        pass
