"""How devices reach a server that dies: at the moment of an answer, in the middle of a request, or at any time."""

from __future__ import annotations

import http.client
import random
import threading
import time
from collections import Counter

from tests.sync.hosting import Host

MOMENTS = ("answer", "request", "any")


class Killer:
    """Armed for one moment; the device that meets it kills, and whoever waits at `killed` starts the server again."""

    def __init__(self, host: Host) -> None:
        self.host, self.killed = host, threading.Event()
        self.statuses: Counter[int] = Counter()
        self._armed: str | None = None
        self._lock = threading.Lock()

    def arm(self, moment: str) -> None:
        self.killed.clear()
        with self._lock:
            self._armed = moment
        self.met("any")

    def met(self, moment: str, after: float = 0) -> None:
        with self._lock:
            if self._armed != moment:
                return
            self._armed = None
        time.sleep(after)
        self.host.kill()
        self.killed.set()


class Line:
    """One device's connection, kept open between batches. Now and then it breaks before the answer."""

    def __init__(self, killer: Killer, token: str, patient_id: str, chance: random.Random, *, breaks: float = 0.05) -> None:
        self._killer, self._chance, self.breaks = killer, chance, breaks
        self._path = f"/api/v1/patients/{patient_id}/sync"
        self._headers = {"Cookie": f"backstory={token}", "Content-Type": "application/json"}
        self._own = threading.local()  # a batch that is sent in parallel needs as many connections

    def __call__(self, body: bytes) -> tuple[int, str, bytes]:
        connection = self._connection()
        try:
            connection.request("POST", self._path, body, self._headers)
            self._killer.met("request", after=self._chance.random() * 0.03)
            if self._chance.random() < self.breaks:
                raise ConnectionResetError("cut before the answer")
            answer = connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException) as broken:
            connection.close()
            raise ConnectionError from broken
        self._killer.met("answer")
        self._killer.statuses[answer.status] += 1
        return answer.status, answer.getheader("Content-Type") or "", content

    def _connection(self) -> http.client.HTTPConnection:
        if not hasattr(self._own, "connection"):
            self._own.connection = http.client.HTTPConnection("127.0.0.1", self._killer.host.port, timeout=30)
        found: http.client.HTTPConnection = self._own.connection
        return found
