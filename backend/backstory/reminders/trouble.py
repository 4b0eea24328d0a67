"""What keeps reminders from reaching somebody, told from how their devices fare."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from backstory.reminders.prompts import device
from backstory.reminders.wire import Trouble

UNSHOWN_AT_MOST = 2  # of what its service took; at the third a device has gone quiet
GONE_IS_NEWS, REFUSED_IS_NEWS = timedelta(days=14), timedelta(days=3)
TOLD = tuple(
    device.c[name] for name in ("person_id", "name", "activated_at", "retired_at", "retired_reason", "unshown", "last_failure", "failed_at", "last_shown_at")
)


def trouble_of(devices: Iterable[Any], now: datetime, *, mailbox: bool) -> tuple[Trouble | None, str | None]:
    """And the device whose trouble it is. Who gets mail instead of pushes is reached."""
    devices = list(devices)
    active = [one for one in devices if one.activated_at and not one.retired_at]
    if not active and mailbox:
        return None, None
    if not active:
        gone = [one for one in devices if one.retired_reason == "gone" and one.retired_at > now - GONE_IS_NEWS]
        return ("gone", max(gone, key=lambda one: one.retired_at).name) if gone else ("no_device", None)
    refused = next((one for one in active if one.last_failure == "refused" and one.failed_at > now - REFUSED_IS_NEWS), None)
    if refused is not None:
        return "refused", refused.name
    quiet = next((one for one in active if one.unshown > UNSHOWN_AT_MOST), None)
    return ("quiet", quiet.name) if quiet is not None else (None, None)
