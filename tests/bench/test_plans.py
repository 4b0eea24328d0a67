"""However many entries there are, a page, a page of a kind, a pull and a window are found by a seek into an index, on both databases."""

from __future__ import annotations

import pytest

from tests.bench.plans import STATEMENTS, plan, seeks_only


@pytest.mark.parametrize("name", STATEMENTS)
def test_it_is_found_by_a_seek_in_the_order_wanted(database, name):
    steps = plan(database, name, empty=True)
    assert seeks_only(name, steps), steps
