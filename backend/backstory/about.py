"""What anybody may know before signing in: the version, the emergency number, and the demonstration's sign-ins when it runs."""

from __future__ import annotations

import json
from pathlib import Path

from flask import current_app

from backstory import __version__
from backstory.kernel.api import Api
from backstory.kernel.settings import Settings
from backstory.kernel.wire import Outgoing

api = Api("about")


class DemoSignIn(Outgoing):
    role: str
    name: str
    login: str
    password: str


class About(Outgoing):
    version: str
    environment: str
    emergency_number: str
    demo: list[DemoSignIn]


@api.get("/about", answers=About, public=True)
def about() -> About:
    """Version, emergency number, demonstration"""
    settings: Settings = current_app.config["SETTINGS"]
    return About(version=__version__, environment=settings.env, emergency_number=settings.emergency_number, demo=demo_sign_ins(settings))


def demo_file(settings: Settings) -> Path:
    return settings.data_dir / "demonstration.json"


def demo_sign_ins(settings: Settings) -> list[DemoSignIn]:
    if settings.env == "production" or not demo_file(settings).is_file():
        return []
    return [DemoSignIn(**person) for person in json.loads(demo_file(settings).read_text())]
