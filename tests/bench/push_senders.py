"""One way to send, in a process of its own: `python -m tests.bench.push_senders WAY FILE` prints the CPU seconds of all messages.

FILE holds {"subscriptions", "payload", "messages", "vapid"}; the settings come from the environment.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from pywebpush import WebPusher, webpush

AT_ONCE = 100


def ours(given: dict[str, Any]) -> None:
    from backstory.kernel import settings
    from backstory.reminders.prompts import Device
    from backstory.reminders.push import sender

    now, payload = datetime.now(UTC), given["payload"].encode()
    devices = [Device(uuid4(), uuid4(), one["endpoint"], **one["keys"]) for one in given["subscriptions"]]

    async def send_all() -> None:
        async with sender(settings.load()) as opened:
            for first in range(0, given["messages"], AT_ONCE):
                some = (devices[number % len(devices)] for number in range(first, first + AT_ONCE))
                outcomes = await asyncio.gather(*(opened.send(one, payload, ttl=3600, topic="x" * 32, now=now) for one in some))
                assert not any(outcome.failure for outcome in outcomes), outcomes[0]

    asyncio.run(send_all())


def as_documented(given: dict[str, Any]) -> None:
    for number in range(given["messages"]):
        one = given["subscriptions"][number % len(given["subscriptions"])]
        headers = {"Urgency": "high", "Topic": "x" * 32}
        webpush(one, given["payload"], vapid_private_key=given["vapid"], vapid_claims={"sub": "mailto:o@example.org"}, ttl=3600, headers=headers)


def encryption_alone(given: dict[str, Any]) -> None:
    payload = given["payload"].encode()
    for number in range(given["messages"]):
        WebPusher(given["subscriptions"][number % len(given["subscriptions"])]).encode(payload, "aes128gcm")


WAYS: dict[str, Callable[[dict[str, Any]], None]] = {"ours": ours, "webpush": as_documented, "encryption": encryption_alone}

if __name__ == "__main__":
    way, given = WAYS[sys.argv[1]], json.loads(Path(sys.argv[2]).read_text())
    way(given | {"messages": AT_ONCE})  # warm
    before = time.process_time()
    way(given)
    print(time.process_time() - before)
