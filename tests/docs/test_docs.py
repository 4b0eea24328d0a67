"""The documents are true: every setting and command is documented, nothing documented is gone, one error shape is pinned."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from backstory import cli
from backstory.kernel.errors import NotValid, Problem
from backstory.kernel.settings import Settings

ROOT = Path(__file__).parents[2]


def test_every_setting_is_documented_and_every_documented_one_exists():
    documented = set(re.findall(r"^\| `BACKSTORY_(\w+)`", (ROOT / "docs/settings.md").read_text(), re.MULTILINE))
    assert documented == {name.upper() for name in Settings.model_fields}


def test_every_command_is_documented_and_every_documented_one_exists():
    documented = set(re.findall(r"^## `backstory ([a-z -]+)`", (ROOT / "docs/commands.md").read_text(), re.MULTILINE))
    assert documented == set(names(cli.parser()))


def names(parser: argparse.ArgumentParser, before: str = "") -> list[str]:
    found: list[str] = []
    groups = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    for group in groups:
        for name, command in group.choices.items():
            found += names(command, f"{before} {name}".strip()) or [f"{before} {name}".strip()]
    return found


def test_pictures_and_files_that_the_documents_name_exist():
    for document in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)\)", document.read_text()):
            if not target.startswith(("http", "mailto:")):
                assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_every_row_of_the_fault_matrix_names_a_test_that_exists():
    named = re.findall(r"`(tests/\S+\.py)::(test_\w+)`", (ROOT / "docs/reliability.md").read_text())
    assert len(named) > 20
    for file, test in named:
        assert f"def {test}(" in (ROOT / file).read_text(), f"{file}::{test}"


def test_every_make_target_that_the_readme_names_exists():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)`", (ROOT / "README.md").read_text())) <= targets


def test_the_shape_of_an_error_is_pinned():
    assert NotValid.at("payload.average", "less_than_equal").body() == {
        "type": "about:blank",
        "title": "Something in this needs another look",
        "status": 422,
        "code": "not_valid",
        "errors": [{"path": "payload.average", "code": "less_than_equal"}],
    }


def test_codes_of_errors_are_the_contracts():
    codes = {problem.code: problem.status for problem in Problem.__subclasses__()}
    assert codes == {
        "not_well_formed": 400,
        "not_signed_in": 401,
        "wrong_sign_in": 401,
        "not_yours_to_do": 403,
        "cross_site": 403,
        "not_found": 404,
        "method_not_allowed": 405,
        "not_current": 409,
        "too_large": 413,
        "not_json": 415,
        "not_valid": 422,
        "too_many_tries": 429,
        "database_away": 503,
    }
