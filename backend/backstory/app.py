"""The web application: features, the sign-in wall, one shape of errors."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from flask import Flask, Response, g, request
from flask_login import current_user
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, MethodNotAllowed as WrongMethod

from backstory import about
from backstory.accounts import routes as accounts_routes
from backstory.accounts.signing_in import SignInRows
from backstory.entries import routes as entries_routes
from backstory.kernel import errors, guard, health, log, openapi, shell
from backstory.kernel.api import MAX_BODY
from backstory.kernel.db import Database
from backstory.kernel.proxies import TrustedProxies
from backstory.kernel.settings import Settings
from backstory.plans import routes as plans_routes
from backstory.reminders import delivery_routes, elsewhere_routes, push_routes, routes as reminders_routes, settings_routes
from backstory.reminders.metrics import ReminderMetrics
from backstory.reminders.vapid import vapid
from backstory.sharing import routes as sharing_routes
from backstory.timeline import routes as timeline_routes

APIS = (
    *(about.api, accounts_routes.api, sharing_routes.api, plans_routes.api, entries_routes.api, timeline_routes.api),
    *(reminders_routes.api, settings_routes.api, delivery_routes.api, push_routes.api, elsewhere_routes.api),
)


def create_app(settings: Settings) -> Flask:
    app = Flask(__name__, static_folder=None)
    app.config.update(
        SETTINGS=settings,
        MAX_CONTENT_LENGTH=MAX_BODY,
        COOKIE_NAME="__Host-backstory" if settings.secure else "backstory",
    )
    app.session_interface = guard.NoCookieSession()
    app.extensions["database"] = database = Database(settings.database)
    app.teardown_appcontext(database.rows.let_go)
    vapid(settings)  # a key that cannot be read stops the start
    SignInRows(app)
    for api in APIS:
        api.register(app)
    app.extensions["public_endpoints"] = {o.name for o in app.extensions["operations"] if o.public} | {
        "openapi_json",
        "shell",
        "healthz",
        "readyz",
        "metrics",
        "calendar",
    }

    @cache  # a tenth of a second, and few ever ask
    def written() -> str:
        return json.dumps(openapi.document(app))

    @app.get("/api/v1/openapi.json", provide_automatic_options=False)
    def openapi_json() -> Response:
        return Response(written(), content_type="application/json")

    health.add_health(app, settings, metrics_of=[ReminderMetrics(database)])
    elsewhere_routes.serve_calendar(app)
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
    app.register_error_handler(InterfaceError, away)
    app.register_error_handler(PoolTimeout, away)
    app.register_error_handler(Exception, unexpected)
