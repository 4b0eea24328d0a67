"""The app's own outbox (TypeScript, driven by fast-check in vitest) against the real server, judged by the oracle."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from threading import Thread

import pytest

from backstory.kernel.backup import backup, restore
from tests.support.product import PASSWORD, serve
from tests.sync.server import truth

FRONTEND = Path(__file__).parents[2] / "frontend"


@contextmanager
def keeper(folder: Path) -> Iterator[str]:
    """What phones cannot ask of a server: to be backed up, to be restored, and what it holds of a patient."""
    backups = count()
    last: list[Path] = []
    live = folder / "backstory.sqlite3"

    class Keeper(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            if self.path == "/backup":
                last[:] = [folder / f"{next(backups)}.sqlite3"]
                backup(live, last[0], tell=lambda _: None)
            else:
                restore(live, last[0], now=datetime.now(UTC), tell=lambda _: None)
            self._say(b"{}")

        def do_GET(self) -> None:
            self._say(json.dumps(truth(f"sqlite:///{live}", self.path.rsplit("/", 1)[1])).encode())

        def log_message(self, *_: object) -> None:
            pass

        def _say(self, body: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Keeper)
    Thread(target=listening.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listening.server_port}"
    finally:
        listening.shutdown()


@pytest.mark.browser
def test_the_apps_own_outbox_keeps_every_promise_with_a_real_server(migrated_file, tmp_path):
    with serve(tmp_path, migrated_file) as product, keeper(tmp_path) as control:
        clara = product.bring_in("Clara", "clinician", practice="Clinic")
        environment = os.environ | {
            "BACKSTORY_TEST_SERVER": product.origin,
            "BACKSTORY_TEST_CONTROL": control,
            "BACKSTORY_TEST_LOGIN": clara.login,
            "BACKSTORY_TEST_PASSWORD": PASSWORD,
            "BACKSTORY_TEST_PYTHON": sys.executable,
        }
        command = ["npx", "vitest", "run", "tests/sync/phones.test.ts", "-t", "real server"]
        done = subprocess.run(command, cwd=FRONTEND, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
        assert "1 passed" in done.stdout, done.stdout[-2000:]
