"""flask-login over rows of `sign_in`: the cookie names a row, and a row that has ended signs nobody in."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from flask import Flask, request
from flask_login import LoginManager
from sqlalchemy.exc import OperationalError

from backstory.accounts import service
from backstory.accounts.actor import Actor, by_token
from backstory.kernel import clock
from backstory.kernel.db import reading_rows, writing_rows


class SignInRows(LoginManager):  # type: ignore[misc]  # flask-login has no types
    """Knows only our cookie. flask-login itself would first ask a signed session and a "remember me" cookie that we never set,
    and answer a stray cookie of that name with a crash: it needs a secret key, and we have none."""

    def __init__(self, app: Flask) -> None:
        super().__init__()
        self._cookie = app.config["COOKIE_NAME"]
        app.login_manager = self  # type: ignore[attr-defined]  # where flask-login looks for it

    def _load_user(self) -> None:
        self._update_request_context_with_user(_signed_in(request.cookies.get(self._cookie)))


def _signed_in(token: str | None) -> Actor | None:
    if not token:
        return None
    now = clock.now()
    with reading_rows() as connection:
        found = by_token(connection, token, now)
    if found and now - found.last_seen_at > service.SEEN_EVERY:
        _note_seen(found, now)
    return found


def _note_seen(found: Actor, now: datetime) -> None:
    """Best effort: who only reads must not wait for a writer, nor be refused because a disk is full."""
    with suppress(OperationalError), writing_rows(wait=False) as connection:
        service.note_seen(connection, found.sign_in_id, now=now)
