"""The connection breaks after each byte of the answer: the phone knows that it does not know, sends again, and there is one entry."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.conftest import op
from tests.support.product import Visitor, serve


@contextmanager
def cutting(port: int) -> Iterator[tuple[int, list[int]]]:
    """A proxy that passes each request on and closes after `allowed[0]` bytes of its answer."""
    allowed = [0]
    listener = socket.create_server(("127.0.0.1", 0))

    def run() -> None:
        while True:
            try:
                phone, _ = listener.accept()
            except OSError:
                return
            with phone, socket.create_connection(("127.0.0.1", port)) as server:
                server.sendall(_request(phone))
                answer = b""
                while part := server.recv(65536):
                    answer += part
                phone.sendall(answer[: allowed[0]])

    threading.Thread(target=run, daemon=True).start()
    try:
        yield listener.getsockname()[1], allowed
    finally:
        listener.close()


def _request(phone: socket.socket) -> bytes:
    got = b""
    while b"\r\n\r\n" not in got:
        got += phone.recv(65536)
    head, body = got.split(b"\r\n\r\n", 1)
    length = int(next(line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")))
    while len(body) < length:
        body += phone.recv(65536)
    return head + b"\r\n\r\n" + body


def send(port: int, pat: Visitor, epoch: str, *ops: object) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    headers = {"Cookie": f"backstory={pat.token}", "Content-Type": "application/json", "Connection": "close"}
    try:
        connection.request("POST", f"{pat.url}/sync", json.dumps({"epoch": epoch, "cursor": 2**53, "ops": ops}), headers)
        return connection.getresponse().read()
    finally:
        connection.close()


def test_answer_cut_at_every_byte_is_never_taken_for_an_acknowledgement(migrated_file, tmp_path):
    with serve(tmp_path, migrated_file) as product:
        pat, port = product.bring_in("Pat", "patient"), int(product.origin.rsplit(":", 1)[1])
        with cutting(port) as (through, allowed):
            allowed[0] = 10**6
            epoch = pat.post(f"{pat.url}/sync", {"epoch": None, "cursor": 0, "ops": []})["epoch"]
            whole = send(through, pat, epoch, op({"kind": "note", "text": "x"}))
            made, seen = 1, 0
            while True:
                one = op({"kind": "note", "text": "x"})
                made += 1
                allowed[0] = seen
                try:
                    answer = json.loads(send(through, pat, epoch, one))
                except (http.client.HTTPException, OSError, ValueError):
                    pass
                else:
                    assert answer["results"][0]["status"] == "applied"
                    break
                [again] = json.loads(send(port, pat, epoch, one))["results"]
                assert (again["status"], again["version"]) == ("duplicate", 1)
                seen += 1
            assert seen > len(whole)
        assert len(pat.post(f"{pat.url}/sync", {"epoch": None, "cursor": 0, "ops": []})["entries"]) == min(made, 500)
