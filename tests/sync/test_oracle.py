"""The oracle finds what is planted, so that its silence means something."""

from __future__ import annotations

import json
import subprocess
import sys
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from tests.sync.oracle import broken

ROOT = Path(__file__).parents[2]


def content(text: str, **more: Any) -> dict[str, Any]:
    return {"occurred_at": "2026-11-22T20:15:00+01:00", "ended_at": None, "payload": {"kind": "note", "text": text} | more}


def as_kept(text: str, **more: Any) -> dict[str, Any]:
    """The same instant in UTC, and a default filled in."""
    return {"occurred_at": "2026-11-22T19:15:00Z", "payload": {"kind": "note", "text": text, "private": False} | more}


def whole_run() -> dict[str, Any]:
    """a was written and corrected, b written and deleted, c refused; phone and tablet agree."""
    entries = [{"id": "a", "version": 2, "content": as_kept("two")}, {"id": "b", "version": 2, "content": None}]
    return {
        "made": [
            {"device": "phone", "op_id": "1", "entry_id": "a", "content": content("one")},
            {"device": "tablet", "op_id": "2", "entry_id": "b", "content": content("b")},
            {"device": "tablet", "op_id": "3", "entry_id": "a", "content": content("two")},
            {"device": "phone", "op_id": "4", "entry_id": "b", "content": None},
            {"device": "phone", "op_id": "5", "entry_id": "c", "content": content("refused")},
        ],
        "server": {
            "versions": [
                {"op_id": "1", "entry_id": "a", "version": 1, "revision": 1, "content": as_kept("one")},
                {"op_id": "2", "entry_id": "b", "version": 1, "revision": 2, "content": as_kept("b")},
                {"op_id": "3", "entry_id": "a", "version": 2, "revision": 3, "content": as_kept("two")},
                {"op_id": "4", "entry_id": "b", "version": 2, "revision": 4, "content": None},
            ],
            "entries": entries,
        },
        "devices": [
            {
                "name": "phone",
                "entries": [{"id": "a", "version": 2, "content": content("two")}, {"id": "c", "version": 0, "content": content("refused")}],
                "waiting": [],
                "rejected": ["5"],
            },
            {"name": "tablet", "entries": deepcopy(entries), "waiting": [], "rejected": []},
        ],
    }


def test_a_whole_run_breaks_no_promise():
    assert broken(whole_run()) == []


def lost_op(run):
    run["made"].append({"device": "tablet", "op_id": "6", "entry_id": "a", "content": content("three")})


def lost_deletion(run):
    run["server"]["versions"].pop()
    run["server"]["entries"][1] |= {"version": 1, "content": as_kept("b")}
    for device in run["devices"]:
        device["entries"] = [entry for entry in device["entries"] if entry["id"] != "b"] + [run["server"]["entries"][1]]


def doubled_op(run):
    run["server"]["versions"].append({"op_id": "3", "entry_id": "a", "version": 3, "revision": 5, "content": as_kept("two")})
    for entries in (run["server"]["entries"], *(device["entries"] for device in run["devices"])):
        entries[0]["version"] = 3


def invented_op(run):
    run["server"]["versions"][0]["op_id"] = "6"
    run["made"] = run["made"][1:]


def altered_op(run):
    run["server"]["versions"][0]["content"] = as_kept("won")


def moved_instant(run):
    run["server"]["versions"][0]["content"]["occurred_at"] = "2026-11-22T20:15:00Z"


def op_on_another_entry(run):
    run["made"][0]["entry_id"] = "b"


def hole_in_versions(run):
    run["server"]["versions"][2]["version"] = 3
    for entries in (run["server"]["entries"], *(device["entries"] for device in run["devices"])):
        entries[0]["version"] = 3


def versions_against_revisions(run):
    run["server"]["versions"][0]["revision"] = 9


def revision_given_twice(run):
    run["server"]["versions"][1]["revision"] = 1


def entry_is_not_its_last_version(run):
    run["server"]["entries"][0]["content"] = as_kept("one")
    for device in run["devices"]:
        device["entries"][0]["content"] = as_kept("one")


def entry_without_a_version(run):
    run["server"]["entries"].append({"id": "d", "version": 1, "content": None})


def entry_missing(run):
    run["server"]["entries"].pop()


def device_shows_old_words(run):
    run["devices"][1]["entries"][0]["content"] = content("one")


def device_shows_an_old_version(run):
    run["devices"][1]["entries"][0]["version"] = 1


def device_misses_an_entry(run):
    run["devices"][1]["entries"].pop(0)


def device_shows_what_was_deleted(run):
    run["devices"][1]["entries"][1]["content"] = content("b")


def device_sees_a_private_note(run):
    for entries in (run["server"]["entries"], *(device["entries"] for device in run["devices"])):
        entries[0]["content"]["payload"]["private"] = True
    run["server"]["versions"][2]["content"]["payload"]["private"] = True


def op_still_waits(run):
    run["devices"][0]["waiting"].append("1")


def refused_without_a_record(run):
    run["devices"][0]["rejected"] = []
    run["devices"][0]["entries"].pop()


def refused_shown_on_another_device(run):
    run["devices"][1]["rejected"] = run["devices"][0]["rejected"]
    run["devices"][0]["rejected"] = []
    run["devices"][0]["entries"].pop()


def refused_and_stored(run):
    run["devices"][0]["rejected"].append("1")


@pytest.mark.parametrize(
    ("plant", "kind"),
    [
        (lost_op, "lost"),
        (lost_deletion, "lost"),
        (doubled_op, "doubled"),
        (invented_op, "invented"),
        (altered_op, "altered"),
        (moved_instant, "altered"),
        (op_on_another_entry, "altered"),
        (hole_in_versions, "hole"),
        (versions_against_revisions, "hole"),
        (revision_given_twice, "doubled"),
        (entry_is_not_its_last_version, "unfolded"),
        (entry_without_a_version, "unfounded"),
        (entry_missing, "unfolded"),
        (device_shows_old_words, "diverged"),
        (device_shows_an_old_version, "diverged"),
        (device_misses_an_entry, "diverged"),
        (device_shows_what_was_deleted, "diverged"),
        (device_sees_a_private_note, "diverged"),
        (op_still_waits, "waiting"),
        (refused_without_a_record, "lost"),
        (refused_shown_on_another_device, "lost"),
        (refused_and_stored, "contradicted"),
    ],
)
def test_the_oracle_finds(plant, kind):
    run = whole_run()
    plant(run)
    assert kind in {sentence.split(":")[0] for sentence in broken(run)}


@pytest.mark.parametrize(("entry_id", "kinds"), [("never came", []), ("b", []), ("a", ["lost"])])
def test_a_deletion_is_lost_only_if_its_entry_is_there(entry_id, kinds):
    run = whole_run()
    run["made"].append({"device": "phone", "op_id": "6", "entry_id": entry_id, "content": None})
    assert [sentence.split(":")[0] for sentence in broken(run)] == kinds


def test_a_device_that_keeps_no_entries_is_asked_for_none():
    run = whole_run()
    run["devices"].append({"name": "laptop", "entries": None, "waiting": [], "rejected": []})
    assert broken(run) == []


@pytest.mark.parametrize(("plant", "status"), [(None, 0), (lost_op, 1)])
def test_the_judge_reads_json_and_says_what_is_broken(plant, status):
    run = whole_run()
    if plant:
        plant(run)
    judged = subprocess.run([sys.executable, "-m", "tests.sync.judge"], cwd=ROOT, input=json.dumps(run), capture_output=True, text=True, check=False)
    assert (judged.returncode, judged.stdout.startswith("lost: op 6 of tablet to write entry a"), judged.stderr) == (status, bool(plant), "")
