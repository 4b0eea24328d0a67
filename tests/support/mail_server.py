"""A real SMTP server on loopback that keeps what it is given, and does as told."""

from __future__ import annotations

import email
import email.policy
import time
from email.message import EmailMessage
from typing import Any, Self

from aiosmtpd.controller import Controller

from tests.support.postgres import free_port


class MailServer:
    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.answer = "250 kept"  # to each letter
        self.to_recipient = "250 fine"
        self._controller = Controller(self, hostname="127.0.0.1", port=free_port())

    def __enter__(self) -> Self:
        self._controller.start()
        self.port: int = self._controller.port
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}?from=reminders@example.org"

    def wait(self, count: int = 1) -> EmailMessage:
        until = time.monotonic() + 10
        while len(self.letters) < count:
            assert time.monotonic() < until, "no letter"
            time.sleep(0.02)
        return self.letters[count - 1]

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if self.to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        if self.answer.startswith("250"):
            self.letters.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return self.answer
