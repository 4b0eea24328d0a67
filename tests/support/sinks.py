"""Hosts that must not be reached, and hosts that do not play by the rules. They count who connects, and how much they could send."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Self

Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


class Sink:
    """On a port of its own, on IPv4 and IPv6 loopback. `connections` is how often somebody came."""

    def __init__(self, answer: Answer | None = None) -> None:
        self.connections, self.sent = 0, 0
        self._answer = answer or _shut
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._open: set[asyncio.Task[None]] = set()

    def __enter__(self) -> Self:
        self._thread.start()
        self._run(self._listen())
        return self

    def __exit__(self, *exc: object) -> None:
        self._run(self._shut_down())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    async def _listen(self) -> None:
        first = await asyncio.start_server(self._met, "127.0.0.1", 0, backlog=1024)
        self.port: int = first.sockets[0].getsockname()[1]
        self._servers = [first]
        with suppress(OSError):  # no IPv6, or somebody has that port there
            self._servers.append(await asyncio.start_server(self._met, "::1", self.port))

    async def _shut_down(self) -> None:
        for server in self._servers:
            server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _met(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task
        self._open.add(task)
        write = writer.write

        def counted(data: bytes) -> None:
            self.sent += len(data)
            write(data)

        writer.write = counted  # type: ignore[method-assign,assignment]
        try:
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await self._answer(reader, writer)
        finally:
            self._open.discard(task)
            writer.transport.abort()

    def _run(self, work: Awaitable[None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)  # type: ignore[arg-type]


async def _shut(_reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    return None


async def says_nothing(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    while await reader.read(65536):
        pass


async def does_not_read(_reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(3600)


async def drips_its_head(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await _again(reader, writer, b"HTTP/1.1 201 Created\r\nX-Slow: ", b"x", pause=0.05)


async def drips_its_body(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await _again(reader, writer, b"HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n", pause=0.05)


async def has_a_body_without_end(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await _again(reader, writer, b"HTTP/1.1 201 Created\r\nContent-Length: 999999999999\r\n\r\n", b"x" * 65536)


async def has_a_head_without_end(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await _again(reader, writer, b"HTTP/1.1 201 Created\r\n", b"X-More: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\r\n" * 100)


async def has_a_line_without_end(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await _again(reader, writer, b"HTTP/1.1 201 ", b"x" * 65536)


async def goes_on_and_on_continuing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await _again(reader, writer, b"", b"HTTP/1.1 100 Continue\r\n\r\n")


async def is_no_web_server(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(65536)
    writer.write(b"220 mail.example.org ESMTP\r\n")
    await writer.drain()


async def _again(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes, part: bytes, pause: float = 0) -> None:
    await reader.read(65536)
    writer.write(head)
    while not writer.transport.is_closing():
        writer.write(part)
        await writer.drain()
        await asyncio.sleep(pause)
