"""What operators watch: is anything late, and does each push service take what it is sent?"""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from backstory.kernel import clock
from backstory.kernel.db import Database
from backstory.reminders import tally


class ReminderMetrics(Collector):
    """Read from the database at every scrape, so that each process tells the same."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def collect(self) -> Iterator[Metric]:
        with self._database.reading_rows() as connection:
            count, seconds = tally.overdue(connection, now=clock.now())
            sent = tally.read(connection)
        yield GaugeMetricFamily("backstory_reminders_due", "Reminders that need a worker now", value=count)
        yield GaugeMetricFamily("backstory_reminders_lag_seconds", "For how long the oldest of them has been due", value=seconds)
        messages = CounterMetricFamily("backstory_push_messages", "Messages by push service and by what became of them", labels=("host", "outcome"))
        for host, outcome, number in sent:
            messages.add_metric((host, outcome), number)
        yield messages
