"""`backstory backup`, `backstory restore` and `backstory new-epoch`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from sqlalchemy.engine import make_url

from backstory.kernel import clock
from backstory.kernel.backup import CannotCopy, Tell, backup, restore
from backstory.kernel.settings import Settings

_OF_POSTGRESQL = "this database is PostgreSQL: use pg_dump, pg_restore and then `backstory new-epoch` (docs/deploy.md)"


def add_backups(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    keep = commands.add_parser("backup", help="a copy of the SQLite database, made while it is in use")
    keep.add_argument("file", type=Path, metavar="FILE", help="a new file")
    keep.set_defaults(run=_backup)
    bring_back = commands.add_parser("restore", help="put a backup in the place of the SQLite database")
    bring_back.add_argument("file", type=Path, metavar="FILE")
    bring_back.set_defaults(run=_restore)
    epoch = commands.add_parser("new-epoch", help="after PostgreSQL was restored: phones then offer again what they hold")
    epoch.set_defaults(run=_new_epoch)


def _backup(asked: argparse.Namespace, loaded: Settings) -> None:
    try:
        backup(_file_of(loaded), asked.file, tell=_telling("backing up"))
    except CannotCopy as problem:
        sys.exit(f"backstory: {problem}")
    sys.stdout.write(f"{asked.file}\n")


def _restore(asked: argparse.Namespace, loaded: Settings) -> None:
    try:
        replaced = restore(_file_of(loaded), asked.file, now=clock.now(), tell=_telling("restoring"))
    except CannotCopy as problem:
        sys.exit(f"backstory: {problem}")
    sys.stdout.write(f"Restored from {asked.file}. Phones will offer again what they hold.\n")
    if replaced:
        sys.stdout.write(f"What was there before is kept in {replaced}: delete it when you no longer need it.\n")
    sys.stdout.write("Sign-ins that were ended, and sharing that was withdrawn, after the backup was made are in force again: look at them.\n")


def _new_epoch(_asked: argparse.Namespace, loaded: Settings) -> None:
    from backstory.kernel.db import Database  # noqa: PLC0415  # a command loads what it needs
    from backstory.kernel.installation import begin_epoch  # noqa: PLC0415

    with Database(loaded.database).transaction() as session:
        begin_epoch(session)
    sys.stdout.write("A new epoch begins: phones will offer again what they hold.\n")


def _file_of(loaded: Settings) -> Path:
    url = make_url(loaded.database)
    if url.get_backend_name() != "sqlite":
        raise CannotCopy(_OF_POSTGRESQL)
    return Path(url.database or "")


def _telling(what: str) -> Tell:
    """Percent on a terminal; a log file is spared."""

    def tell(part: float) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{what}: {part:.0%}" + ("\n" if part >= 1 else ""))
            sys.stderr.flush()

    return tell
