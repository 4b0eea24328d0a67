"""Row 8: what a message costs, ours and others', to the same push service over TLS. CPU time of the sender, as it would be on a core of its own."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from statistics import median
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from cryptography.x509.oid import NameOID

from tests.bench.table import Line
from tests.support.postgres import dies_with_us

ROOT = Path(__file__).parents[2]
SUBSCRIPTIONS = 200
MESSAGES = {"ours": 6000, "encryption": 6000, "node": 2000, "webpush": 600}


@dataclass(frozen=True)
class PushSink:
    """A running push service; `environment` makes senders trust it."""

    port: int
    environment: dict[str, str]

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"


@contextmanager
def sink(folder: Path) -> Iterator[PushSink]:
    certificate, key = _certificate(folder)
    command = [*dies_with_us(), sys.executable, "-m", "tests.bench.push_sink", str(certificate), str(key)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("BACKSTORY_")}
        trust = {name: str(certificate) for name in ("SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE")}
        yield PushSink(int(process.stdout.readline()), clean | trust)
    finally:
        process.kill()
        process.communicate()


def lines(folder: Path, rounds: int = 3) -> list[Line]:
    folder.mkdir()
    with sink(folder) as service:
        key = generate_private_key(SECP256R1())
        private = _base64url(key.private_numbers().private_value.to_bytes(32, "big"))
        public = _base64url(key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))
        own = {"ENV": "test", "DATA_DIR": str(folder), "PUSH_HOSTS": service.host, "VAPID_PRIVATE_KEY": private}
        environment = service.environment | {f"BACKSTORY_{name}": value for name, value in own.items()}
        given = {"subscriptions": subscriptions(service.host, SUBSCRIPTIONS), "payload": "{}".ljust(1536), "vapid": private, "vapid_public": public}
        found: dict[str, list[float]] = {way: [] for way in MESSAGES}
        for _ in range(rounds):
            for way, messages in MESSAGES.items():
                asked = folder / f"{way}.json"
                asked.write_text(json.dumps(given | {"messages": messages}))
                found[way].append(_seconds(way, asked, environment) / messages)
    cost = {way: median(each) for way, each in found.items()}
    return [
        Line("8 messages a second per core, to webpush()", 1 / cost["webpush"], 1 / cost["ours"], ">= 10", 10, at_least=True, unit="/s"),
        Line("8 messages a second per core, to Node web-push", 1 / cost["node"], 1 / cost["ours"], ">= 4", 4, at_least=True, unit="/s"),
        Line("8 a message, to its encryption alone", cost["encryption"] * 1e6, cost["ours"] * 1e6, "<= 3", 3),
    ]


def subscriptions(host: str, count: int) -> list[dict[str, Any]]:
    made = []
    for number in range(count):
        point = generate_private_key(SECP256R1()).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        keys = {"p256dh": _base64url(point), "auth": _base64url(os.urandom(16))}
        made.append({"endpoint": f"https://{host}/wpush/v2/{number}", "keys": keys})
    return made


def _seconds(way: str, asked: Path, environment: dict[str, str]) -> float:
    if way == "node":
        command, cwd = ["node", str(ROOT / "tests/bench/web-push.cjs"), str(asked)], ROOT / "frontend"
    else:
        command, cwd = [sys.executable, "-m", "tests.bench.push_senders", way, str(asked)], ROOT
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False, timeout=300)
    if done.returncode:
        raise RuntimeError(f"{way}: {done.stderr[-2000:]}")
    return float(done.stdout.splitlines()[-1])


def _certificate(folder: Path) -> tuple[Path, Path]:
    key, now = generate_private_key(SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "push service of the bench")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now - timedelta(days=1), now + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, SHA256())
    )
    (folder / "sink.crt").write_bytes(made.public_bytes(Encoding.PEM))
    (folder / "sink.key").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return folder / "sink.crt", folder / "sink.key"


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
