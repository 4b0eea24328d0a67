"""Where a person's reminders go."""

from __future__ import annotations

from uuid import UUID

from flask import current_app

from backstory.accounts.actor import actor
from backstory.kernel import clock
from backstory.kernel.api import Api, Created
from backstory.kernel.db import database, reading, transaction
from backstory.kernel.errors import NotFound, NotValid
from backstory.kernel.settings import Settings
from backstory.reminders import devices, messages
from backstory.reminders.endpoints import PushHostNotAllowed, address_of, judge
from backstory.reminders.models import PushSubscription
from backstory.reminders.prompts import Device
from backstory.reminders.push_wire import ActivationIn, PushKey, SubscriptionIn, SubscriptionOut, Subscriptions
from backstory.reminders.soon import send_soon
from backstory.reminders.trouble import UNSHOWN_AT_MOST
from backstory.reminders.vapid import vapid

api = Api("reminders")

ACTIVATION_SECONDS, TRIAL_SECONDS = 24 * 3600, 300


@Api.resolves("subscription_id")
def _not_somebody_elses(subscription_id: UUID) -> UUID:
    with reading() as session:
        if devices.somebody_elses(session, actor().person_id, subscription_id):
            raise NotFound()
    return subscription_id


@api.get("/push/key", answers=PushKey)
def get_key() -> PushKey:
    """The public key with which a browser subscribes"""
    return PushKey(key=vapid(_settings()).public_key)


@api.get("/push/subscriptions", answers=Subscriptions)
def list_subscriptions() -> Subscriptions:
    """Where my reminders go"""
    with reading() as session:
        return Subscriptions(items=[_out(one) for one in devices.told(session, actor().person_id, now=clock.now())])


@api.get("/push/subscriptions/<uuid:subscription_id>", answers=SubscriptionOut)
def get_subscription(subscription_id: UUID) -> SubscriptionOut:
    """One device"""
    with reading() as session:
        return _out(devices.one(session, actor().person_id, subscription_id))


@api.put("/push/subscriptions/<uuid:subscription_id>", answers=SubscriptionOut, problems=(PushHostNotAllowed,))
def put_subscription(subscription_id: UUID, incoming: SubscriptionIn) -> SubscriptionOut | Created:
    """Offer a device; it gets a token by push, and is active when it has sent it back"""
    if address_of(judge(incoming.endpoint, _settings())) == "refused":
        raise PushHostNotAllowed.endpoint()
    if incoming.key and incoming.key.rstrip("=") != vapid(_settings()).public_key:
        raise NotValid.at("key", "wrong_key")
    with transaction() as session:
        found, made, token = devices.offer(session, actor().person_id, subscription_id, incoming, now=clock.now())
    if token:
        _send_activation(found, token)
    return Created(_out(found)) if made else _out(found)


@api.delete("/push/subscriptions/<uuid:subscription_id>")
def delete_subscription(subscription_id: UUID) -> None:
    """No more reminders on this device"""
    with transaction() as session:
        devices.end(session, actor().person_id, subscription_id)


@api.post("/push/subscriptions/<uuid:subscription_id>/activation")
def activate_subscription(subscription_id: UUID, incoming: ActivationIn) -> None:
    """The token that came by push"""
    with transaction() as session:
        devices.activate(session, actor().person_id, subscription_id, incoming.token, now=clock.now())


@api.post("/push/subscriptions/<uuid:subscription_id>/test", status=202)
def try_subscription(subscription_id: UUID) -> None:
    """Send a test; to a device that is not active yet, its token again"""
    with transaction() as session:
        found = devices.one(session, actor().person_id, subscription_id)
        token = None if found.activated_at else devices.new_token(found)
    if token:
        _send_activation(found, token)
    else:
        topic = messages.topic_of(_settings(), "trial", found.id)
        _send_soon(devices.as_device(found), messages.trial(_settings(), topic), TRIAL_SECONDS, topic)


def _send_activation(found: PushSubscription, token: str) -> None:
    topic = messages.topic_of(_settings(), "activation", found.id)
    _send_soon(devices.as_device(found), messages.activation(_settings(), token, topic), ACTIVATION_SECONDS, topic)


def _send_soon(device: Device, message: bytes, ttl: int, topic: str) -> None:
    send_soon(_settings(), database(), device, message, ttl=ttl, topic=topic)


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def _out(found: PushSubscription) -> SubscriptionOut:
    told = {name: getattr(found, name) for name in ("id", "name", "made_at", "seen_at", "last_shown_at")}
    retired = found.retired_at is not None
    active = found.activated_at is not None and not retired
    quiet = active and found.unshown > UNSHOWN_AT_MOST
    return SubscriptionOut(**told, active=active, quiet=quiet, failing=None if retired else found.last_failure, retired=retired)
