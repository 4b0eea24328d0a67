"""Too much, too many, too deep: refused in plain words before it costs anything."""

from __future__ import annotations

import json
import time
import tracemalloc

import pytest

from tests.conftest import op

ROOM = 32 * 1024 * 1024  # bytes that a refused request may take for a moment


@pytest.fixture
def refused(pat):
    def send(body, **more):
        def ask():
            return pat.client.post(f"{pat.url}/sync", data=body, content_type="application/json", **more)

        began = time.process_time()
        answer = ask()
        assert time.process_time() - began < 1  # of the processor's time: a busy machine is no fault of ours
        tracemalloc.start()
        ask()
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < ROOM
        assert pat.sync().json["entries"] == []
        return answer.status_code, answer.json["code"]

    return send


def test_body_over_a_mebibyte_is_413_and_is_not_read(refused):
    assert refused(b"x" * (1024 * 1024 + 1)) == (413, "too_large")


def test_body_of_a_gigabyte_that_is_only_announced_is_413_at_once(refused):
    assert refused(b"{", environ_overrides={"CONTENT_LENGTH": str(2**30)}) == (413, "too_large")


@pytest.mark.parametrize("of", ["[", '{"a":', '{"ops":['])
def test_depth_is_refused_while_it_is_parsed(refused, of):
    assert refused((of * (1_000_000 // len(of))).encode()) == (400, "not_well_formed")


def test_five_hundred_and_one_ops_are_422(refused):
    assert refused(json.dumps({"ops": [op({"kind": "note", "text": "x"}) for _ in range(501)]})) == (422, "not_valid")


def test_a_body_full_of_tiny_ops_is_422(refused):
    assert refused('{"ops":[' + ",".join(["{}"] * 300_000) + "]}") == (422, "not_valid")


def test_a_body_full_of_long_numbers_is_refused(refused):
    assert refused('{"cursor":' + "9" * 1_000_000 + "}")[0] in (400, 422)
