"""A server process that ends itself by SIGKILL at a chosen moment of one request: `python -m tests.faults.dying MOMENT`, the rest
on standard input."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import event

from backstory.app import create_app
from backstory.kernel.settings import Settings
from tests.faults.disk import failing


def die(*_: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(moment: str, *, folder: str, url: str, token: str, path: str, body: Any) -> None:
    app = create_app(Settings(env="test", data_dir=Path(folder), database_url=url, secret_key="x" * 40))
    client = app.test_client()
    client.set_cookie("backstory", token)
    plain = app.extensions["database"]._plain
    if moment == "before":
        event.listen(plain, "commit", die)
    elif moment == "sent":
        event.listen(plain, "commit", _send_and_die)
    elif moment.startswith("disk"):
        calls = iter(range(1000))
        asked = int(moment.removeprefix("disk"))
        with failing(write=lambda: next(calls) == asked and die(), sync=lambda: next(calls) == asked and die()):
            client.post(path, json=body)
    answer = client.post(path, json=body)
    assert answer.status_code == 200
    if moment == "after":
        die()


def _send_and_die(connection: Any) -> None:
    driver = connection.connection.driver_connection
    driver.pgconn.send_query(b"COMMIT")
    driver.pgconn.flush()
    die()


if __name__ == "__main__":
    main(sys.argv[1], **json.load(sys.stdin))
