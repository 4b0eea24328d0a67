"""`backstory reminders preview` and `backstory keys`."""

from __future__ import annotations

import argparse
import sys
from datetime import date, time
from zoneinfo import ZoneInfo, available_timezones

from backstory.kernel.settings import Settings
from backstory.kernel.wire import WEEK, rfc3339
from backstory.reminders.due import preview

DAYS_AT_MOST = 36600


def add_reminders(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("reminders", help="when reminders fall due")
    verbs = command.add_subparsers(dest="verb", required=True, metavar="VERB")
    show = verbs.add_parser("preview", help="the instants of a rule, one a line; needs no database")
    show.add_argument("--at", required=True, type=_time, metavar="HH:MM")
    show.add_argument("--zone", required=True, type=_zone, metavar="AREA/PLACE")
    show.add_argument("--from", required=True, type=_date, dest="first", metavar="YYYY-MM-DD")
    show.add_argument("--days", required=True, type=_count)
    show.add_argument("--days-of-week", type=_weekdays, default=WEEK, metavar="mo,we")
    show.set_defaults(run=_preview)


def add_keys(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("keys", help="the public key towards push services; made when there is none")
    command.set_defaults(run=_keys)


def _preview(asked: argparse.Namespace, _loaded: Settings) -> None:
    for at in preview(asked.at, asked.zone, asked.days_of_week, asked.first, asked.days):
        sys.stdout.write(rfc3339(at) + "\n")


def _keys(_asked: argparse.Namespace, loaded: Settings) -> None:
    from backstory.reminders.vapid import vapid  # noqa: PLC0415  # a command loads what it needs

    sys.stdout.write(vapid(loaded).public_key + "\n")


def _time(text: str) -> time:
    if len(text) != 5 or text[2] != ":" or not (text[:2] + text[3:]).isdigit():
        raise argparse.ArgumentTypeError("a time such as 20:00")
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("a time such as 20:00") from None


def _zone(text: str) -> ZoneInfo:
    if text not in available_timezones():
        raise argparse.ArgumentTypeError("an IANA time zone such as Europe/Warsaw")
    return ZoneInfo(text)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("a date such as 2026-10-01") from None


def _count(text: str) -> int:
    if not text.isdigit() or not 0 < int(text) <= DAYS_AT_MOST:
        raise argparse.ArgumentTypeError(f"from 1 to {DAYS_AT_MOST}")
    return int(text)


def _weekdays(text: str) -> tuple[str, ...]:
    days = tuple(text.split(","))
    if not set(days) <= set(WEEK):
        raise argparse.ArgumentTypeError("some of " + ",".join(WEEK))
    return days
