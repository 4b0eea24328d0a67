"""Browsers that can be reached. A new one is active only after it echoed a token that came to it by push: an endpoint that
somebody merely typed gets no reminders."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlmodel import Session, col

from backstory.accounts.actor import token_hash
from backstory.kernel.errors import NotFound, NotValid
from backstory.reminders.models import PushSubscription
from backstory.reminders.prompts import Device
from backstory.reminders.push_wire import SubscriptionIn
from backstory.reminders.trouble import GONE_IS_NEWS

DEVICES_AT_MOST = 10


def mine(session: Session, person_id: UUID) -> list[PushSubscription]:
    live = select(PushSubscription).where(col(PushSubscription.person_id) == person_id, col(PushSubscription.retired_at).is_(None))
    return list(session.scalars(live.order_by(col(PushSubscription.made_at), col(PushSubscription.id))))


def told(session: Session, person_id: UUID, *, now: datetime) -> list[PushSubscription]:
    """Also those that went lately without anybody's doing."""
    gone = (col(PushSubscription.retired_reason) == "gone") & (col(PushSubscription.retired_at) > now - GONE_IS_NEWS)
    known = select(PushSubscription).where(col(PushSubscription.person_id) == person_id, col(PushSubscription.retired_at).is_(None) | gone)
    return list(session.scalars(known.order_by(col(PushSubscription.made_at), col(PushSubscription.id))))


def one(session: Session, person_id: UUID, subscription_id: UUID) -> PushSubscription:
    found = session.get(PushSubscription, (person_id, subscription_id))
    if found is None or found.retired_at is not None:
        raise NotFound()
    return found


def somebody_elses(session: Session, person_id: UUID, subscription_id: UUID) -> bool:
    same = select(col(PushSubscription.person_id)).where(col(PushSubscription.id) == subscription_id)
    return person_id not in (owners := session.scalars(same).all()) and bool(owners)


def offer(session: Session, person_id: UUID, subscription_id: UUID, offered: SubscriptionIn, *, now: datetime) -> tuple[PushSubscription, bool, str | None]:
    """The device, whether this made it, and the token to send it, if it must (again) show that it can be reached."""
    found = session.get(PushSubscription, (person_id, subscription_id), with_for_update=True)
    same = found is not None and (found.endpoint, found.p256dh, found.auth) == (offered.endpoint, offered.keys.p256dh, offered.keys.auth)
    if found and same and found.activated_at and not found.retired_at:
        found.name, found.seen_at, found.key_id = offered.name, now, offered.key or found.key_id
        return found, False, None
    made = found is None or found.retired_at is not None
    if made and len(mine(session, person_id)) >= DEVICES_AT_MOST:
        raise NotValid.at("endpoint", "too_many")
    if found is None:
        found = PushSubscription(person_id=person_id, id=subscription_id, endpoint="", p256dh="", auth="", name="", made_at=now)
    found.endpoint, found.p256dh, found.auth, found.name = offered.endpoint, offered.keys.p256dh, offered.keys.auth, offered.name
    found.activated_at, found.retired_at, found.retired_reason = None, None, None
    found.seen_at, found.key_id, found.last_failure, found.failed_at, found.unshown = now, offered.key, None, None, 0
    session.add(found)
    return found, made, new_token(found)


def new_token(found: PushSubscription) -> str:
    token = secrets.token_urlsafe(24)
    found.token_hash = token_hash(token)
    return token


def activate(session: Session, person_id: UUID, subscription_id: UUID, token: str, *, now: datetime) -> None:
    found = one(session, person_id, subscription_id)
    if not hmac.compare_digest(found.token_hash or "", token_hash(token)):
        raise NotValid.at("token", "wrong_token")
    found.activated_at = found.activated_at or now
    _retire_others(session, found, now)


def end(session: Session, person_id: UUID, subscription_id: UUID) -> None:
    """Forgotten for good: an endpoint is a secret with which the browser can be reached."""
    ours = delete(PushSubscription).where(col(PushSubscription.person_id) == person_id, col(PushSubscription.id) == subscription_id)
    if not session.connection().execute(ours).rowcount:
        raise NotFound()


def note(session: Session, device: Device, failure: str | None, *, now: datetime) -> None:
    """What became of a message that is nobody's prompt. Not when the phone has offered another endpoint in the meantime."""
    found = session.get(PushSubscription, (device.person_id, device.id), with_for_update=True)
    if found is None or found.endpoint != device.endpoint:
        return
    found.last_failure, found.failed_at = failure, now if failure else None
    if failure == "gone":
        found.retired_at, found.retired_reason = found.retired_at or now, found.retired_reason or "gone"


def as_device(found: PushSubscription) -> Device:
    return Device(found.person_id, found.id, found.endpoint, found.p256dh, found.auth)


def _retire_others(session: Session, found: PushSubscription, now: datetime) -> None:
    """One browser, one person: who signs in on a shared phone does not get the reminders of the one before."""
    same = update(PushSubscription).where(
        col(PushSubscription.endpoint) == found.endpoint,
        (col(PushSubscription.person_id) != found.person_id) | (col(PushSubscription.id) != found.id),
        col(PushSubscription.retired_at).is_(None),
    )
    session.connection().execute(same.values(retired_at=now, retired_reason="moved"))
