"""`backstory demo`."""

from __future__ import annotations

import argparse
import sys

from backstory.kernel import clock
from backstory.kernel.settings import Settings

PEOPLE_AT_MOST, DAYS_AT_MOST = 5000, 3650


def add_demo(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("demo", help="make the demonstration practice")
    command.add_argument("--patients", type=_up_to(PEOPLE_AT_MOST), default=8)
    command.add_argument("--days", type=_up_to(DAYS_AT_MOST), default=70)
    command.add_argument("--seed", type=int, default=1)
    command.add_argument("--if-empty", action="store_true", help="do nothing when people exist")
    command.set_defaults(run=_demo)


def _demo(asked: argparse.Namespace, loaded: Settings) -> None:
    from backstory.demo.demonstration import Refused, demonstrate  # noqa: PLC0415  # a command loads what it needs

    try:
        shown = demonstrate(loaded, patients=asked.patients, days=asked.days, seed=asked.seed, if_empty=asked.if_empty, now=clock.now())
    except Refused as refused:
        print(f"backstory: {refused}", file=sys.stderr)
        raise SystemExit(1) from None
    if shown:
        print(f"The demonstration is at {loaded.origin}. Sign in as:")
    for one in shown:
        print(f"  {one.role:<10} {one.login:<8} {one.password}   {one.name}")


def _up_to(most: int) -> argparse._ActionType:
    def number(text: str) -> int:
        if not text.isdigit() or not 1 <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"a number from 1 to {most}")
        return int(text)

    return number
