"""A push service on loopback: Mozilla's autopush for Firefox, RFC 8030 and RFC 8292 for our server.

`with PushService() as push:` then point Firefox at `push.ws_url`, or use a `PushDevice` and no browser.
It judges what a real service judges (VAPID, TTL, encoding, size) and misbehaves when told to.
"""

import asyncio
import secrets
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Self

from aiohttp import web

from tests.support.autopush import Autopush
from tests.support.push_records import Ack, Behaviour, Channel, Received
from tests.support.vapid import VapidRefused, verify_vapid

MAX_BODY = 4096


class PushService:
    def __init__(self) -> None:
        self.received: list[Received] = []
        self._browsers = Autopush()
        self._behaviours: dict[str | None, Behaviour] = {}  # by endpoint
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Self:
        app = web.Application(client_max_size=1 << 20)
        app.add_routes([web.get("/", self._browsers.serve), web.post("/wpush/v2/{secret}", self._message)])
        self._runner = web.AppRunner(app, shutdown_timeout=0.2)
        self._thread.start()
        self._run(self._listen())
        self._browsers.origin = self.origin
        return self

    def __exit__(self, *exc: object) -> None:
        self._run(self._runner.cleanup())
        self._run(_cancel_the_rest())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    @property
    def host(self) -> str:
        """As the setting BACKSTORY_PUSH_HOSTS wants it."""
        return "{}:{}".format(*self._runner.addresses[0])

    @property
    def origin(self) -> str:
        return f"http://{self.host}"

    @property
    def ws_url(self) -> str:
        return f"ws://{self.host}/"

    @property
    def acks(self) -> list[Ack]:
        return self._browsers.acks

    @property
    def hellos(self) -> list[str]:
        return self._browsers.hellos

    @property
    def endpoints(self) -> list[str]:
        return list(self._browsers.channels)

    def acks_of(self, endpoint: str) -> list[Ack]:
        return [ack for ack in self.acks if ack.endpoint == endpoint]

    def received_by(self, endpoint: str) -> list[Received]:
        return [message for message in self.received if message.endpoint == endpoint]

    def behave(self, behaviour: Behaviour, endpoint: str | None = None) -> None:
        """Without an endpoint: for every one that has no behaviour of its own."""
        self._behaviours[endpoint] = behaviour

    def register(self, vapid_key: str | None = None) -> str:
        """An endpoint without a browser behind it."""
        return self._browsers.register(secrets.token_hex(8), secrets.token_hex(8), vapid_key).endpoint

    def forget_browsers(self) -> None:
        """As after losing its data: old endpoints are gone, the next hello gets another uaid."""
        self._run(self._browsers.forget())

    def wait_until(self, check: Callable[[], Any], seconds: float = 10) -> Any:
        deadline = time.monotonic() + seconds
        while not (found := check()):
            if time.monotonic() > deadline:
                raise TimeoutError(f"not within {seconds} s; received {self.received}, acks {self.acks}")
            time.sleep(0.01)
        return found

    def _run(self, work: Any) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _listen(self) -> None:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()

    async def _message(self, request: web.Request) -> web.StreamResponse:
        endpoint, body = self.origin + request.path, await request.read()
        channel = self._browsers.channels.get(endpoint)
        behaviour = Behaviour()
        status, reason = self._judge(request, channel, body)
        if status == 201:
            behaviour = self._behaviour(endpoint)
            status = behaviour.status
        ttl, urgency, topic = (request.headers.get(name) for name in ("TTL", "Urgency", "Topic"))
        seconds = int(ttl) if ttl and ttl.isdigit() else None
        version = secrets.token_urlsafe(12)
        message = Received(endpoint, version, status, reason, seconds, urgency, topic, body, time.time())
        self.received.append(message)
        if channel and status < 300:
            await self._browsers.deliver(channel, message, _damaged(body) if behaviour.corrupt else body)
        await asyncio.sleep(behaviour.delay)
        headers = {"Location": f"{self.origin}/m/{version}"} if status == 201 else {}
        return await _answer(request, status, headers | behaviour.headers, reason, behaviour.drip)

    def _judge(self, request: web.Request, channel: Channel | None, body: bytes) -> tuple[int, str]:
        if channel is None:
            return 410, "no such subscription"
        try:
            verify_vapid(request.headers.get("Authorization", ""), self.origin, channel.vapid_key)
        except VapidRefused as refused:
            return refused.status, str(refused)
        if not request.headers.get("TTL", "").isdigit():
            return 400, "no TTL"
        if body and request.headers.get("Content-Encoding") != "aes128gcm":
            return 415, "not aes128gcm"
        return (413, f"over {MAX_BODY} bytes") if len(body) > MAX_BODY else (201, "")

    def _behaviour(self, endpoint: str) -> Behaviour:
        key = endpoint if endpoint in self._behaviours else None
        behaviour = self._behaviours.get(key, Behaviour())
        if behaviour.times is not None:
            behaviour.times -= 1
            if behaviour.times <= 0:
                self._behaviours.pop(key, None)
        return behaviour


async def _cancel_the_rest() -> None:
    """Answers that were told to wait for longer than anybody does."""
    rest = asyncio.all_tasks() - {asyncio.current_task()}
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)


def _damaged(body: bytes) -> bytes:
    return body[:-1] + bytes([body[-1] ^ 1])


async def _answer(request: web.Request, status: int, headers: dict[str, str], text: str, drip: float) -> web.StreamResponse:
    if not drip:
        return web.Response(status=status, headers=headers, text=text)
    slow = web.StreamResponse(status=status, headers=headers)
    with suppress(ConnectionError):  # whoever asked has left
        await slow.prepare(request)
        while request.transport and not request.transport.is_closing():
            await slow.write(b" ")
            await asyncio.sleep(drip)
    return slow
