"""The exercises that every practice starts with, in our own words (catalogue.json). Slugs are for ever: plans name them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

EXERCISES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "catalogue.json").read_text(encoding="utf-8"))
NAMES: dict[str, str] = {exercise["id"]: exercise["name"] for exercise in EXERCISES}
