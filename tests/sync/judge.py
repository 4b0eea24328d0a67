"""`python -m tests.sync.judge`: one run as JSON on standard input; each broken promise on a line; status 1 if there is one.

{"made": [{"device", "op_id", "entry_id", "content": {...} or null}],
 "server": {"versions": [{"op_id", "entry_id", "version", "revision", "content" or null}], "entries": [{"id", "version", "content" or null}]},
 "devices": [{"name", "entries": [{"id", "version", "content" or null}] or null, "waiting": [op_id], "rejected": [op_id], "practice"?: true}]}

One patient's diary. `made` is every op that a device made, in the device's order, without those that another one replaced
before they were ever sent; null is a deletion. `content` is {"occurred_at", "ended_at", "payload"}. `entries` is null for a
device that keeps none; `practice` is for one that may see a practice's private notes.
"""

from __future__ import annotations

import json
import sys

from tests.sync.oracle import broken


def main() -> None:
    said = broken(json.load(sys.stdin))
    for sentence in said:
        print(sentence)
    raise SystemExit(1 if said else 0)


if __name__ == "__main__":
    main()
