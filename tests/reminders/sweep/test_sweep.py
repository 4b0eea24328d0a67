from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from apscheduler.triggers.cron import CronTrigger

from backstory.reminders.due import Due
from tests.reminders.sweep import sweep as sweeping
from tests.reminders.sweep.sweep import HARDEST, sweep


@pytest.mark.parametrize("name", HARDEST)
def test_every_five_minutes_around_every_change_of_five_years_are_as_the_oracle_says(name: str) -> None:
    swept = sweep(name)
    assert swept.changes >= 8
    assert swept.instants >= 4 * 288 * swept.changes
    assert not swept.mistakes


def test_the_sweep_finds_what_a_cron_trigger_does_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """It fires twice when the clocks go back, and loses midnights that do not exist: why it only ticks here."""
    monkeypatch.setattr(sweeping, "next_due", _as_cron_would)
    monkeypatch.setattr(sweeping, "EVERY_FIVE_MINUTES", (time(0, 0), time(0, 30), time(2, 30)))
    havana = sweep("America/Havana", date(2026, 1, 1), date(2026, 12, 31))
    assert len(havana.mistakes) >= 2


def _as_cron_would(at: str, zone: str, days: tuple[str, ...], after: datetime) -> Due:
    trigger = CronTrigger(hour=int(at[:2]), minute=int(at[3:]), timezone=ZoneInfo(zone))
    fired = trigger.get_next_fire_time(None, after + timedelta(microseconds=1))
    assert fired is not None
    return Due(fired.date(), fired.astimezone(UTC))
