"""A phone in Python: what it holds survives in one SQLite file, and everything that it does between two answers may go wrong.

It keeps the rules of the phone: entry and op in one transaction; an op stays until it is
answered by name; one op of an entry a batch, in their order; a refused one stays to be seen; what was taken is kept, and offered
again under its own op_id when the server comes back with another epoch.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from uuid6 import uuid7

Send = Callable[[bytes], tuple[int, str, bytes]]
"""A batch to the server: status, content type and body of its answer. OSError where nobody answered."""
CAPTURED_AT = "2026-11-22T19:16:00Z"
OPEN = "state IN ('waiting', 'sent')"

TABLES = """
CREATE TABLE IF NOT EXISTS entry (id TEXT PRIMARY KEY, version INT, content TEXT, arrived_version INT, arrived TEXT);
CREATE TABLE IF NOT EXISTS op (seq INTEGER PRIMARY KEY, op_id TEXT UNIQUE, entry_id TEXT, base_version INT, content TEXT, state TEXT, epoch TEXT);
CREATE INDEX IF NOT EXISTS op_of_entry ON op (entry_id, seq);
CREATE INDEX IF NOT EXISTS op_open ON op (seq) WHERE state IN ('waiting', 'sent');
CREATE TABLE IF NOT EXISTS position (id INT PRIMARY KEY, epoch TEXT, cursor INT);
CREATE TABLE IF NOT EXISTS made (seq INTEGER PRIMARY KEY, op_id TEXT, entry_id TEXT, content TEXT);
"""


class Offline(Exception):
    """Nobody answered, or somebody who is not our server."""


class Crashed(Exception):
    """The phone died; what was durable is there when it starts again."""


class Device:
    """`sees` is "own", "practice" (private notes too) or "nothing" of the diary. The other two are bugs to be planted."""

    def __init__(self, name: str, send: Send, file: Path | None = None, *, sees: str = "own", believes_portals: bool = False, drops_rejected: bool = False):
        self.name, self.send, self.sees = name, send, sees
        self._believes_portals, self._drops_rejected = believes_portals, drops_rejected
        self._held = sqlite3.connect(file or ":memory:", isolation_level=None, check_same_thread=False)
        self._held.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;" + TABLES)

    def create(self, content: dict[str, Any], *, crash: bool = False) -> str:
        entry_id = str(uuid7())
        self._make(entry_id, content, crash)
        return entry_id

    def edit(self, entry_id: str, content: dict[str, Any], *, crash: bool = False) -> None:
        self._make(entry_id, content, crash)

    def delete(self, entry_id: str, *, crash: bool = False) -> None:
        self._make(entry_id, None, crash)

    def shown(self, kind: str = "", most: int = -1) -> list[str]:
        """The newest ones in the order of their making."""
        return self._column("SELECT id FROM entry WHERE instr(content, ?) ORDER BY id DESC LIMIT ?", f'"kind": "{kind}', most)[::-1]

    def content(self, entry_id: str) -> Any:
        return json.loads(self._column("SELECT content FROM entry WHERE id = ?", entry_id)[0])

    def waiting(self) -> list[str]:
        return self._column(f"SELECT op_id FROM op WHERE {OPEN} ORDER BY seq")

    def rejected(self) -> list[str]:
        return self._column("SELECT op_id FROM op WHERE state = 'rejected' ORDER BY seq")

    def try_rejected_again(self) -> None:
        self._held.execute("UPDATE op SET state = 'waiting' WHERE state = 'rejected'")

    def made_count(self) -> int:
        return int(self._column("SELECT coalesce(max(seq), 0) FROM made")[0])

    def made(self) -> list[dict[str, Any]]:
        rows = self._held.execute("SELECT op_id, entry_id, content FROM made ORDER BY seq")
        return [{"device": self.name, "op_id": op_id, "entry_id": entry_id, "content": _read(content)} for op_id, entry_id, content in rows]

    def report(self) -> dict[str, Any]:
        """As the judge reads it."""
        rows = self._held.execute("SELECT id, version, content FROM entry")
        entries = [{"id": entry_id, "version": version, "content": _read(content)} for entry_id, version, content in rows]
        held = None if self.sees == "nothing" else entries
        return {"name": self.name, "entries": held, "waiting": self.waiting(), "rejected": self.rejected(), "practice": self.sees == "practice"}

    def take(self, most: int) -> tuple[list[str], bytes]:
        """The next batch: from here on it may have been stored. One op of an entry, since the next one is based on its answer."""
        [(epoch, cursor)] = self._held.execute("SELECT epoch, cursor FROM position").fetchall() or [(None, 0)]
        batch: dict[str, dict[str, Any]] = {}
        for op_id, entry_id, base_version, content in self._held.execute(f"SELECT op_id, entry_id, base_version, content FROM op WHERE {OPEN} ORDER BY seq"):
            if len(batch) == most:
                break
            op = {"op_id": op_id, "entry_id": entry_id, "base_version": base_version, "captured_at": CAPTURED_AT}
            batch.setdefault(entry_id, op | (_read(content) or {"delete": True}))
        op_ids = [op["op_id"] for op in batch.values()]
        with self._durably():
            self._held.executemany("UPDATE op SET state = 'sent' WHERE op_id = ?", [(op_id,) for op_id in op_ids])
        return op_ids, json.dumps({"epoch": epoch, "cursor": cursor, "ops": list(batch.values())}).encode()

    def exchange(self, most: int = 500, *, how: str = "plain") -> bool:
        """One batch out and what is new in; true when there is more of either."""
        op_ids, body = self.take(most)
        if how == "offline":
            raise Offline
        if how == "portal":
            answered = (200, "text/html", b"<h1>Welcome to the hotel</h1>")
        elif how == "shuffled":
            sent = json.loads(body)
            answered = self._reach(json.dumps(sent | {"ops": sent["ops"][::-1]}).encode())
        elif how == "parallel":
            with ThreadPoolExecutor(3) as pool:
                *_, answered = pool.map(self._reach, [body] * 3)
        else:
            if how in ("twice", "unanswered"):
                self._reach(body)
            answered = self._reach(body)
        if how == "unanswered":
            raise Offline
        return self._hear(op_ids, *answered, crash=how == "crash")

    def rest(self, most: int = 500) -> None:
        """Until nothing moves: what waits even then is for the oracle to tell."""
        before = None
        while self.exchange(most) or self.waiting() != before:
            before = self.waiting()

    def _reach(self, body: bytes) -> tuple[int, str, bytes]:
        try:
            return self.send(body)
        except OSError as cause:
            raise Offline from cause

    def _hear(self, op_ids: list[str], status: int, content_type: str, body: bytes, *, crash: bool) -> bool:
        if "json" not in content_type and self._believes_portals:
            self._held.execute("UPDATE op SET state = 'kept' WHERE state = 'sent'")
        if "json" not in content_type or status >= 500:
            raise Offline
        if status == 404:  # a practice without the right, or mallory: all of it stays to be seen
            self._held.execute(f"UPDATE op SET state = 'rejected' WHERE {OPEN}")
            return False
        assert status == 200, f"{self.name}: {status} {body[:300]!r}"
        answer = json.loads(body)
        with self._durably():
            self._settle(op_ids, answer)
            if crash:
                raise Crashed
        return bool(answer["more"])

    def _settle(self, op_ids: list[str], answer: dict[str, Any]) -> None:
        epoch = answer["epoch"]
        results = {result["op_id"]: result for result in answer["results"]}
        for op_id in op_ids:
            if result := results.get(op_id):
                self._answered(op_id, result, epoch)
        # What an earlier epoch acknowledged is offered again, in front of what waits: the server may have forgotten it.
        self._held.execute("UPDATE op SET state = 'waiting' WHERE state = 'kept' AND epoch <> ?", (epoch,))
        for entry in answer["entries"]:
            self._arrived(entry)
        self._held.execute("INSERT OR REPLACE INTO position VALUES (1, ?, ?)", (epoch, answer["cursor"]))

    def _answered(self, op_id: str, result: dict[str, Any], epoch: str) -> None:
        [(seq, entry_id, content)] = self._held.execute("SELECT seq, entry_id, content FROM op WHERE op_id = ?", (op_id,)).fetchall()
        if result["status"] == "rejected":
            gone = content is None and result["problem"]["code"] == "not_found"
            # A restored server may hear of the deletion before it hears of the entry: it lies aside until the entry comes.
            self._held.execute("UPDATE op SET state = ? WHERE seq = ?", ("aside" if gone else "rejected", seq))
            if self._drops_rejected:
                self._held.execute("DELETE FROM op WHERE seq = ?", (seq,))
            return
        self._held.execute("UPDATE op SET state = 'kept', epoch = ? WHERE seq = ?", (epoch, seq))
        if result["status"] != "duplicate":
            self._say_again_what_it_covers(seq, entry_id, result["version"])
        self._held.execute(f"UPDATE op SET base_version = ? WHERE entry_id = ? AND seq > ? AND {OPEN}", (result["version"], entry_id, seq))
        if result["status"] == "duplicate" and not self._open(entry_id):  # nothing changed, so nothing of it comes again
            self._held.execute(
                "UPDATE entry SET version = arrived_version, content = arrived, arrived_version = NULL WHERE id = ? AND arrived_version IS NOT NULL",
                (entry_id,),
            )

    def _say_again_what_it_covers(self, seq: int, entry_id: str, version: int) -> None:
        """The batch that finds out about a new epoch arrives before what is offered again, and says the newer words."""
        newer = self._held.execute("SELECT content FROM op WHERE entry_id = ? AND seq > ? AND state = 'kept' ORDER BY seq", (entry_id, seq)).fetchall()
        if newer and not self._open(entry_id):
            self._enqueue(entry_id, version, newer[-1][0])

    def _arrived(self, entry: dict[str, Any]) -> None:
        content = None if "deleted_at" in entry else json.dumps({name: entry[name] for name in ("occurred_at", "ended_at", "payload")})
        if content is not None:
            again = "UPDATE op SET state = 'waiting', base_version = ? WHERE entry_id = ? AND state = 'aside'"
            self._held.execute(again, (entry["version"], entry["id"]))
        if self._open(entry["id"]):
            self._held.execute("UPDATE entry SET arrived_version = ?, arrived = ? WHERE id = ?", (entry["version"], content, entry["id"]))
        else:
            self._held.execute("INSERT OR REPLACE INTO entry VALUES (?, ?, ?, NULL, NULL)", (entry["id"], entry["version"], content))

    def _make(self, entry_id: str, content: dict[str, Any] | None, crash: bool) -> None:
        written = json.dumps(content) if content else None
        with self._durably():
            known = self._column(f"SELECT base_version FROM op WHERE entry_id = ? AND {OPEN} ORDER BY seq DESC LIMIT 1", entry_id)
            known = known or self._column("SELECT version FROM entry WHERE id = ?", entry_id) or [0]
            insert = "INSERT INTO entry VALUES (?, 0, ?, NULL, NULL) ON CONFLICT DO UPDATE SET content = excluded.content"
            self._held.execute(insert, (entry_id, written))
            self._enqueue(entry_id, known[0], written)
            if crash:
                raise Crashed

    def _enqueue(self, entry_id: str, base_version: int, written: str | None) -> None:
        op_id = str(uuid4())
        self._held.execute("INSERT INTO op VALUES (NULL, ?, ?, ?, ?, 'waiting', NULL)", (op_id, entry_id, base_version, written))
        self._held.execute("INSERT INTO made VALUES (NULL, ?, ?, ?)", (op_id, entry_id, written))

    def _open(self, entry_id: str) -> bool:
        return bool(self._column(f"SELECT 1 FROM op WHERE entry_id = ? AND {OPEN} LIMIT 1", entry_id))

    def _column(self, statement: str, *values: Any) -> list[Any]:
        return [row[0] for row in self._held.execute(statement, values)]

    @contextmanager
    def _durably(self) -> Iterator[None]:
        self._held.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._held.execute("ROLLBACK")
            raise
        self._held.execute("COMMIT")


def _read(content: str | None) -> Any:
    return json.loads(content) if content else None
