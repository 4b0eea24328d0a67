"""The browser's side of the test push service: Mozilla's autopush messages over one WebSocket."""

import base64
import secrets
import time
from typing import Any

from aiohttp import WSMsgType, web

from tests.support.push_records import Ack, Channel, Received, Waiting

MOMENT = 5  # seconds for the ack of a message that must not wait (TTL 0)


class Autopush:
    def __init__(self) -> None:
        self.origin = ""
        self.acks: list[Ack] = []
        self.hellos: list[str] = []  # the uaid of every connection, in order
        self.channels: dict[str, Channel] = {}  # by endpoint
        self._sockets: dict[str, web.WebSocketResponse] = {}  # by uaid

    def register(self, uaid: str, channel_id: str, vapid_key: str | None) -> Channel:
        endpoint = f"{self.origin}/wpush/v2/{secrets.token_urlsafe(24)}"
        self.channels[endpoint] = Channel(channel_id, uaid, endpoint, vapid_key)
        return self.channels[endpoint]

    async def forget(self) -> None:
        self.channels.clear()
        for socket in list(self._sockets.values()):
            await socket.close()

    async def deliver(self, channel: Channel, message: Received, body: bytes) -> None:
        note: dict[str, Any] = {"messageType": "notification", "channelID": channel.id, "version": message.version}
        note["ttl"] = message.ttl
        if body:
            note["data"] = base64.urlsafe_b64encode(body).rstrip(b"=").decode()
            note["headers"] = {"encoding": "aes128gcm"}
        for version, older in list(channel.waiting.items()):  # RFC 8030 5.4: the newer replaces what still waits
            if message.topic and older.topic == message.topic:
                del channel.waiting[version]
        socket = self._sockets.get(channel.uaid)
        if message.ttl or socket:
            expires_at = time.time() + (message.ttl or MOMENT)
            channel.waiting[message.version] = Waiting(note, message.topic, expires_at)
        if socket:
            await socket.send_json(note)

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(protocols=("push-notification",))
        await socket.prepare(request)
        uaid = ""
        try:
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    uaid = await self._answer(socket, uaid, frame.json())
        finally:
            if self._sockets.get(uaid) is socket:
                del self._sockets[uaid]
        return socket

    async def _answer(self, socket: web.WebSocketResponse, uaid: str, message: dict[str, Any]) -> str:
        match message:
            case {"messageType": "hello"}:
                return await self._hello(socket, message.get("uaid"))
            case {"messageType": "register", "channelID": id_}:
                channel = self.register(uaid, id_, message.get("key"))
                answer = {"messageType": "register", "channelID": id_, "status": 200}
                await socket.send_json(answer | {"pushEndpoint": channel.endpoint})
            case {"messageType": "unregister", "channelID": id_}:
                self.channels = {key: known for key, known in self.channels.items() if known.id != id_}
                await socket.send_json({"messageType": "unregister", "channelID": id_, "status": 200})
            case {"messageType": "ack", "updates": updates}:
                for update in updates:
                    self._acknowledge(update)
            case {"messageType": "ping"} | {} if len(message) < 2:  # Firefox's ping is {}
                await socket.send_str("{}")
        return uaid

    async def _hello(self, socket: web.WebSocketResponse, claimed: str | None) -> str:
        known = [channel for channel in self.channels.values() if channel.uaid == claimed]
        uaid = claimed if claimed and known else secrets.token_hex(16)
        self.hellos.append(uaid)
        self._sockets[uaid] = socket
        answer = {"messageType": "hello", "uaid": uaid, "status": 200, "use_webpush": True, "broadcasts": {}}
        await socket.send_json(answer)
        for waiting in [waiting for channel in known for waiting in channel.waiting.values()]:
            if waiting.expires_at > time.time():
                await socket.send_json(waiting.note)
        return uaid

    def _acknowledge(self, update: dict[str, Any]) -> None:
        for channel in self.channels.values():
            if channel.id == update["channelID"]:
                channel.waiting.pop(update["version"], None)
                self.acks.append(Ack(channel.endpoint, update["version"], update.get("code", 100), time.time()))
