"""E-mail, for who has no phone that takes messages: neutral words and a link, by the operator's own mail server.

smtplib waits for each word of the other side as long as for the first; here all of it has one deadline, at which the line is cut.
"""

from __future__ import annotations

import asyncio
import smtplib
import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from threading import Timer
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import UUID

from backstory.kernel import clock
from backstory.kernel.settings import Settings
from backstory.reminders.messages import PROMPTS, TITLE
from backstory.reminders.outcomes import Failure, Outcome

DEADLINE_SECONDS = 10
AT_ONCE = 8
_threads = ThreadPoolExecutor(AT_ONCE, "mail")  # not the event loop's own, which writes down what was sent


def prompt(settings: Settings, kind: str, delivery_id: UUID, address: str) -> EmailMessage:
    """The same address for every kind, which the app leads on from: mail is read on its way, and a path tells what is asked about."""
    words, _path = PROMPTS[kind]
    text = f"{words}:\n{settings.origin}/asked?delivery={delivery_id}\n\nYou get this because no phone of yours takes reminders.\n"
    return _letter(settings, address, words, f"{text}To end it: {settings.origin}/more/reminders\n", of=str(delivery_id))


def code(settings: Settings, address: str, digits: str, *, of: str) -> EmailMessage:
    text = f"{digits} is the code for reminders by e-mail. It is good for an hour.\n\nIf you did not ask for it, there is nothing to do.\n"
    return _letter(settings, address, f"{digits} is your code", text, of=of)


async def deliver(settings: Settings, letter: EmailMessage) -> Outcome:
    return await asyncio.get_running_loop().run_in_executor(_threads, _deliver, settings, letter)


def deliver_soon(settings: Settings, letter: EmailMessage) -> None:
    """A web request does not wait for it."""
    _threads.submit(_deliver, settings, letter)


def _letter(settings: Settings, address: str, subject: str, text: str, *, of: str) -> EmailMessage:
    """The same reminder is the same letter, also when it is sent again after a crash: mailboxes drop the second."""
    letter = EmailMessage()
    letter["From"] = formataddr((TITLE, _sender(settings)))
    letter["To"], letter["Subject"], letter["Date"] = address, f"{TITLE}: {subject}", format_datetime(clock.now())
    letter["Message-ID"] = f"<{of}@{urlsplit(settings.origin).hostname}>"
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(text)
    return letter


def _deliver(settings: Settings, letter: EmailMessage) -> Outcome:
    try:
        _hand_over(settings, letter)
    except smtplib.SMTPRecipientsRefused as refused:
        return Outcome(_failure(max(status for status, _said in refused.recipients.values())))
    except smtplib.SMTPAuthenticationError:
        return Outcome("refused")
    except smtplib.SMTPResponseException as said:
        return Outcome(_failure(said.smtp_code))
    except (OSError, smtplib.SMTPException, UnicodeError):
        return Outcome("unreachable")
    return Outcome()


def _failure(status: int) -> Failure:
    return "busy" if 400 <= status < 500 else "rejected" if status >= 500 else "unreachable"


def _hand_over(settings: Settings, letter: EmailMessage) -> None:
    server = urlsplit(settings.smtp_url)
    if not server.hostname:
        raise OSError("no mail server")
    trust = ssl.create_default_context()
    client = smtplib.SMTP_SSL(timeout=DEADLINE_SECONDS, context=trust) if server.scheme == "smtps" else smtplib.SMTP(timeout=DEADLINE_SECONDS)
    client._host = server.hostname  # type: ignore[attr-defined]  # the name that TLS is to prove; smtplib sets it only when it connects at once
    cut = Timer(DEADLINE_SECONDS, _cut, [client])
    cut.daemon = True
    cut.start()
    try:
        client.connect(server.hostname, server.port or (465 if server.scheme == "smtps" else 587))
        client.ehlo_or_helo_if_needed()
        if server.scheme == "smtp" and (client.has_extn("starttls") or server.username):  # a password never goes in clear
            client.starttls(context=trust)
        if server.username:
            client.login(unquote(server.username), unquote(server.password or ""))
        client.send_message(letter)
    finally:
        cut.cancel()
        client.close()


def _cut(client: smtplib.SMTP) -> None:
    with suppress(OSError, AttributeError):
        client.sock.shutdown(socket.SHUT_RDWR)  # type: ignore[union-attr]  # None before it is connected


def _sender(settings: Settings) -> str:
    server = urlsplit(settings.smtp_url)
    account = unquote(server.username or "")
    return parse_qs(server.query).get("from", [account if "@" in account else f"reminders@{urlsplit(settings.origin).hostname}"])[0]
