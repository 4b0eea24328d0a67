"""OpenAPI 3.1 from the operations themselves: inputs in their validation shape, answers in their serialisation shape."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask
from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import models_json_schema

from backstory import __version__
from backstory.kernel import errors
from backstory.kernel.api import Operation

_REF = "#/components/schemas/{model}"
_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "code"],
    "additionalProperties": False,
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["path", "code"],
                "additionalProperties": False,
                "properties": {"path": {"type": "string"}, "code": {"type": "string"}},
            },
        },
    },
}


def document(app: Flask) -> dict[str, Any]:
    operations: list[Operation] = app.extensions["operations"]
    inputs = {o.body for o in operations if o.body}
    outputs = {o.answers for o in operations if isinstance(o.answers, type) and issubclass(o.answers, BaseModel)}
    wanted = sorted([(m, "validation") for m in inputs] + [(m, "serialization") for m in outputs], key=lambda pair: (pair[0].__name__, pair[1]))
    refs, definitions = models_json_schema(wanted, ref_template=_REF)  # type: ignore[arg-type]  # the mode is a literal
    paths: dict[str, Any] = {}
    for operation in operations:
        path = "/api/v1" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", operation.path)
        paths.setdefault(path, {})[operation.method.lower()] = _operation(operation, refs)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Backstory", "version": __version__, "description": "What happened between two sessions."},
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": {**definitions.get("$defs", {}), "Problem": _PROBLEM},
            "securitySchemes": {"cookie": {"type": "apiKey", "in": "cookie", "name": app.config["COOKIE_NAME"]}},
        },
        "security": [{"cookie": []}],
    }


def _operation(operation: Operation, refs: dict[Any, Any]) -> dict[str, Any]:
    responses: dict[str, Any] = {}
    codes = {operation.status} | ({201} if operation.creates else set())
    for code in sorted(codes):
        responses[str(code)] = {"description": "Done", **_content(operation, refs)}
    problems = _problems(operation)
    for problem in sorted(problems, key=lambda p: (p.status, p.code)):
        shape: dict[str, Any] = {
            "description": " / ".join(sorted(other.title for other in problems if other.status == problem.status)),
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        if problem.status in (429, 503):
            shape["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}
        responses.setdefault(str(problem.status), shape)
    described: dict[str, Any] = {
        "operationId": operation.name.replace(".", "_"),
        "tags": [operation.feature],
        "summary": (operation.run.__doc__ or operation.run.__name__.replace("_", " ")).strip().split("\n")[0],
        "parameters": _path_parameters(operation) + _query_parameters(operation),
        "responses": responses,
    }
    if operation.public:
        described["security"] = []
    if operation.body:
        described["requestBody"] = {"required": operation.body_required, "content": {"application/json": {"schema": refs[(operation.body, "validation")]}}}
    return described


def _problems(operation: Operation) -> set[type[errors.Problem]]:
    found = set(operation.problems) | {errors.NotValid, errors.Away, errors.CrossSite}
    if not operation.public:
        found.add(errors.NotSignedIn)
    if "<" in operation.path:
        found.add(errors.NotFound)
    if operation.body:
        found |= {errors.NotWellFormed, errors.TooLarge, errors.NotJson}
    return found


def _content(operation: Operation, refs: dict[Any, Any]) -> dict[str, Any]:
    if operation.answers is None:
        return {}
    key = (operation.answers, "serialization")
    schema = refs[key] if key in refs else TypeAdapter(operation.answers).json_schema()
    return {"content": {"application/json": {"schema": schema}}}


def _path_parameters(operation: Operation) -> list[dict[str, Any]]:
    found = re.findall(r"<(?:(\w+):)?(\w+)>", operation.path)
    schemas = {"uuid": {"type": "string", "format": "uuid"}, "": {"type": "string", "minLength": 1}}
    return [{"name": name, "in": "path", "required": True, "schema": schemas[converter]} for converter, name in found]


def _query_parameters(operation: Operation) -> list[dict[str, Any]]:
    if operation.query is None:
        return []
    schema = operation.query.model_json_schema(by_alias=True)
    required = schema.get("required", [])
    return [
        {"name": name, "in": "query", "required": name in required, "schema": {k: v for k, v in shape.items() if k != "title"}}
        for name, shape in schema["properties"].items()
    ]
