"""What was promised about one patient's diary, judged at rest. Plain Python that knows nothing of the product.

`broken(run)` takes what the devices made, what the server keeps and what the devices show, and says each broken promise
in one sentence whose first word names its kind. The form of `run`: judge.py."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime
from typing import Any


def broken(run: dict[str, Any]) -> list[str]:
    made, devices = {op["op_id"]: op for op in run["made"]}, run["devices"]
    versions = sorted(run["server"]["versions"], key=lambda version: version["revision"])
    entries = {entry["id"]: entry for entry in run["server"]["entries"]}
    return [*_ops(made, versions, devices), *_history(versions), *_fold(versions, entries), *_agreed(made, entries, devices)]


def _ops(made: dict[str, Any], versions: list[Any], devices: list[Any]) -> list[str]:
    said = []
    stored = {version["op_id"]: version for version in versions}
    last = {version["entry_id"]: version["content"] for version in versions}
    refused = {op_id for device in devices for op_id in device["rejected"] if made.get(op_id, {}).get("device") == device["name"]}
    for op_id, times in Counter(version["op_id"] for version in versions).items():
        if times > 1:
            said.append(f"doubled: op {op_id} is on the server {times} times")
        if op_id not in made:
            said.append(f"invented: op {op_id} is on the server and no device made it")
    for op_id, op in made.items():
        name = f"op {op_id} of {op['device']} to {'write' if op['content'] else 'delete'} entry {op['entry_id']}"
        if op_id in stored:
            if op_id in refused:
                said.append(f"contradicted: {name} is shown as refused and is on the server")
            if stored[op_id]["entry_id"] != op["entry_id"] or not _same(op["content"], stored[op_id]["content"]):
                said.append(f"altered: {name} is not on the server as it was made")
        elif op_id not in refused and (op["content"] or last.get(op["entry_id"])):
            said.append(f"lost: {name} is neither on the server nor shown as refused")  # to delete what is not there asks nothing
    return said


def _history(versions: list[Any]) -> list[str]:
    said = [f"doubled: revision {number} was given {times} times" for number, times in Counter(v["revision"] for v in versions).items() if times > 1]
    of_entry = defaultdict(list)
    for version in versions:
        of_entry[version["entry_id"]].append(version["version"])
    for entry_id, numbers in of_entry.items():
        if numbers != list(range(1, len(numbers) + 1)):
            said.append(f"hole: entry {entry_id} has the versions {numbers} by revision, and not 1 to {len(numbers)}")
    return said


def _fold(versions: list[Any], entries: dict[str, Any]) -> list[str]:
    last = {version["entry_id"]: version for version in versions}
    said = [f"unfounded: entry {entry_id} is on the server without a version" for entry_id in entries.keys() - last.keys()]
    for entry_id, version in last.items():
        entry = entries.get(entry_id, {"version": None, "content": None})
        if entry["version"] != version["version"] or not _equal(version["content"], entry["content"]):
            said.append(f"unfolded: entry {entry_id} is not what its last version {version['version']} says")
    return said


def _agreed(made: dict[str, Any], entries: dict[str, Any], devices: list[Any]) -> list[str]:
    """`entries` null: a device that keeps none. `practice` true: it may see a practice's private notes."""
    said = []
    for device in devices:
        name = device["name"]
        said += [f"waiting: op {op_id} still waits on {name}" for op_id in device["waiting"]]
        open_questions = {made[op_id]["entry_id"] for op_id in device["rejected"] if op_id in made}
        shown = {entry["id"]: entry for entry in device["entries"] or () if entry["content"] is not None}
        there = {entry_id: entry for entry_id, entry in entries.items() if device["entries"] is not None and _visible(entry["content"], device)}
        for entry_id in (shown.keys() | there.keys()) - open_questions:
            here, kept = shown.get(entry_id), there.get(entry_id)
            if here is None or kept is None or here["version"] != kept["version"] or not _same(here["content"], kept["content"]):
                said.append(f"diverged: entry {entry_id} is {here} on {name} and {kept} on the server")
    return said


def _visible(content: Any, device: dict[str, Any]) -> bool:
    return content is not None and (device.get("practice", False) or not content["payload"].get("private"))


def _equal(one: Any, other: Any) -> bool:
    return _same(one, other) and _same(other, one)


def _same(said: Any, kept: Any) -> bool:
    """`kept` may add what `said` leaves to its default; it may not change or leave out anything."""
    if isinstance(said, dict) and isinstance(kept, dict):
        return all(_instant(name, value) == _instant(name, kept.get(name)) or _same(value, kept.get(name)) for name, value in said.items())
    if isinstance(said, list) and isinstance(kept, list):
        return len(said) == len(kept) and all(map(_same, said, kept))
    return bool(said == kept)


def _instant(name: str, value: Any) -> Any:
    return datetime.fromisoformat(value) if name in ("occurred_at", "ended_at") and isinstance(value, str) else value
