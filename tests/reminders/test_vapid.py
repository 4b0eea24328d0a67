"""Our name towards push services."""

from __future__ import annotations

import base64
import time
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, SECP384R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from backstory.kernel.settings import BadSettings, Settings, kept
from backstory.reminders.vapid import Vapid, vapid
from tests.support.vapid import verify_vapid

ORIGIN, SUBJECT = "https://fcm.googleapis.com", "mailto:ops@example.org"
KEY = generate_private_key(SECP256R1())
RAW = base64.urlsafe_b64encode(KEY.private_numbers().private_value.to_bytes(32, "big")).rstrip(b"=").decode()
POINT = base64.urlsafe_b64encode(KEY.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)).rstrip(b"=").decode()


def pem(key, form=PrivateFormat.PKCS8):
    return key.private_bytes(Encoding.PEM, form, NoEncryption()).decode()


def test_the_key_may_be_raw_or_pem_also_on_one_line():
    for text in (RAW, RAW + "=", f" {RAW}\n", pem(KEY), pem(KEY, PrivateFormat.TraditionalOpenSSL), pem(KEY).replace("\n", "\\n")):
        assert Vapid(text, SUBJECT).public_key == POINT


def test_anything_else_stops_the_start_and_is_not_repeated():
    for text in (
        "x",
        "secret words",
        RAW[:-4],
        RAW + "AAAA",
        pem(generate_private_key(SECP384R1())),
        "-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----",
    ):
        with pytest.raises(BadSettings) as bad:
            Vapid(text, SUBJECT)
        assert str(bad.value).startswith("BACKSTORY_VAPID_PRIVATE_KEY: ") and text not in str(bad.value)


def test_a_subject_that_push_services_refuse_stops_the_start():
    with pytest.raises(BadSettings, match="BACKSTORY_VAPID_SUBJECT"):
        Vapid(RAW, "mailto:nobody")


def test_a_header_is_signed_once_for_hours_and_for_each_origin():
    ours = Vapid(RAW, SUBJECT)
    with time_machine.travel("2026-11-22T20:00:00Z", tick=False) as clock:
        first = ours.authorization(ORIGIN)
        assert verify_vapid(first, ORIGIN, POINT)["sub"] == SUBJECT
        assert ours.authorization("https://web.push.apple.com") != first
        clock.shift(6 * 3600)
        assert ours.authorization(ORIGIN) == first
        clock.shift(1)
        second = ours.authorization(ORIGIN)
        assert second != first and verify_vapid(second, ORIGIN, POINT)


def test_headers_do_not_pile_up():
    ours = Vapid(RAW, SUBJECT)
    for number in range(1500):
        ours.authorization(f"https://a{number}.notify.windows.com")
    assert len(ours._headers) <= 1000


def test_a_key_is_made_once_and_kept_for_the_owner_alone(tmp_path):
    first, second = (vapid(Settings(env="test", data_dir=tmp_path)).public_key for _ in range(2))
    vapid.cache_clear()
    assert first == second == vapid(Settings(env="test", data_dir=tmp_path)).public_key
    assert (tmp_path / "vapid.key").stat().st_mode & 0o777 == 0o600


def test_the_web_and_the_worker_that_start_together_keep_one_key(tmp_path):
    def slowly():
        time.sleep(0.05)
        return str(uuid4())

    with ThreadPoolExecutor(8) as starts:
        found = set(starts.map(lambda _: kept(tmp_path / "new" / "some.key", slowly), range(8)))
    assert len(found) == 1 and len(found.pop()) == 36
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["some.key"]
