"""X-Forwarded-For is believed only from proxies that the operator named."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from backstory.kernel.proxies import TrustedProxies

TRUSTED = (ip_network("10.0.0.0/8"), ip_network("::1/128"))


def seen(peer, chain, **more):
    environ = {"REMOTE_ADDR": peer, "HTTP_X_FORWARDED_FOR": chain, "wsgi.url_scheme": "http"} | more
    TrustedProxies(lambda *_: None, TRUSTED)(environ, None)
    return environ


@pytest.mark.parametrize(
    ("peer", "chain", "address"),
    [
        ("192.0.2.1", "203.0.113.9", "192.0.2.1"),
        ("10.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "1.1.1.1, 203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "203.0.113.9, 10.0.0.2", "203.0.113.9"),
        ("::1", "2001:db8::5", "2001:db8::5"),
        ("10.0.0.1", "nonsense", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
    ],
)
def test_the_client_is_the_last_hop_that_is_not_ours(peer, chain, address):
    assert seen(peer, chain)["REMOTE_ADDR"] == address


def test_the_scheme_is_believed_only_from_a_proxy():
    assert seen("192.0.2.1", "", HTTP_X_FORWARDED_PROTO="https")["wsgi.url_scheme"] == "http"
    assert seen("10.0.0.1", "", HTTP_X_FORWARDED_PROTO="https")["wsgi.url_scheme"] == "https"
