"""What a phone shows: one payload shape (Declarative Web Push, which our service worker reads as well), padded to one
length, and never a word about health: lock screens are public."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any
from uuid import UUID

from backstory.kernel.settings import Settings

LENGTH = 1536  # of every message before encryption; push services take 4,096 bytes after it
TITLE = "Backstory"
PROMPTS = {
    "checkin": ("Time for your check-in", "/check-in"),
    "exercise": ("Time for today's plan", "/exercise"),
    "soreness": ("A short question for you", "/soreness"),
    "appointment": ("Anything to tell before you meet?", "/tell"),
    "peg": ("Three short questions for this week", "/peg"),
}
ABOUT = {"exercise", "soreness"}  # whose form is that of the one thing asked about
LATER = ((15, "In 15 minutes"), (60, "In an hour"))


def prompt(settings: Settings, kind: str, delivery_id: UUID, topic: str, about: UUID | None = None) -> bytes:
    body, path = PROMPTS[kind]
    where = f"{path}/{about}" if about and kind in ABOUT else path
    snooze = f"{settings.origin}/snooze?delivery={delivery_id}&minutes="
    actions = [{"action": f"snooze-{minutes}", "title": title, "navigate": f"{snooze}{minutes}"} for minutes, title in LATER]
    return _message(settings, body, f"{where}?delivery={delivery_id}", topic, {"delivery": str(delivery_id)}, actions=actions)


def activation(settings: Settings, token: str, topic: str) -> bytes:
    return _message(settings, "Reminders will appear like this", "/more/reminders", topic, {"activation": token})


def trial(settings: Settings, topic: str) -> bytes:
    return _message(settings, "This is a test", "/more/reminders", topic, {})


def topic_of(settings: Settings, what: str, whom: UUID) -> str:
    """Serves as Topic and as tag: a newer message replaces an older one. Keyed, so that push services learn nothing from it."""
    digest = hmac.new(settings.secret.encode(), f"push topic|{what}|{whom}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:24]).decode()


def _message(settings: Settings, body: str, path: str, tag: str, app: dict[str, str], **notified: Any) -> bytes:
    """`mutable`: browsers that could show it by themselves wake our worker all the same. It tells that it was shown, echoes tokens, and knows
    a prompt that comes over an older one from the same one again."""
    notification = {"title": TITLE, "body": body, "navigate": settings.origin + path, "tag": tag, "silent": False, **notified}
    text = json.dumps({"web_push": 8030, "notification": notification, "app": app, "mutable": True}, separators=(",", ":")).encode()
    if len(text) > LENGTH:
        raise ValueError("a message longer than all others")
    return text.ljust(LENGTH)
