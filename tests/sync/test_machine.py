"""Anything that phones and servers do, in any order: two devices of pat, clara's, and mallory, who is to get nowhere.

Judged by the oracle when everybody has come online again. SYNC_EXAMPLES=500 and SYNC_SEED=7 look further.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from tests.sync.device import Crashed, Device, Offline
from tests.sync.diary import Diary

EXAMPLES = {"sqlite": 30, "postgresql": 8}
LOOKING_FURTHER = "SYNC_EXAMPLES" in os.environ  # then there is time to make a broken run short, too
SEED = int(os.environ.get("SYNC_SEED", "2026"))
HOW = ("plain", "plain", "offline", "portal", "unanswered", "twice", "parallel", "shuffled", "crash")
KINDS = ("note", "note", "checkin", "spasm", "treatment", "plan")  # some are not theirs to write, and the last is nobody's

devices = st.integers(0, 3)
crashes = st.sampled_from([False] * 9 + [True])
picks = st.integers(0, 99)
instants = st.sampled_from(["2026-11-22T20:15:00+01:00", "2026-11-22T19:15:00Z", "2026-03-29T01:59:59.999+01:00", "1970-01-01T00:00:00Z"])


class Machine(RuleBasedStateMachine):
    def __init__(self, begin: Callable[[], Diary], end: Callable[[Diary, list[str]], None]) -> None:
        super().__init__()
        self.diary, self._end = begin(), end
        of = (("phone", "pat"), ("tablet", "pat"), ("clara's", "clara"), ("mallory's", "mallory"))
        self.devices = [self.diary.device(name, person) for name, person in of]
        self.copies: list[str] = []
        self.late: list[tuple[Device, bytes]] = []
        self.words = 0

    @rule(device=devices, kind=st.sampled_from(KINDS), at=instants, ended=st.booleans(), private=st.booleans(), crash=crashes)
    def create(self, device: int, crash: bool, **said: Any) -> None:
        self._make(partial(self.devices[device].create, self._content(**said)), crash)

    @rule(device=devices, pick=picks, kind=st.sampled_from([*[None] * 9, *KINDS]), at=instants, ended=st.booleans(), crash=crashes)
    def edit(self, device: int, pick: int, crash: bool, **said: Any) -> None:
        if found := self.devices[device].shown():
            entry_id = found[pick % len(found)]
            before = self.devices[device].content(entry_id)["payload"]
            said |= {"kind": said["kind"] or before["kind"], "private": bool(before.get("private"))}
            self._make(partial(self.devices[device].edit, entry_id, self._content(**said)), crash)

    @rule(device=devices, pick=picks, crash=crashes)
    def delete(self, device: int, pick: int, crash: bool) -> None:
        if found := self.devices[device].shown():
            self._make(partial(self.devices[device].delete, found[pick % len(found)]), crash)

    @rule(device=devices, how=st.sampled_from(HOW), most=st.sampled_from([1, 2, 5, 500]))
    def exchange(self, device: int, how: str, most: int) -> None:
        _try(partial(self.devices[device].exchange, most, how=how))

    @rule(most=st.sampled_from([1, 500]))
    def exchange_all_at_once(self, most: int) -> None:
        with ThreadPoolExecutor(len(self.devices)) as pool:
            list(pool.map(lambda device: _try(partial(device.exchange, most)), self.devices))

    @rule(device=devices)
    def send_what_arrives_much_later(self, device: int) -> None:
        self.late.append((self.devices[device], self.devices[device].take(5)[1]))

    @precondition(lambda self: self.late)
    @rule(pick=picks)
    def arrive_late(self, pick: int) -> None:
        device, body = self.late.pop(pick % len(self.late))
        device.send(body)

    @rule(device=devices)
    def try_again_what_was_refused(self, device: int) -> None:
        self.devices[device].try_rejected_again()

    @precondition(lambda self: len(self.copies) < 2)
    @rule()
    def back_up(self) -> None:
        self.copies.append(self.diary.server.back_up())

    @precondition(lambda self: self.copies)
    @rule(pick=picks)
    def restore(self, pick: int) -> None:
        self.late.clear()  # no request outlives the server that it was on its way to
        self.diary.server.restore(self.copies[pick % len(self.copies)])

    def teardown(self) -> None:
        try:
            self.diary.rest()
            assert self.diary.broken() == []
            assert len(self.devices[3].made()) == len(self.devices[3].rejected())
        finally:
            self._end(self.diary, self.copies)

    def _content(self, kind: str, at: str, ended: bool, private: bool) -> dict[str, Any]:
        self.words += 1  # no two contents are alike, so that none can stand for another
        said = {
            "note": {"text": f"words {self.words}"} | ({"private": True} if private else {}),
            "checkin": {"average": self.words % 11, "note": f"words {self.words}"},
            "spasm": {"peak": 8, "note": f"words {self.words}", "helped": ["heat"]},
            "treatment": {"notes": f"words {self.words}", "areas": [{"region": "lumbar", "side": "left", "tool": "elbow", "seconds": 20, "pressure": 3}]},
            "plan": {"text": f"words {self.words}"},
        }[kind]
        return {"occurred_at": at, "ended_at": "2026-11-22T21:00:00Z" if ended else None, "payload": {"kind": kind} | said}

    def _make(self, make: Callable[..., Any], crash: bool) -> None:
        with suppress(Crashed):
            make(crash=crash)


def _try(exchange: Callable[[], Any]) -> None:
    with suppress(Offline, Crashed):
        exchange()


@pytest.fixture
def begin_and_end(request: pytest.FixtureRequest, tmp_path: Path, database: str) -> Iterator[Any]:
    """Each example on a database of its own."""
    if database == "sqlite":
        template = request.getfixturevalue("migrated_file")

        def begin() -> Diary:
            return Diary(f"sqlite:///{shutil.copy(template, tmp_path / f'{os.urandom(6).hex()}.sqlite3')}", tmp_path)

        yield begin, lambda diary, copies: diary.server.forget(copies)
        return
    postgres, migrated = request.getfixturevalue("postgres"), request.getfixturevalue("migrated_template")

    def end(diary: Diary, copies: list[str]) -> None:
        diary.server.forget(copies)
        postgres.drop_database(diary.server.url.rsplit("/", 1)[1])

    yield lambda: Diary(postgres.url(postgres.create_database(migrated)), tmp_path), end


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_whatever_phones_and_servers_do_nothing_is_lost_doubled_or_different(begin_and_end, database):
    @seed(SEED)
    def machine() -> Machine:
        return Machine(*begin_and_end)

    further = settings(
        max_examples=int(os.environ.get("SYNC_EXAMPLES", EXAMPLES[database])),
        stateful_step_count=40,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate, Phase.shrink] if LOOKING_FURTHER else [Phase.generate],
        print_blob=False,
    )
    run_state_machine_as_test(machine, settings=further)
