"""The shape of the code: who may import whom, and files that a person can read in one go."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*(ROOT / "backend/backstory").rglob("*.py"), *(ROOT / "frontend/src").rglob("*.ts"), *(ROOT / "frontend/src").rglob("*.tsx")])


def test_the_import_contracts_hold():
    done = subprocess.run([Path(sys.executable).parent / "lint-imports", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_over_200_lines_says_why(path):
    if ".gen." in path.name:
        return
    lines = path.read_text().splitlines()
    if len(lines) > 200:
        assert re.search(r"[Ll]onger than \d+ lines", "\n".join(lines[:30])), f"{path.name} has {len(lines)} lines and no reason"


@pytest.mark.parametrize("folder", [path.name for path in (ROOT / "backend/backstory").iterdir() if path.is_dir() and path.name != "__pycache__"])
def test_kinds_are_told_apart_only_where_they_may_be(folder):
    """No `if kind ==` outside payloads, timeline queries, insights, reminder rules (ARCHITECTURE 3)."""
    allowed = {"timeline", "insights", "reminders", "demo"}
    for path in (ROOT / "backend/backstory" / folder).rglob("*.py"):
        if folder not in allowed and path.name != "payloads.py":
            assert not re.search(r"if .*kind ==? ?[\"']", path.read_text()), path


def test_no_prose_names_a_machine_path_or_a_registry():
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    banned = re.compile(r"/work/main|/root/|registry\.npmjs|pypi\.org|pythonhosted")
    for name in files:
        path = ROOT / name
        if path.suffix in {".png", ".ico", ".woff2"} or name == "tests/architecture/test_shape.py" or not path.is_file():
            continue
        found = banned.search(path.read_text(errors="ignore"))
        assert not found, f"{name}: {found}"
