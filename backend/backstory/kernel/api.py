"""The HTTP layer: an operation is a function with typed arguments; this reads the request, in CONTRACT's order of checks,
and writes the answer. Signed in is checked before any route runs (`app.py`); then come whose it is (resolvers of path
arguments), well-formed, valid, and only then the function itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from types import NoneType
from typing import Any, ClassVar, get_args, get_type_hints

from flask import Flask, Response, request
from pydantic import BaseModel, TypeAdapter, ValidationError
from werkzeug.exceptions import RequestEntityTooLarge

from backstory.kernel.errors import NotJson, NotValid, NotWellFormed, Problem, TooLarge, from_validation

MAX_BODY = 1024 * 1024
Resolver = Callable[[Any], Any]
Run = Callable[..., Any]
Keep = Callable[[Run], Run]


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    run: Callable[..., Any]
    body: type[BaseModel] | None
    body_required: bool
    query: type[BaseModel] | None
    answers: Any
    status: int
    creates: bool
    public: bool
    problems: tuple[type[Problem], ...]
    feature: str

    @property
    def name(self) -> str:
        return f"{self.feature}.{self.run.__name__}"


@dataclass(frozen=True)
class Created:
    """An answer with 201: this request made the thing."""

    content: Any


@dataclass
class Api:
    """A feature's operations. `register` puts them under /api/v1 of an app."""

    feature: str
    operations: list[Operation] = field(default_factory=list)
    resolvers: ClassVar[dict[str, Resolver]] = {}

    @classmethod
    def resolves(cls, argument: str) -> Callable[[Resolver], Resolver]:
        """Turns a path argument into what it names, or raises NotFound: whose it is comes before what is sent."""

        def keep(resolver: Resolver) -> Resolver:
            cls.resolvers[argument] = resolver
            return resolver

        return keep

    def get(self, path: str, *, answers: Any, **more: Any) -> Keep:
        return self._operation("GET", path, answers=answers, **more)

    def post(self, path: str, *, answers: Any = None, **more: Any) -> Keep:
        return self._operation("POST", path, answers=answers, **more)

    def put(self, path: str, *, answers: Any, creates: bool = True, **more: Any) -> Keep:
        return self._operation("PUT", path, answers=answers, creates=creates, **more)

    def delete(self, path: str, **more: Any) -> Keep:
        return self._operation("DELETE", path, answers=None, **more)

    def _operation(
        self,
        method: str,
        path: str,
        *,
        answers: Any,
        status: int | None = None,
        creates: bool = False,
        public: bool = False,
        problems: tuple[type[Problem], ...] = (),
    ) -> Keep:
        def keep(run: Run) -> Run:
            hints = get_type_hints(run)
            body, required = _body(hints.get("incoming"))
            default = 200 if answers is not None else 204
            self.operations.append(
                Operation(method, path, run, body, required, hints.get("query"), answers, status or default, creates, public, problems, self.feature)
            )
            return run

        return keep

    def register(self, app: Flask) -> None:
        for operation in self.operations:
            rule = f"/api/v1{operation.path}"
            app.add_url_rule(rule, operation.name, _view(operation), methods=[operation.method], provide_automatic_options=False)
        app.extensions.setdefault("operations", []).extend(self.operations)


def _body(hint: Any) -> tuple[type[BaseModel] | None, bool]:
    """`incoming: Some | None` is a body that may be left out."""
    choices = get_args(hint)
    return (next(one for one in choices if one is not NoneType), False) if NoneType in choices else (hint, True)


def _view(operation: Operation) -> Callable[..., Response]:
    adapter = TypeAdapter(operation.answers) if operation.answers is not None else None

    @wraps(operation.run)
    def view(**arguments: Any) -> Response:
        arguments = {name: Api.resolvers[name](value) if name in Api.resolvers else value for name, value in arguments.items()}
        if operation.query is not None:
            arguments["query"] = _read_query(operation.query)
        elif request.query_string and request.args:
            raise _unknown(sorted(request.args))
        if operation.body is not None:
            left_out = not (operation.body_required or request.content_length or request.mimetype)
            arguments["incoming"] = None if left_out else _read_body(operation.body)
        found = operation.run(**arguments)
        if isinstance(found, Response):
            return found
        status, content = (201, found.content) if isinstance(found, Created) else (operation.status, found)
        if adapter is None:
            return Response(status=status)
        written = content if isinstance(content, bytes) else adapter.dump_json(content)
        return Response(written, status, content_type="application/json")

    return view


def _read_body(model: type[BaseModel]) -> BaseModel:
    if request.mimetype != "application/json":
        raise NotJson()
    try:
        sent = request.get_data(cache=False)
    except RequestEntityTooLarge:
        raise TooLarge() from None
    try:
        return model.model_validate_json(sent, strict=True)
    except ValidationError as error:
        raise from_validation(error, sent) from None
    except UnicodeDecodeError:
        raise NotWellFormed() from None


def _read_query(model: type[BaseModel]) -> BaseModel:
    repeated = [name for name in request.args if len(request.args.getlist(name)) > 1]
    if repeated:
        raise _unknown(repeated)
    try:
        return model.model_validate(request.args.to_dict())
    except ValidationError as error:
        raise from_validation(error) from None


def _unknown(names: list[str]) -> Problem:
    return NotValid([{"path": name[:64], "code": "extra_forbidden"} for name in names[:20]])
