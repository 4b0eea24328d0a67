"""A push service on loopback that our own settings list, phones that it knows, and a worker whose clock we set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from backstory import worker
from backstory.kernel import log
from backstory.kernel.db import Database
from backstory.kernel.jobs import Work
from backstory.kernel.settings import Settings
from tests.conftest import Someone
from tests.support.push_device import PushDevice
from tests.support.push_service import PushService

NOW = datetime.now(UTC).replace(microsecond=0)
TONIGHT = (NOW + timedelta(days=1)).replace(hour=19, minute=0, second=0)  # 20:00 in Lagos, which has no summer time
ZONE = "Africa/Lagos"


@pytest.fixture(scope="session")
def push_service() -> Iterator[PushService]:
    with PushService() as push:
        yield push


@pytest.fixture
def push(push_service: PushService) -> Iterator[PushService]:
    yield push_service
    push_service._behaviours.clear()
    push_service.received.clear()


@pytest.fixture
def settings(database_url: str, tmp_path: Path, push: PushService) -> Settings:
    return Settings(env="test", data_dir=tmp_path, database_url=database_url, secret_key="x" * 40, push_hosts=push.host)


@dataclass
class Phone(PushDevice):
    """A browser of somebody's that is subscribed."""

    def __init__(self, push: PushService, owner: Someone) -> None:
        super().__init__(push, owner.client.get("/api/v1/push/key").json["key"])
        self.service, self.owner, self.id = push, owner, uuid4()
        self.url = f"/api/v1/push/subscriptions/{self.id}"

    def offer(self, name: str = "Phone", **more: Any) -> Any:
        return self.owner.client.put(self.url, json=self.subscription | {"name": name} | more)

    def token(self, number: int = 1) -> str:
        self.service.wait_until(lambda: len(self.received) >= number)
        return str(self.read(self.received[number - 1])["app"]["activation"])

    def activate(self) -> None:
        assert self.offer().status_code == 201
        assert self.owner.client.post(f"{self.url}/activation", json={"token": self.token()}).status_code == 204
        self.service.received.clear()

    @property
    def told(self) -> Any:
        """As its owner's list has it."""
        [found] = [item for item in self.owner.client.get("/api/v1/push/subscriptions").json["items"] if item["id"] == str(self.id)]
        return found

    @property
    def active(self) -> bool:
        return any(item["id"] == str(self.id) and item["active"] for item in self.owner.client.get("/api/v1/push/subscriptions").json["items"])


@pytest.fixture
def phone(push: PushService, pat: Someone) -> Phone:
    """pat's, and it works."""
    made = Phone(push, pat)
    made.activate()
    return made


@dataclass
class Rule:
    owner: Someone
    url: str

    def change(self, **change: Any) -> Any:
        wanted = {"kind": "checkin", "at": "20:00", "zone": ZONE, "days": ["mo", "tu", "we", "th", "fr", "sa", "su"], "paused": False}
        return self.owner.client.put(self.url, json=wanted | change)

    @property
    def told(self) -> Any:
        return self.owner.client.get(self.url).json

    @property
    def ledger(self) -> Any:
        return self.owner.client.get(f"{self.url}/deliveries").json["items"]

    @property
    def last(self) -> tuple[str, str | None]:
        """As far as the worker brings it: what phones and people do with what was sent is not its affair."""
        state = self.ledger[0]["state"]
        return "sent" if state in ("accepted", "shown", "opened", "logged") else state, self.ledger[0]["reason"]


def rule_of(someone: Someone, kind: str = "checkin", **change: Any) -> Rule:
    """The one that everybody starts with; the check-in's in Lagos."""
    [reminder] = [one for one in someone.client.get("/api/v1/reminders").json["items"] if one["kind"] == kind]
    made = Rule(someone, f"/api/v1/reminders/{reminder['id']}")
    if kind == "checkin":
        made.change()
    return made


@pytest.fixture
def rule(pat: Someone) -> Rule:
    """pat's, at 20:00 in Lagos; TONIGHT is when it is due tomorrow, since her own evening may be over."""
    return rule_of(pat)


@pytest.fixture
def work_at(settings: Settings, database: Database) -> Any:
    """One round of the worker at a set time."""

    def work(now: datetime) -> None:
        for job in worker.JOBS:
            job.run(Work(settings, database, lambda: now))

    return work


@pytest.fixture
def logged(monkeypatch):
    """What was logged. Not read off the stream: the logger keeps the one that it met first, which may be another test's."""
    lines = []
    for level in ("info", "error", "critical"):
        # As an item: what the logger does not have itself it makes up when asked, and that would stay on it.
        monkeypatch.setitem(vars(log.logger), level, lambda event, level=level, **more: lines.append({"level": level, "event": event, **more}))
    return lines
