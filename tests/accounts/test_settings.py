"""Settings refuse bad values at the start, in one line that never repeats a value."""

from __future__ import annotations

import pytest

from backstory.kernel import settings
from backstory.kernel.settings import BadSettings

GOOD = {"SECRET_KEY": "k" * 40, "VAPID_PRIVATE_KEY": "v", "PUBLIC_URL": "https://backstory.example.org", "ENV": "production"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENV", "staging"),
        ("PORT", "0"),
        ("PORT", "many"),
        ("DATABASE_URL", "mysql://x"),
        ("PUBLIC_URL", "backstory.example.org"),
        ("PUBLIC_URL", "https://example.org/path"),
        ("TRUSTED_PROXIES", "10.0.0.0/99"),
        ("PUSH_HOSTS", "https://push.example"),
        ("PUSH_HOSTS", "user@push.example"),
        ("PUSH_HOSTS", "push.example/path"),
        ("SECRET_KEY", "short-secret"),
        ("VAPID_SUBJECT", "somebody"),
        ("EMERGENCY_NUMBER", "call us"),
        ("SECOND_FACTOR", "off"),
        ("REAUTH", "off"),
        ("SECRETKEY", "typing-error"),
    ],
)
def test_a_bad_value_stops_the_start_and_is_named_but_not_repeated(monkeypatch, name, value):
    monkeypatch.setenv(f"BACKSTORY_{name}", value)
    with pytest.raises(BadSettings) as stopped:
        settings.load()
    assert name in str(stopped.value)
    assert value in ("off", "0") or value not in str(stopped.value)


@pytest.mark.parametrize("name", ["SECRET_KEY", "VAPID_PRIVATE_KEY", "PUBLIC_URL"])
def test_production_needs_its_secrets(monkeypatch, name):
    for key, value in GOOD.items():
        monkeypatch.setenv(f"BACKSTORY_{key}", value)
    assert settings.load().secure
    monkeypatch.delenv(f"BACKSTORY_{name}")
    with pytest.raises(BadSettings, match=name):
        settings.load()


def test_production_needs_https(monkeypatch):
    for key, value in (GOOD | {"PUBLIC_URL": "http://backstory.example.org"}).items():
        monkeypatch.setenv(f"BACKSTORY_{key}", value)
    with pytest.raises(BadSettings, match="PUBLIC_URL"):
        settings.load()


def test_a_secret_is_made_once_with_mode_0600(tmp_path):
    first = settings.load(data_dir=tmp_path).secret
    assert settings.load(data_dir=tmp_path).secret == first
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600
