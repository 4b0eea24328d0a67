"""The table that `make bench` prints. A ratio beside its target is a figure, not a verdict."""

from __future__ import annotations

import os
import platform
import sqlite3
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    name: str
    floor: float | None
    ours: float
    target: str
    bound: float
    at_least: bool = False
    unit: str = "us"

    @property
    def ratio(self) -> float:
        return self.ours / self.floor if self.floor else self.ours

    @property
    def reached(self) -> bool:
        return self.ratio >= self.bound if self.at_least else self.ratio <= self.bound


def show(lines: list[Line]) -> None:
    print(f"\n{'work':<52} {'floor':>12} {'ours':>12} {'ratio':>7}  {'target':<8}")
    for line in lines:
        floor = _figure(line.floor, line.unit) if line.floor is not None else ""
        ratio = f"{line.ratio:.2f}" if line.floor is not None else ""
        ours = _figure(line.ours, line.unit)
        print(f"{line.name:<52} {floor:>12} {ours:>12} {ratio:>7}  {line.target:<8} {'' if line.reached else 'missed'}")


def _figure(value: float, unit: str) -> str:
    return f"{value:,.{0 if unit in ('us', '/s', '') else 2}f} {unit}"


def machine() -> str:
    with_load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}{with_load}"
