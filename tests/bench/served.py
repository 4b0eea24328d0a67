"""The two applications under load, each with one more address: the CPU time that its process has used."""

from __future__ import annotations

import os
import time
from typing import Any

CPU = "/bench/cpu"


def measured(app: Any) -> Any:
    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        if environ["PATH_INFO"] != CPU:
            return app(environ, start_response)
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [str(time.process_time_ns()).encode()]

    return answer


def ours() -> Any:
    from backstory import wsgi

    return measured(wsgi.app)


def floor() -> Any:
    from tests.bench import floor

    return measured(floor.create_app(os.environ["BENCH_DATABASE"]))


if __name__ == "__main__":
    import sys

    from granian.constants import Interfaces
    from granian.server import Server

    # As in backstory/serve.py.
    Server(
        f"tests.bench.served:{sys.argv[1]}",
        factory=True,
        address="127.0.0.1",
        port=int(sys.argv[2]),
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=16,
        log_access=False,
        log_enabled=False,
    ).serve()
