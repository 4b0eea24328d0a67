"""What a phone shows: one length, neutral words."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest

from backstory.kernel.settings import Settings
from backstory.reminders import messages

HEALTH = ("pain", "back ", "spine", "spasm", "sore", "muscle", "treat", "session", "therap", "clinic", "patient", "exercise", "hurt", "flare")


@pytest.fixture
def settings(tmp_path):
    return Settings(env="test", data_dir=tmp_path, secret_key="x" * 40, public_url="https://" + "a" * 200 + ".example.org")


@pytest.fixture
def every_message(settings):
    topic = messages.topic_of(settings, "checkin", uuid4())
    prompts = [messages.prompt(settings, kind, uuid4(), topic) for kind in messages.PROMPTS]
    return [*prompts, messages.activation(settings, "t" * 32, topic), messages.trial(settings, topic)]


def test_every_message_has_one_length_that_push_services_take(every_message):
    assert {len(message) for message in every_message} == {messages.LENGTH}
    assert messages.LENGTH < 3000


def test_no_word_about_health_is_shown(every_message):
    for message in every_message:
        notification = json.loads(message)["notification"]
        shown = f"{notification['title']} {notification['body']} ".replace("Backstory", "").lower()
        assert not [word for word in HEALTH if word in shown]


def test_a_topic_is_short_stable_and_tells_nothing(settings):
    pat, mallory = uuid4(), uuid4()
    topic = messages.topic_of(settings, "checkin", pat)
    assert topic == messages.topic_of(settings, "checkin", pat)
    others = {messages.topic_of(settings, "checkin", mallory), messages.topic_of(settings, "trial", pat)}
    others.add(messages.topic_of(Settings(env="test", secret_key="y" * 40), "checkin", pat))
    assert len(topic) == 32 and topic not in others and len(others) == 3
