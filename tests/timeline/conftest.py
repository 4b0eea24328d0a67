"""It is Sunday evening, 22 November 2026, 21:00 in Warsaw."""

from __future__ import annotations

import pytest
import time_machine

NOW = "2026-11-22T20:00:00+00:00"


@pytest.fixture(autouse=True)
def sunday_evening():
    with time_machine.travel(NOW, tick=True):
        yield
