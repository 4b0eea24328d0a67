"""Copies of a SQLite database, made and put back while the product serves. PostgreSQL has its own tools (docs/deploy.md).

A backup is a snapshot (VACUUM INTO): it holds everything that was acknowledged before it began and no half of anything. A restore
is prepared on a copy (checked, migrated, given a new epoch) and then copied over the database in one transaction, so open
connections see the old state or the new one, and a restore that fails changes nothing.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic.util import CommandError

from backstory.kernel.db import Database
from backstory.kernel.engine import LOCK_WAIT_SECONDS
from backstory.kernel.installation import begin_epoch
from backstory.kernel.migrate import migrate

Tell = Callable[[float], None]
_STEPS_BETWEEN_LOOKS = 100_000  # of SQLite's virtual machine: a few looks a second


class CannotCopy(Exception):
    """One clear line for the person at the terminal."""


def backup(live: Path, to: Path, *, tell: Tell) -> None:
    """Writes a new file of mode 0600, whole or not at all; `tell` hears how far it is, from 0 to 1. Raises CannotCopy."""
    if to.exists():
        raise CannotCopy(f"{to} exists: a backup never replaces another one")
    if not live.exists():
        raise CannotCopy(f"there is no database at {live}")
    unfinished = to.with_name(f".{to.name}.unfinished")
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        os.close(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        _snapshot(live, unfinished, tell)
        _check(unfinished)
        _on_disk(unfinished)
        unfinished.rename(to)
        _on_disk(to.parent)
    except (OSError, sqlite3.Error) as failed:
        raise CannotCopy(f"the backup failed and nothing was kept: {failed}") from None
    finally:
        with suppress(OSError):
            unfinished.unlink()


def restore(live: Path, source: Path, *, now: datetime, tell: Tell) -> Path | None:
    """Puts a backup in the place of the database; answers where a copy of what it replaced lies. Raises CannotCopy."""
    try:
        _check(source)
        with _prepared(source, live.parent) as prepared:
            replaced = _put_aside(live, now) if live.exists() else None
            _copy_over(prepared, live, tell)
            return replaced
    except CommandError:
        raise CannotCopy(f"{source} was made by a newer version of this product") from None
    except (OSError, sqlite3.Error) as failed:
        raise CannotCopy(f"the restore failed: {failed}") from None


def _put_aside(live: Path, now: datetime) -> Path:
    """A restore of the wrong file must not cost the right one."""
    copy = live.with_name(f"{live.stem}-before-restore-{now:%Y%m%dT%H%M%S-%f}.sqlite3")
    try:
        backup(live, copy, tell=lambda _: None)
    except CannotCopy:
        raise CannotCopy(f"the present database cannot be copied first: stop the product, move {live} away with its -wal and -shm, and restore again") from None
    return copy


def _snapshot(live: Path, to: Path, tell: Tell) -> None:
    with closing(sqlite3.connect(live, timeout=LOCK_WAIT_SECONDS, isolation_level=None)) as connection:
        size = connection.execute("PRAGMA page_count").fetchone()[0] * connection.execute("PRAGMA page_size").fetchone()[0]
        connection.set_progress_handler(lambda: tell(min(to.stat().st_size / size, 1)), _STEPS_BETWEEN_LOOKS)
        connection.execute("VACUUM INTO ?", (str(to),))
    tell(1)


def _check(file: Path) -> None:
    try:
        with closing(sqlite3.connect(f"file:{file.absolute()}?mode=ro", uri=True)) as connection:
            sound = connection.execute("PRAGMA quick_check").fetchone()[0] == "ok"
            ours = connection.execute("SELECT count(*) FROM sqlite_master WHERE name IN ('installation', 'alembic_version')").fetchone()[0] == 2
    except sqlite3.DatabaseError:
        sound = ours = False
    if not (sound and ours):
        raise CannotCopy(f"{file} is not a sound backup of this product")


@contextmanager
def _prepared(source: Path, beside: Path) -> Iterator[Path]:
    """A copy in this version's shape and with a new epoch. Beside the database: where it fits, the database fits too."""
    beside.mkdir(parents=True, exist_ok=True, mode=0o700)
    with TemporaryDirectory(prefix=".restore-", dir=beside) as folder:
        copy = Path(folder) / "prepared.sqlite3"
        with closing(sqlite3.connect(f"file:{source.absolute()}?mode=ro", uri=True)) as found, closing(sqlite3.connect(copy)) as made:
            found.backup(made)
        migrate(f"sqlite:///{copy}")
        database = Database(f"sqlite:///{copy}")
        with database.transaction() as session:
            begin_epoch(session)
        database.engine.dispose()
        yield copy


def _copy_over(prepared: Path, live: Path, tell: Tell) -> None:
    """In one transaction of the live database: who reads meanwhile sees the old state to its end."""
    if not live.exists():
        os.close(os.open(live, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with closing(sqlite3.connect(prepared)) as new, closing(sqlite3.connect(live, timeout=LOCK_WAIT_SECONDS)) as connection:
        connection.execute("PRAGMA synchronous=FULL")
        new.backup(connection, pages=1000, progress=lambda _status, left, total: tell(1 - left / (total or 1)))


def _on_disk(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
