"""The command line (CONTRACT 3): thin words over the features. Errors are one clear line and a non-zero status."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime

from pydantic import TypeAdapter, ValidationError

from backstory.demo.command import add_demo
from backstory.kernel import log, settings
from backstory.kernel.backup_commands import add_backups
from backstory.kernel.settings import BadSettings, Settings
from backstory.kernel.wire import When
from backstory.reminders.commands import add_keys, add_reminders


def main(arguments: list[str] | None = None) -> None:
    asked = parser().parse_args(arguments)
    try:
        loaded = settings.load()
        log.configure(readable=loaded.env == "development")
        asked.run(asked, loaded)
    except BadSettings as bad:
        fail(str(bad))


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="backstory", description="What happened between two sessions.")
    commands = made.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for add in (_serve, _worker, _migrate, add_demo, add_keys, add_backups, _person, add_reminders, _openapi):
        add(commands)
    return made


def fail(message: str) -> None:
    print(f"backstory: {message}", file=sys.stderr)
    raise SystemExit(1)


def _serve(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("serve", help="the web application, and the worker on one box")
    command.add_argument("--no-worker", action="store_true", help="reminders are sent by another process")
    command.add_argument("--workers", type=int, default=1, help="web processes; more than one only on PostgreSQL")
    command.set_defaults(run=_serve_now)


def _serve_now(asked: argparse.Namespace, loaded: Settings) -> None:
    from backstory import serve

    if asked.workers > 1 and loaded.database.startswith("sqlite"):
        fail("one web process on SQLite: several need PostgreSQL (docs/deploy.md)")
    serve.serve(loaded, workers=asked.workers, with_worker=not asked.no_worker)


def _worker(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("worker", help="sends what is due, until it is stopped")
    command.add_argument("--once", action="store_true", help="one round, then stop")
    command.add_argument("--now", type=_instant, help="with --once: at a set time (only with BACKSTORY_ENV=test)")
    command.add_argument("--stand-by", action="store_true", help="wait while another worker runs on SQLite, and end with whoever started this one")
    command.set_defaults(run=_worker_now)


def _worker_now(asked: argparse.Namespace, loaded: Settings) -> None:
    from backstory import worker

    if asked.now and (loaded.env != "test" or not asked.once):
        fail("--now goes with --once, and only with BACKSTORY_ENV=test")
    if asked.once:
        worker.run_once(loaded, asked.now)
    else:
        worker.run(loaded, stands_by=asked.stand_by)


def _instant(text: str) -> datetime:
    try:
        return TypeAdapter(When).validate_python(text)
    except ValidationError:
        raise argparse.ArgumentTypeError("an RFC 3339 time such as 2026-10-25T00:30:00Z") from None


def _migrate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("migrate", help="bring the database to this version")
    command.set_defaults(run=lambda _asked, loaded: _migrate_now(loaded))


def _migrate_now(loaded: Settings) -> None:
    from backstory.kernel.migrate import migrate

    loaded.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    migrate(loaded.database)


def _person(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("person", help="people who sign in")
    verbs = command.add_subparsers(dest="verb", required=True, metavar="VERB")
    add = verbs.add_parser("add", help="add somebody; the password comes from standard input")
    add.add_argument("--role", required=True, choices=("patient", "clinician", "admin"))
    add.add_argument("--login", required=True)
    add.add_argument("--name", required=True)
    add.add_argument("--practice", help="made when new; required for clinicians and admins")
    add.add_argument("--share", action="store_true", help="the patient's grant to the practice")
    add.add_argument("--password-stdin", action="store_true", required=True)
    add.set_defaults(run=_person_add)


def _person_add(asked: argparse.Namespace, loaded: Settings) -> None:
    from backstory.accounts import service as accounts
    from backstory.kernel import clock
    from backstory.kernel.db import Database
    from backstory.kernel.errors import NotValid
    from backstory.sharing import service as sharing

    if not asked.practice and (asked.role != "patient" or asked.share):
        fail("--practice is needed for this")
    now = clock.now()
    try:
        password_hash = accounts.hash_password(sys.stdin.readline().rstrip("\r\n"))
        with Database(loaded.database).transaction() as session:
            practice = accounts.add_practice(session, asked.practice, now=now) if asked.practice else None
            person, patient = accounts.add_person(
                session, role=asked.role, login=asked.login, name=asked.name, password_hash=password_hash, practice=practice, now=now
            )
            if asked.share and patient and practice:
                sharing.grant(session, patient.id, practice.id, by=person.id, now=now)
    except NotValid as problem:
        words = {"too_short": f"the password needs at least {accounts.PASSWORD_AT_LEAST} characters", "login_taken": "this sign-in name is taken"}
        fail(words.get((problem.errors or [{}])[0].get("code", ""), problem.title))
    print(json.dumps({"id": str(person.id), "patient_id": str(patient.id) if patient else None}))


def _openapi(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("openapi", help="print the API's own description")
    command.set_defaults(run=lambda _asked, loaded: _openapi_now(loaded))


def _openapi_now(loaded: Settings) -> None:
    from backstory.app import create_app
    from backstory.kernel import openapi

    print(json.dumps(openapi.document(create_app(loaded)), indent=1, sort_keys=True))


if __name__ == "__main__":
    main()
