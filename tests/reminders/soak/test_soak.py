"""A hundredth of `make soak`, with a clock that runs fast: real workers, killed twice, phones of every kind."""

from __future__ import annotations

import pytest

from tests.reminders.soak.soak import soak


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_every_slot_ends_and_nobody_is_reminded_twice(database, tmp_path):
    assert soak(database, slots=100, minutes=1, kills=2, seed=4, speed=10, folder=tmp_path).broken == []
