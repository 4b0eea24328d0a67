"""The endpoint is what a stranger typed and what our server will call."""

from __future__ import annotations

import socket

import pytest

from backstory.kernel.settings import Settings
from backstory.reminders import endpoints
from backstory.reminders.endpoints import PushHostNotAllowed, address_of, is_public, judge

PLAIN = Settings(env="production", secret_key="x" * 40, vapid_private_key="x", public_url="https://backstory.example.org")
OWN = PLAIN.model_copy(update={"push_hosts": ("push.example.org", "10.0.0.7:8443", "[fd00::7]:8443")})
TEST = Settings(env="test", push_hosts=("127.0.0.1:9000",))

GOOD = [
    "https://fcm.googleapis.com/fcm/send/abc:APA91bH-_%3D",
    "https://jmt17.google.com/fcm/send/x",
    "https://updates.push.services.mozilla.com/wpush/v2/gAAAA",
    "https://web.push.apple.com/QGuQyavX",
    "https://api.push.apple.com/x",
    "https://wns2-par02p.notify.windows.com/w/?token=BQY%2fab%3d%3d",
    "https://fcm.googleapis.com:443/fcm/send/x",
    "HTTPS://FCM.GoogleAPIs.com/fcm/send/x",
    "https://fcm.googleapis.com/" + "x" * (2048 - 27),
]
HOSTILE = [
    "",
    "x",
    "fcm.googleapis.com/x",
    "//fcm.googleapis.com/x",
    "http://fcm.googleapis.com/x",
    "ftp://fcm.googleapis.com/x",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "https:///x",
    "https://fcm.googleapis.com:80/x",
    "https://fcm.googleapis.com:8443/x",
    "https://fcm.googleapis.com:0/x",
    "https://fcm.googleapis.com:65536/x",
    "https://fcm.googleapis.com:443a/x",
    "https://user@fcm.googleapis.com/x",
    "https://user:pass@fcm.googleapis.com/x",
    "https://@fcm.googleapis.com/x",
    "https://fcm.googleapis.com@evil.example/x",
    "https://evil.example#@fcm.googleapis.com/x",
    "https://evil.example\\@fcm.googleapis.com/x",
    "https://evil.example\\.fcm.googleapis.com/x",
    "https://fcm.googleapis.com/x#fragment",
    "https://fcm.googleapis.com/x#",
    "https://fcm.googleapis.com./x",
    "https://fcm.googleapis.com..push.apple.com./x",
    "https://.push.apple.com/x",
    "https://push.apple.com/x",
    "https://a..push.apple.com/x",
    "https://evilpush.apple.com/x",
    "https://push.apple.com.evil.example/x",
    "https://evil.example/.push.apple.com",
    "https://evil.example?.push.apple.com",
    "https://web.push.apple.com.evil.example/x",
    "https://notify.windows.com/x",
    "https://xnotify.windows.com/x",
    "https://fcm.googleapis.com.evil.example/x",
    "https://fcm-googleapis.com/x",
    "https://fcm.googleapis.com%2eevil.example/x",
    "https://fcm.googleapis.com%00.evil.example/x",
    "https://evil.example%2f.push.apple.com/x",
    "https://fcm.googleapis.com\t.evil.example/x",
    "https://fcm.googleapis.com/x\r\nHost: evil.example",
    " https://fcm.googleapis.com/x",
    "https://fcm.googleapis.com/x y",
    "https://fcm。googleapis。com/x",
    "https://f\u0441m.googleapis.com/x",
    "https://xn--fm-mlc.googleapis.com/x",
    "https://ⓕcm.googleapis.com/x",
    "https://localhost/x",
    "https://127.0.0.1/x",
    "https://127.1/x",
    "https://0.0.0.0/x",
    "https://0/x",
    "https://2130706433/x",
    "https://0177.0.0.1/x",
    "https://0x7f.0.0.1/x",
    "https://0x7f000001/x",
    "https://169.254.169.254/latest/meta-data",
    "https://10.0.0.7/x",
    "https://[::1]/x",
    "https://[::ffff:127.0.0.1]/x",
    "https://[::ffff:7f00:1]/x",
    "https://[fe80::1%25eth0]/x",
    "https://[::]/x",
    "https://[::1/x",
    "https://fcm.googleapis.com/" + "x" * (2049 - 27),
]

PRIVATE = [
    ("127.0.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
    ("224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1"),
    ("::1", "::", "fe80::1", "fe80::1%2", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1"),
    ("::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2001:0:4136:e378:8000:63bf:3fff:fdd2"),
]


@pytest.mark.parametrize("text", GOOD)
def test_a_listed_push_service_is_taken_and_its_address_stays_as_it_was(text):
    endpoint = judge(text, PLAIN)
    assert endpoint.port == 443 and not endpoint.trusted
    assert endpoint.url.raw_path_qs in text


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("settings", [PLAIN, OWN, TEST], ids=["plain", "own", "test"])
def test_anything_else_is_refused_in_the_same_words(text, settings):
    with pytest.raises(PushHostNotAllowed) as refused:
        judge(text, settings)
    assert (refused.value.status, refused.value.code) == (422, "push_host_not_allowed")
    assert refused.value.errors == [{"path": "endpoint", "code": "push_host_not_allowed"}]


def test_the_operators_own_hosts_are_exact():
    for good in ("https://push.example.org/x", "https://10.0.0.7:8443/x", "https://[fd00::7]:8443/x"):
        assert judge(good, OWN).trusted
    for bad in ("https://push.example.org:8443/x", "https://a.push.example.org/x", "https://10.0.0.7:8444/x", "http://push.example.org/x"):
        with pytest.raises(PushHostNotAllowed):
            judge(bad, OWN)


def test_plain_http_is_for_tests_and_listed_hosts():
    assert judge("http://127.0.0.1:9000/wpush/v2/x", TEST).origin == "http://127.0.0.1:9000"
    with pytest.raises(PushHostNotAllowed):
        judge("http://127.0.0.1:9000/x", TEST.model_copy(update={"env": "development"}))
    with pytest.raises(PushHostNotAllowed):
        judge("http://127.0.0.1:9001/x", TEST)


@pytest.mark.parametrize(
    ("text", "origin"), [(GOOD[0], "https://fcm.googleapis.com"), (GOOD[6], "https://fcm.googleapis.com"), (GOOD[7], "https://fcm.googleapis.com")]
)
def test_the_origin_is_as_push_services_spell_their_own(text, origin):
    assert judge(text, PLAIN).origin == origin


@pytest.mark.parametrize("address", [address for line in PRIVATE for address in line])
def test_an_address_that_is_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "142.250.1.1", "2a00:1450:4001::5f", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_a_public_address(address):
    assert is_public(address)


@pytest.mark.parametrize(
    ("addresses", "wanted"),
    [(["8.8.8.8"], "allowed"), (["127.0.0.1"], "refused"), (["10.0.0.1", "::1"], "refused"), (["10.0.0.1", "8.8.8.8"], "allowed"), (None, "unknown")],
)
def test_a_listed_name_is_judged_by_where_it_leads(monkeypatch, addresses, wanted):
    def resolve(*_asked, **_more):
        if addresses is None:
            raise socket.gaierror
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in addresses]

    monkeypatch.setattr(endpoints.socket, "getaddrinfo", resolve)
    assert address_of(judge(GOOD[0], PLAIN)) == wanted
    assert address_of(judge("http://127.0.0.1:9000/x", TEST)) == "allowed"
