"""`python -m tests.sync.planted`: bugs that lose words, planted one at a time in a copy of the last commit, and what turns red.

The copy lies in a temporary folder; the working tree is never touched. A bug that leaves everything green ends this with status 1.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
SUITES = ("test_device", "test_together", "test_machine", "test_soak")


@dataclass(frozen=True)
class Bug:
    name: str
    changes: tuple[tuple[str, str, str], ...]
    """File, what stands there, what stands there instead."""


BUGS = (
    Bug(
        "acknowledge before commit",
        (
            (
                "backend/backstory/entries/routes.py",
                """    with writing_rows() as connection:
        answer, entries = sync.exchange(connection, patient_id, incoming, by=actor(), now=clock.now())
""",
                """    opened = writing_rows()
    connection = opened.__enter__()
    try:
        answer, entries = sync.exchange(connection, patient_id, incoming, by=actor(), now=clock.now())
    except BaseException as error:
        opened.__exit__(type(error), error, None)
        raise
    from threading import Timer
    Timer(0.03, opened.__exit__, (None, None, None)).start()
""",
            ),
        ),
    ),
    Bug(
        "cursor from a bare sequence",
        (
            (
                "backend/backstory/kernel/migrate.py",
                "        ensure_epoch(session)\n",
                """        ensure_epoch(session)
        if database.engine.dialect.name == "postgresql":
            session.connection().exec_driver_sql("CREATE SEQUENCE IF NOT EXISTS bare INCREMENT BY 1000")
""",
            ),
            (
                "backend/backstory/entries/store.py",
                "    taken = _TAKE.first(",
                """    if connection.dialect.name == "postgresql":
        if connection.execute(select(_patient.c.id).where(_patient.c.id == patient_id, readable(_patient.c.id)), who(by)).first() is None:
            raise NotFound()
        return int(connection.exec_driver_sql("SELECT nextval('bare')").scalar_one()) + count
    taken = _TAKE.first(""",
            ),
            ("backend/backstory/entries/store.py", "    connection.execute(_SET, ", "    connection.dialect.name == 'postgresql' or connection.execute(_SET, "),
        ),
    ),
    Bug(
        "the server drops a rejected op",
        (("backend/backstory/entries/sync.py", "        results.append(answer ", "        if outcome.status != 'rejected': results.append(answer "),),
    ),
    Bug(
        "a restored server keeps its epoch's cursor",
        (("backend/backstory/entries/sync.py", "sent.cursor if sent.epoch == epoch else 0", "sent.cursor"),),
    ),
    Bug(
        "an op is not known again",
        (("backend/backstory/entries/service.py", "        if change.op_id and change.op_id in known:", "        if False:"),),
    ),
    Bug(
        "the phone drops a rejected op",
        (("tests/sync/device.py", "drops_rejected: bool = False", "drops_rejected: bool = True"),),
    ),
    Bug(
        "the phone forgets an op after a 200 HTML answer",
        (("tests/sync/device.py", "believes_portals: bool = False", "believes_portals: bool = True"),),
    ),
)


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m tests.sync.planted", description=__doc__)
    asked.add_argument("--bug", help="only those whose name has this in it")
    only = asked.parse_args().bug or ""
    print(f"| bug | {' | '.join(SUITES)} |\n|---|{'---|' * len(SUITES)}", flush=True)
    missed = 0
    for bug in (Bug("none", ()), *BUGS):
        if only in bug.name:
            reds = _turns_red(bug)
            missed += any(reds) != bool(bug.changes)
            print(f"| {bug.name} | {' | '.join(red or 'green' for red in reds)} |", flush=True)
    raise SystemExit(1 if missed else 0)


def _turns_red(bug: Bug) -> list[str | None]:
    with tempfile.TemporaryDirectory(prefix="backstory-planted-") as folder:
        copy = Path(folder)
        copy.chmod(0o711)
        archive = subprocess.run(["git", "archive", "HEAD", "backend", "migrations", "tests", "pyproject.toml"], cwd=ROOT, capture_output=True, check=True)
        subprocess.run(["tar", "-x"], cwd=copy, input=archive.stdout, check=True)
        (copy / "frontend").symlink_to(ROOT / "frontend")
        for file, before, after in bug.changes:
            source = (copy / file).read_text()
            if before not in source:
                raise SystemExit(f"{bug.name}: {file} has changed, and what is to be broken is not there any more")
            (copy / file).write_text(source.replace(before, after))
        return [_red(copy, suite) for suite in SUITES]


def _red(copy: Path, suite: str) -> str | None:
    """The kind of the first broken promise, or the first error."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-n", "0", "-p", "no:cacheprovider", f"tests/sync/{suite}.py"]
    environment = os.environ | {"PYTHONPATH": str(copy / "backend"), "COLUMNS": "200"}
    try:
        tried = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, timeout=300, check=False)
    except subprocess.TimeoutExpired:
        return "RED: never ends"
    if tried.returncode == 0:
        return None
    said = re.search(r"(?:\[|')'?(lost|doubled|invented|contradicted|altered|hole|unfounded|unfolded|diverged|waiting): ", tried.stdout)
    return f"RED: {said[1]}" if said else f"RED: {(re.findall(r'^E +(.+)', tried.stdout, re.MULTILINE) or [tried.stdout[-200:] + tried.stderr[-200:]])[0][:60]}"


if __name__ == "__main__":
    main()
