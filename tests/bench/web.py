"""Rows 1, 2 and 3: CPU time of the server per request, ours beside the floor, turn by turn."""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from backstory.kernel.ids import new_id
from tests.bench.filling import Someone, checkin, fill
from tests.bench.running import Client, serving
from tests.bench.table import Line

READERS = 10
WHEN = {"occurred_at": "2026-11-22T20:15:00+01:00", "captured_at": "2026-11-22T19:16:00Z", "base_version": 0}


@dataclass(frozen=True)
class Sides:
    """The same patients, signed in with both servers."""

    floor: Client
    ours: Client
    everybody: list[Someone]
    floor_cookies: list[str]

    def person(self, number: int) -> Someone:
        return self.everybody[number % READERS]

    def cookie(self, number: int) -> str:
        return f"backstory={self.person(number).token}"


@contextmanager
def sides(folder: Path, entries: int) -> Iterator[Sides]:
    folder.mkdir()
    path = folder / "backstory.sqlite3"
    everybody = fill(f"sqlite:///{path}", entries)
    copy = folder / "floor.sqlite3"
    shutil.copy(path, copy)
    with ExitStack() as stack:
        environment = {"BACKSTORY_ENV": "test", "BACKSTORY_DATA_DIR": str(folder)}
        ours = stack.enter_context(serving("ours", environment, folder))
        floor = stack.enter_context(serving("floor", {"BENCH_DATABASE": str(copy)}, folder))
        cookies = []
        for one in everybody[:READERS]:
            floor.ask("POST", f"/login/{one.person_id.hex}", b"{}")
            cookies.append(floor.cookie)
        yield Sides(floor, ours, everybody, cookies)


def lines(both: Sides, label: str, rounds: int) -> list[Line]:
    page = _compared(lambda n: _page_of_floor(both, n), lambda n: _page(both, n), both, rounds, 200)
    put = _compared(lambda n: _put_of_floor(both, n), lambda n: _put(both, n), both, rounds, 100)
    batch = _compared(lambda n: _batch_of_floor(both, n), lambda n: _batch(both, n), both, rounds, 10)
    return [
        Line(f"1 PUT one entry, {label}", *put, "<= 1.5", 1.5),
        Line(f"2 page of 50, {label}", *page, "<= 1.3", 1.3),
        Line(f"3 sync of 100 against executemany, {label}", *batch, "<= 2.0", 2.0),
        Line(f"3 100 PUTs against a sync of 100, {label}", batch[1], put[1] * 100, ">= 25", 25, at_least=True),
    ]


def _compared(floor: Callable[[int], Any], ours: Callable[[int], Any], both: Sides, rounds: int, each: int) -> tuple[float, float]:
    """Microseconds per request: the median of rounds that take turns, after one that does not count."""
    found: dict[Client, list[float]] = {both.floor: [], both.ours: []}
    for turn in range(rounds + 1):
        for client, ask in ((both.floor, floor), (both.ours, ours)):
            before = client.cpu_microseconds()
            for number in range(each):
                ask(number)
            if turn:
                found[client].append((client.cpu_microseconds() - before) / each)
    return median(found[both.floor]), median(found[both.ours])


def _page_of_floor(both: Sides, number: int) -> bytes:
    return both.floor.ask("GET", "/entries", cookie=both.cookie(number))


def _page(both: Sides, number: int) -> bytes:
    return both.ours.ask("GET", f"/api/v1/patients/{both.person(number).patient_id}/entries?limit=50", cookie=both.cookie(number))


def _put_of_floor(both: Sides, number: int) -> None:
    both.floor.ask("PUT", f"/entries/{new_id()}", _content(number), cookie=both.floor_cookies[number % READERS])


def _put(both: Sides, number: int) -> None:
    both.ours.ask("PUT", f"/api/v1/patients/{both.person(number).patient_id}/entries/{new_id()}", _content(number), cookie=both.cookie(number))


def _batch_of_floor(both: Sides, number: int) -> None:
    both.floor.ask("POST", "/batch", _ops(None, 0), cookie=both.cookie(number))


_places: dict[str, tuple[str | None, int]] = {}


def _batch(both: Sides, number: int) -> None:
    """As a phone does: from where its last exchange ended, so that its own hundred entries come back."""
    url, cookie = f"/api/v1/patients/{both.person(number).patient_id}/sync", both.cookie(number)
    if cookie not in _places:
        epoch = json.loads(both.ours.ask("POST", url, _ops(None, 2**53, of=0), cookie=cookie))["epoch"]
        newest = json.loads(both.ours.ask("GET", url.replace("sync", "entries?limit=200"), cookie=cookie))["items"]
        _places[cookie] = epoch, max(one["revision"] for one in newest)
    answer = json.loads(both.ours.ask("POST", url, _ops(*_places[cookie]), cookie=cookie))
    assert [one["status"] for one in answer["results"]] == ["applied"] * 100
    _places[cookie] = answer["epoch"], answer["cursor"]


def _content(number: int) -> bytes:
    return json.dumps(WHEN | {"payload": checkin(number)}).encode()


def _ops(epoch: str | None, cursor: int, of: int = 100) -> bytes:
    ops = [WHEN | {"op_id": str(uuid.uuid4()), "entry_id": str(new_id()), "payload": checkin(n)} for n in range(of)]
    return json.dumps({"epoch": epoch, "cursor": cursor, "ops": ops}).encode()
