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
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from tests.sync.device import Crashed, Device, Offline
from tests.sync.diary import Diary

EXAMPLES = {"sqlite": 24, "postgresql": 6}
LOOKING_FURTHER = "SYNC_EXAMPLES" in os.environ  # then there is time to make a broken run short, too
SEED = int(os.environ.get("SYNC_SEED", "2026"))
HOW = (None, "plain", "plain", "offline", "portal", "unanswered", "unanswered", "twice", "parallel", "shuffled", "crash")
KINDS = {"own": ("note", "checkin", "spasm"), "practice": ("note", "treatment"), "nothing": ("note",)}
NOT_THEIRS = st.sampled_from([None] * 12 + ["checkin", "treatment", "plan"])  # the last is nobody's kind

devices = st.sampled_from([0, 0, 0, 1, 1, 1, 2, 2, 3])
picks = st.integers(0, 99)
instants = st.sampled_from(["2026-11-22T20:15:00+01:00", "2026-11-22T19:15:00Z", "2026-03-29T01:59:59.999+01:00", "1970-01-01T00:00:00Z"])
what = st.sampled_from(["create", "create", "edit", "edit", "edit", "delete"])
changes = st.lists(st.tuples(what, picks, NOT_THEIRS, instants, st.sampled_from([False] * 9 + [True])), min_size=1, max_size=6)


class Machine(RuleBasedStateMachine):
    def __init__(self, begin: Callable[[], Diary], end: Callable[[Diary, list[str]], None]) -> None:
        super().__init__()
        self.diary, self._end = begin(), end
        of = (("phone", "pat"), ("tablet", "pat"), ("clara's", "clara"), ("mallory's", "mallory"))
        self.devices = [self.diary.device(name, person) for name, person in of]
        self.copies: list[str] = []
        self.late: list[tuple[Device, bytes]] = []
        self.words = 0

    @initialize()
    def begin(self) -> None:
        for device in self.devices[:3]:
            for number, kind in enumerate(KINDS[device.sees]):
                device.create(self._content(kind, "2026-11-21T20:15:00+01:00", number))
        self.exchange_all_at_once(500)

    @rule(device=devices, changes=changes, how=st.sampled_from(HOW), most=st.sampled_from([1, 3, 500, 500]))
    def work(self, device: int, changes: list[Any], how: str | None, most: int) -> None:
        for change in changes:
            with suppress(Crashed):
                self._change(self.devices[device], change)
        if how:
            _try(partial(self.devices[device].exchange, most, how=how))

    @rule(pick=picks, delete=st.booleans(), first=st.sampled_from([0, 1]))
    def change_the_same_entry_on_both(self, pick: int, delete: bool, first: int) -> None:
        for device in self.devices[first], self.devices[1 - first]:
            self._change(device, ("delete" if delete and device is self.devices[0] else "edit", pick, None, "2026-11-22T19:15:00Z", False))
            _try(device.exchange)

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

    def _change(self, device: Device, change: tuple[str, int, str | None, str, bool]) -> None:
        what, pick, kind, at, crash = change
        own = KINDS[device.sees]
        found = device.shown() if kind else [entry_id for each in own for entry_id in device.shown(each)]
        if what == "create" or not found:
            device.create(self._content(kind or own[pick % len(own)], at, pick), crash=crash)
        elif what == "delete":
            device.delete(found[pick % len(found)], crash=crash)
        else:
            entry_id = found[pick % len(found)]
            before = device.content(entry_id)["payload"]
            device.edit(entry_id, self._content(kind or before["kind"], at, 3 if before.get("private") else 0), crash=crash)

    def _content(self, kind: str, at: str, pick: int) -> dict[str, Any]:
        """A clinician's or a patient's words; some have an end, some are private (clara's, or refused)."""
        self.words += 1  # no two contents are alike, so that none can stand for another
        said = {
            "note": {"text": f"words {self.words}"} | ({"private": True} if pick % 9 == 3 else {}),
            "checkin": {"average": self.words % 11, "note": f"words {self.words}"},
            "spasm": {"peak": 8, "note": f"words {self.words}", "helped": ["heat"]},
            "treatment": {"notes": f"words {self.words}", "areas": [{"region": "lumbar", "side": "left", "tool": "elbow", "seconds": 20, "pressure": 3}]},
            "plan": {"text": f"words {self.words}"},
        }[kind]
        return {"occurred_at": at, "ended_at": "2026-11-22T21:00:00Z" if pick % 3 == 1 else None, "payload": {"kind": kind} | said}


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
