"""What goes over the wire, judged by the RFC's own example, by Python's http_ece and by npm's. Firefox judges it in tests/e2e."""

from __future__ import annotations

import base64
import json
import subprocess
from pathlib import Path

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from backstory.reminders import messages
from backstory.reminders.encryption import encrypt

FRONTEND = Path(__file__).parents[2] / "frontend"
# RFC 8291, section 5 and appendix A.
WORDS = b"When I grow up, I want to be a watermelon"
SENDERS, PHONES = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw", "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
POINT = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH, SALT = "BTBZMqHH6r4Tts7J_aSIgg", "DGv6ra1nlYgDCS1FRnbzlw"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
    "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


class Phone:
    def __init__(self, key=None, auth=b"0123456789abcdef"):
        self.key, self.secret = key or generate_private_key(SECP256R1()), auth
        self.p256dh = text(self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))
        self.auth = text(auth)

    def read(self, body):
        return http_ece.decrypt(body, private_key=self.key, auth_secret=self.secret, version="aes128gcm")


def text(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def base64url(written):
    return base64.urlsafe_b64decode(written + "=" * (-len(written) % 4))


def private(written):
    return derive_private_key(int.from_bytes(base64url(written), "big"), SECP256R1())


@pytest.fixture
def phone():
    return Phone()


def test_the_example_of_rfc_8291_comes_out_byte_for_byte():
    """Of the library that encrypts for us: with keys and salts of its own choice, nothing could be compared."""
    with_the_rfcs_keys = {"private_key": private(SENDERS), "dh": base64url(POINT), "auth_secret": base64url(AUTH)}
    assert text(http_ece.encrypt(WORDS, salt=base64url(SALT), version="aes128gcm", **with_the_rfcs_keys)) == BODY


def test_the_judge_reads_the_example_too():
    assert Phone(private(PHONES), base64url(AUTH)).read(base64url(BODY)) == WORDS


@pytest.mark.parametrize("length", [1, messages.LENGTH, 3993])
def test_what_we_encrypt_is_read_whatever_its_length(phone, length):
    body = encrypt(b"x" * length, phone.p256dh, phone.auth)
    assert phone.read(body) == b"x" * length
    assert len(body) == 86 + length + 17 <= 4096


def test_it_never_looks_the_same(phone):
    bodies = [encrypt(b"{}".ljust(messages.LENGTH), phone.p256dh, phone.auth) for _ in range(50)]
    assert len({body[:16] for body in bodies}) == 50  # salts
    assert len({body[21:86] for body in bodies}) == 50  # keys
    assert {len(body) for body in bodies} == {86 + messages.LENGTH + 17}


def test_npms_http_ece_reads_it(phone):
    said = "Grüße, 10 Uhr ✓".encode().ljust(messages.LENGTH)
    number = phone.key.private_numbers().private_value.to_bytes(32, "big")
    given = {"body": text(encrypt(said, phone.p256dh, phone.auth)), "key": text(number), "auth": phone.auth}
    code = """
        const ece = require("http_ece"), given = JSON.parse(require("fs").readFileSync(0, "utf8"));
        const phone = require("crypto").createECDH("prime256v1");
        phone.setPrivateKey(Buffer.from(given.key, "base64url"));
        const asked = { version: "aes128gcm", privateKey: phone, authSecret: given.auth };
        process.stdout.write(ece.decrypt(Buffer.from(given.body, "base64url"), asked));
    """
    done = subprocess.run(["node", "-e", code], cwd=FRONTEND, input=json.dumps(given).encode(), capture_output=True, check=False)
    assert (done.stderr.decode(), done.stdout) == ("", said)
