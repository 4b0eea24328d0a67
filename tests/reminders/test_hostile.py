# ruff: noqa: RUF001  # letters that look like others are what this is about
"""Endpoints made to reach what they must not, or to hold up what they can. Whoever must not be reached counts who came: nobody."""

from __future__ import annotations

import asyncio
import socket
import time
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from backstory.kernel.db import Database
from backstory.kernel.jobs import Work
from backstory.kernel.settings import Settings
from backstory.reminders import jobs, lanes
from backstory.reminders.endpoints import PushHostNotAllowed, judge
from backstory.reminders.models import PushSubscription
from backstory.reminders.prompts import Device
from backstory.reminders.push import sender
from tests.reminders.conftest import TONIGHT, Phone, rule_of
from tests.support import sinks
from tests.support.push_device import PushDevice
from tests.support.push_records import Behaviour
from tests.support.sinks import Sink

PUBLIC, PRIVATE = "8.8.8.8", "127.0.0.1"
FCM = "fcm.googleapis.com"

# {port} is the sink's. Every spelling of this machine, and every host that only looks like a push service's.
HOSTS = {
    "userinfo": ["x@127.0.0.1:{port}", "x:y@127.0.0.1:{port}", f"{FCM}@127.0.0.1:{{port}}", f"{FCM}:443@127.0.0.1:{{port}}", f"127.0.0.1:{{port}}@{FCM}"],
    "ports": [
        f"{FCM}:{{port}}",
        f"{FCM}:80",
        f"{FCM}:8443",
        "web.push.apple.com:{port}",
        f"{FCM}:443:{{port}}",
        f"{FCM}:0",
        f"{FCM}:+443",
        f"{FCM}:0443",
        f"{FCM}:",
        f"{FCM}:４４３",
    ],
    "loopback": ["127.0.0.1:{port}", "localhost:{port}", "127.0.0.1", "[::1]:{port}", "[::1]", "[0:0:0:0:0:0:0:1]:{port}", "[::1%25lo]:{port}", "[::1%lo]"],
    "any": ["0.0.0.0:{port}", "0.0.0.0", "0:{port}", "0", "[::]:{port}", "[::]"],
    "mapped": ["[::ffff:127.0.0.1]:{port}", "[::ffff:7f00:1]:{port}", "[::127.0.0.1]:{port}", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[::ffff:0:127.0.0.1]"],
    "decimal": ["2130706433:{port}", "2130706433", "127.1:{port}", "127.0.1:{port}"],
    "octal": ["0177.0.0.1:{port}", "017700000001:{port}", "0177.1"],
    "hex": ["0x7f.0.0.1:{port}", "0x7f000001:{port}", "0x7f.1", "0X7F000001"],
    "trailing dot": [f"{FCM}.", f"{FCM}.:443", "127.0.0.1.:{port}", "localhost.:{port}", "web.push.apple.com.", "x.notify.windows.com."],
    "idn": [
        "xn--fm-mlc.googleapis.com",
        "fсm.googleapis.com",
        "ⓛocalhost:{port}",
        "①②⑦.⓪.⓪.①:{port}",
        "127。0。0。1:{port}",
        "１２７.0.0.1:{port}",
        "fcm.googleapis.com",
        "x.push.apple。com",
        "xn--.push.apple.com.evil.example",
        "x.push.аpple.com",
        "fcm.googleapis.com\u200b",
        "fcm\u00ad.googleapis.com",
    ],
    "look-alike": [
        f"{FCM}.evil.example",
        f"evil{FCM}",
        "evil-fcm.googleapis.com",
        "googleapis.com",
        "evilpush.apple.com",
        "push.apple.com",
        "notify.windows.com",
        "xnotify.windows.com",
        "x.push.apple.com.evil.example",
        "x.push-apple.com",
        ".push.apple.com",
        "a..push.apple.com",
        "-x.push.apple.com",
        "x_.push.apple.com",
    ],
    "split": [
        f"evil.example\\.{FCM}",
        f"{FCM}%2eevil.example",
        f"{FCM}%00.evil.example",
        f"{FCM}\t",
        f"evil.example?.{FCM}",
        f"evil.example#.{FCM}",
        "evil.example/.push.apple.com",
        f"{FCM}\r\nHost: x",
        f"{FCM};x",
        f"{FCM}%40evil.example",
        f"[{FCM}]",
        "[127.0.0.1]:{port}",
    ],
}
TABLE = [(why, host) for why, hosts in HOSTS.items() for host in hosts if host != FCM]


class Wire:
    """This machine and the names that lead to it. `called` are the addresses that somebody connected to, `asked` the names that were
    looked up; `leads` says where to: an answer is used once, the last one for ever."""

    def __init__(self, sink):
        self.sink, self.called, self.asked, self.leads = sink, [], [], {}
        self._connect, self._look_up = asyncio.selector_events.BaseSelectorEventLoop.sock_connect, socket.getaddrinfo

    @property
    def silent(self):
        return (self.sink.connections, self.called) == (0, [])

    async def connect(self, loop, sock, address):
        """What is private is brought to the sink, whatever the port, which counts it; nothing leaves this machine."""
        self.called.append(address[:2])
        if address[0] == PUBLIC:
            raise ConnectionRefusedError
        inside = "127.0.0.1" if sock.family == socket.AF_INET else "::1"
        await self._connect(loop, sock, (inside, self.sink.port) if address[1] in (80, 443) else address)

    def look_up(self, host, port, *more, **options):
        if host not in self.leads:
            if host in ("127.0.0.1", "::1", "localhost"):
                return self._look_up(host, port, *more, **options)
            raise socket.gaierror(socket.EAI_NONAME, "no such name here")
        self.asked.append(host)
        answers = self.leads[host]
        found = answers.pop(0) if len(answers) > 1 else answers[0]
        return [(socket.AF_INET6 if ":" in one else socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found]


@pytest.fixture
def wire(monkeypatch):
    with Sink() as sink:
        made = Wire(sink)
        monkeypatch.setattr(asyncio.selector_events.BaseSelectorEventLoop, "sock_connect", lambda *asked: made.connect(*asked))
        monkeypatch.setattr(socket, "getaddrinfo", made.look_up)
        yield made


class Anyone(PushDevice):
    """Keys to encrypt to, wherever the endpoint says."""

    def __init__(self, endpoint):
        class Nowhere:
            def register(self, _key):
                return endpoint

        super().__init__(Nowhere())

    @property
    def device(self):
        keys = self.subscription["keys"]
        return Device(uuid4(), uuid4(), self.endpoint, keys["p256dh"], keys["auth"])


def send(settings, *endpoints, each=lambda _number, _outcome: None):
    async def all_of_them():
        async with sender(settings) as opened:

            async def one(number, endpoint):
                outcome = await opened.send(Anyone(endpoint).device, b"{}", ttl=60, topic="x" * 32, now=datetime.now(UTC))
                each(number, outcome)
                return outcome

            return await asyncio.gather(*(one(number, endpoint) for number, endpoint in enumerate(endpoints)))

    return asyncio.run(all_of_them())


@pytest.fixture
def plain(tmp_path):
    """No host of the operator's own, in the environment that allows the most."""
    return Settings(env="test", data_dir=tmp_path, secret_key="x" * 40)


@pytest.mark.parametrize("scheme", ["https", "http"])
@pytest.mark.parametrize("why_host", TABLE, ids=" ".join)
def test_no_spelling_of_another_host_is_called(plain, wire, why_host, scheme):
    _why, host = why_host
    written = host.format(port=wire.sink.port)
    wire.leads.update({name: [[PRIVATE]] for name in {written, written.split("@")[-1].rsplit(":", 1)[0]} - {FCM}})
    endpoint = f"{scheme}://{written}/x"
    for settings in (plain, plain.model_copy(update={"push_hosts": ("push.example.org", "127.0.0.1:1")})):
        with pytest.raises(PushHostNotAllowed):
            judge(endpoint, settings)
        assert [outcome.failure for outcome in send(settings, endpoint)] == ["host_not_allowed"]
    assert wire.silent


def test_none_of_them_is_kept_when_it_is_offered(pat, push, wire):
    offered = Phone(push, pat)
    for _why, host in TABLE:
        answer = offered.offer(endpoint=f"https://{host.format(port=wire.sink.port)}/x")
        assert (answer.status_code, answer.json["code"]) == (422, "push_host_not_allowed"), host
    assert pat.client.get("/api/v1/push/subscriptions").json["items"] == []
    assert wire.silent


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "192.168.0.1", "0.0.0.0", "::1", "::", "::ffff:127.0.0.1", "fd00::1", "fe80::1"]
)
def test_a_listed_name_that_leads_inside_is_called_by_nobody(plain, wire, address):
    wire.leads[FCM] = [[address]]
    [outcome] = send(plain, f"https://{FCM}/x")
    assert outcome.failure == "host_not_allowed"
    assert wire.silent and wire.asked == [FCM]


def test_a_name_that_leads_inside_when_it_is_offered_is_refused(pat, push, wire):
    wire.leads["x.push.apple.com"] = [[PRIVATE]]
    answer = Phone(push, pat).offer(endpoint="https://x.push.apple.com/x")
    assert (answer.status_code, answer.json["code"]) == (422, "push_host_not_allowed")
    assert wire.silent


def test_a_name_that_leads_inside_only_when_something_is_sent(wire, phone, rule, work_at, database):
    wire.leads["x.push.apple.com"] = [[PUBLIC], [PRIVATE]]
    wire.called.clear()  # it was made active by the push service of these tests
    assert phone.offer(endpoint="https://x.push.apple.com/x").status_code == 200
    phone.service.wait_until(lambda: len(wire.asked) == 2)  # it was judged, and then its token was to be sent
    with database.transaction() as session:
        session.get(PushSubscription, (phone.owner.person_id, phone.id)).activated_at = datetime.now(UTC)
    work_at(TONIGHT)
    assert rule.last == ("missed", "host_not_allowed")
    assert wire.silent


def test_the_address_that_was_judged_is_the_one_that_is_called(plain, wire):
    """Whoever looked it up a second time would be led inside."""
    wire.leads[FCM] = [[PUBLIC], [PRIVATE]]
    [outcome] = send(plain, f"https://{FCM}/x")
    assert outcome.failure == "unreachable"
    assert (wire.asked, wire.sink.connections, wire.called) == ([FCM], 0, [(PUBLIC, 443)])


def test_of_several_addresses_only_the_public_ones_are_called(plain, wire):
    wire.leads[FCM] = [[PRIVATE, "::1", PUBLIC, "10.0.0.1"]]
    [outcome] = send(plain, f"https://{FCM}/x")
    assert outcome.failure == "unreachable"
    assert (wire.sink.connections, wire.called) == (0, [(PUBLIC, 443)])


@pytest.mark.parametrize("status", [300, 301, 302, 303, 304, 305, 307, 308])
def test_nobody_follows_a_redirect(phone, rule, work_at, status):
    with Sink() as sink:
        inside = {"Location": f"http://{sink.host}/inside", "Refresh": f"0; url=http://{sink.host}/"}
        phone.service.behave(Behaviour(status=status, headers=inside), phone.endpoint)
        work_at(TONIGHT)
        assert sink.connections == 0
    assert rule.last == ("missed", "rejected")


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (sinks.says_nothing, "unreachable"),
        (sinks.does_not_read, "unreachable"),
        (sinks.drips_its_head, "unreachable"),
        (sinks.drips_its_body, None),
        (sinks.has_a_body_without_end, None),
        (sinks.has_a_head_without_end, "unreachable"),
        (sinks.has_a_line_without_end, "unreachable"),
        (sinks.goes_on_and_on_continuing, "unreachable"),
        (sinks.is_no_web_server, "unreachable"),
    ],
    ids=lambda given: getattr(given, "__name__", str(given)),
)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_who_does_not_end_is_left_at_the_deadline_and_little_is_read(monkeypatch, plain, answer, failure, scheme):
    monkeypatch.setattr(lanes, "DEADLINE_SECONDS", 0.8)
    with Sink(answer) as hostile:
        began = time.monotonic()
        [outcome] = send(plain.model_copy(update={"push_hosts": (hostile.host,)}), f"{scheme}://{hostile.host}/x")
        took = time.monotonic() - began
        assert hostile.connections == 1
    assert outcome.failure == (failure if scheme == "http" else "unreachable")  # what is no TLS says nothing that we hear
    assert took < 5
    assert hostile.sent < 8_000_000 or answer is sinks.goes_on_and_on_continuing


def test_a_host_that_never_answers_does_not_delay_another_nor_its_own_good_endpoints_much(monkeypatch, plain, push):
    monkeypatch.setattr(lanes, "QUICK_SECONDS", 0.7)
    good = [push.register() for _ in range(40)]
    order = []
    with Sink(sinks.says_nothing) as hostile:
        allowed = plain.model_copy(update={"push_hosts": (hostile.host, push.host)})
        monkeypatch.setattr(lanes, "DEADLINE_SECONDS", 4)
        outcomes = send(allowed, *[f"http://{hostile.host}/{number}" for number in range(400)], *good, each=lambda number, _outcome: order.append(number))
    assert [outcome.failure for outcome in outcomes[400:]] == [None] * 40
    assert {outcome.failure for outcome in outcomes[:400]} == {"unreachable"}
    last_good = max(order.index(number) for number in range(400, 440))
    assert last_good < 240  # most of the 400 that hang were not over


def test_endpoints_that_hang_let_the_others_of_their_own_service_through(monkeypatch, plain, push):
    monkeypatch.setattr(lanes, "QUICK_SECONDS", 0.7)
    monkeypatch.setattr(lanes, "DEADLINE_SECONDS", 4)
    hanging, good = [push.register() for _ in range(100)], [push.register() for _ in range(40)]
    for endpoint in hanging:
        push.behave(Behaviour(delay=60), endpoint)
    began, at = time.monotonic(), {}
    outcomes = send(
        plain.model_copy(update={"push_hosts": (push.host,)}), *hanging, *good, each=lambda number, _outcome: at.setdefault(number, time.monotonic() - began)
    )
    assert [outcome.failure for outcome in outcomes[100:]] == [None] * 40
    assert max(at[number] for number in range(100, 140)) < max(at[number] for number in range(100))


@pytest.mark.usefixtures("app")
def test_a_hundred_that_hang_do_not_hold_up_pats_reminder(monkeypatch, phone, rule, enter, settings):
    """Through the worker, with little room: theirs were due first."""
    monkeypatch.setattr(lanes, "ROOM", 24)
    monkeypatch.setattr(lanes, "SHARE", 16)
    monkeypatch.setattr(lanes, "QUICK_PLACES", 8)
    monkeypatch.setattr(lanes, "DEADLINE_SECONDS", 3)
    database = Database(settings.database)
    with Sink(sinks.says_nothing) as hostile:
        for number in range(10):
            someone = enter(f"evil{number}", "patient")
            rule_of(someone).change(at="19:59")
            with database.transaction() as session:
                for _ in range(10):
                    keys = Anyone("x").subscription["keys"]
                    more = {"name": "x", "made_at": datetime.now(UTC), "activated_at": datetime.now(UTC)}
                    session.add(PushSubscription(person_id=someone.person_id, id=uuid4(), endpoint=f"http://{hostile.host}/{number}", **keys, **more))
        began = time.time()
        jobs.tick(Work(settings.model_copy(update={"push_hosts": (*settings.push_hosts, hostile.host)}), database, lambda: TONIGHT))
        assert hostile.connections > 10
    database.engine.dispose()
    [message] = phone.received
    assert message.at - began < 6  # theirs take twelve and more
    assert rule.last == ("sent", None)


def test_one_service_takes_up_only_a_share_of_the_room():
    async def waiting():
        made = lanes.Lanes()
        hang = asyncio.Event()

        async def never():
            await hang.wait()

        tasks = [asyncio.create_task(made.run("one", never)) for _ in range(500)]
        await asyncio.sleep(0.05)
        found = made.room()
        hang.set()
        await asyncio.gather(*tasks)
        return found, made.room()

    assert asyncio.run(waiting()) == (lanes.ROOM - lanes.SHARE, lanes.ROOM)
