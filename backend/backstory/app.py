"""The web application: features, the sign-in wall, one shape of errors."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from typing import Any

from flask import Flask, Request, Response, g, request
from flask_login import LoginManager, current_user
from sqlalchemy.exc import OperationalError, TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, MethodNotAllowed as WrongMethod

from backstory import about
from backstory.accounts import routes as accounts_routes, service as accounts
from backstory.accounts.actor import Actor, by_token
from backstory.entries import routes as entries_routes
from backstory.kernel import clock, errors, guard, health, log, openapi, shell
from backstory.kernel.api import MAX_BODY
from backstory.kernel.db import Database, reading_rows, transaction
from backstory.kernel.proxies import TrustedProxies
from backstory.kernel.settings import Settings
from backstory.plans import routes as plans_routes
from backstory.reminders import push_routes, routes as reminders_routes
from backstory.reminders.vapid import vapid
from backstory.sharing import routes as sharing_routes
from backstory.timeline import routes as timeline_routes

APIS = (about.api, accounts_routes.api, sharing_routes.api, plans_routes.api, entries_routes.api, timeline_routes.api, reminders_routes.api, push_routes.api)


def create_app(settings: Settings) -> Flask:
    app = Flask(__name__, static_folder=None)
    app.config.update(
        SETTINGS=settings,
        MAX_CONTENT_LENGTH=MAX_BODY,
        COOKIE_NAME="__Host-backstory" if settings.secure else "backstory",
    )
    app.session_interface = guard.NoCookieSession()
    app.extensions["database"] = Database(settings.database)
    vapid(settings)  # a key that cannot be read stops the start
    _signing_in(app)
    for api in APIS:
        api.register(app)
    app.extensions["public_endpoints"] = {o.name for o in app.extensions["operations"] if o.public} | {"openapi_json", "shell", "healthz", "readyz", "metrics"}

    @cache  # a tenth of a second, and few ever ask
    def written() -> str:
        return json.dumps(openapi.document(app))

    @app.get("/api/v1/openapi.json", provide_automatic_options=False)
    def openapi_json() -> Response:
        return Response(written(), content_type="application/json")

    health.add_health(app, settings)
    shell.serve_shell(app)
    log.log_requests(app)
    app.wsgi_app = TrustedProxies(guard.Dressed(app.wsgi_app, settings, shell.inline_styles()), settings.trusted_proxies)  # type: ignore[method-assign]

    @app.before_request
    def wall() -> None:
        guard.refuse_cross_site(settings)
        if isinstance(request.routing_exception, WrongMethod):
            raise request.routing_exception
        if request.endpoint not in app.extensions["public_endpoints"] and not current_user.is_authenticated:
            raise errors.NotSignedIn()

    _errors(app)
    return app


def _signing_in(app: Flask) -> None:
    login = LoginManager(app)
    login.session_protection = None  # our session is a row; there is no fingerprint in a cookie to protect

    @login.request_loader  # type: ignore[untyped-decorator]  # flask-login has no types
    def load(incoming: Request) -> Actor | None:
        token = incoming.cookies.get(app.config["COOKIE_NAME"])
        if not token:
            return None
        now = clock.now()
        with reading_rows() as connection:
            found = by_token(connection, token, now)
        if found and now - found.last_seen_at > accounts.SEEN_EVERY:
            _note_seen(found, now)
        return found


def _note_seen(found: Actor, now: datetime) -> None:
    with transaction() as session:
        accounts.note_seen(session, found.sign_in_id, now=now)


def _errors(app: Flask) -> None:
    def answer(problem: errors.Problem) -> Response:
        g.problem = problem.code
        return problem.response()

    def http(error: HTTPException) -> Any:
        if isinstance(error, WrongMethod):
            response = answer(errors.MethodNotAllowed())
            response.headers["Allow"] = ", ".join(sorted(set(error.valid_methods or ()) - {"HEAD"}))
            return response
        known = {400: errors.NotWellFormed, 404: errors.NotFound, 413: errors.TooLarge}
        return answer(known.get(error.code or 500, errors.Problem)())

    def away(error: Exception) -> Response:
        log.logger.error("database_away", error=type(error).__name__)
        return answer(errors.Away(retry_after=5))

    def unexpected(error: Exception) -> Response:
        log.failure(error)
        return answer(errors.Problem())

    app.register_error_handler(errors.Problem, answer)
    app.register_error_handler(HTTPException, http)
    app.register_error_handler(OperationalError, away)
    app.register_error_handler(PoolTimeout, away)
    app.register_error_handler(Exception, unexpected)
