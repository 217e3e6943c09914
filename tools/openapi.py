"""`python -m tools.openapi <file>`: docs/openapi.json, from what runs.

Routes come from the catalogue, bodies from each handler's `CONTRACT` (route -> request model, answer
model, status). Pages are not in it: nobody calls them but browsers.
"""

import importlib
import inspect
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from infra.catalogue import FUNCTIONS, ROUTES, Route
from tools.openapi_oauth import OAUTH, OAUTH_ERROR, Schema

Contract = tuple[type[BaseModel] | None, type[BaseModel] | None, int]

TARGET = Path(__file__).resolve().parent.parent / "docs/openapi.json"
REFERENCE = "#/components/schemas/{model}"
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
PROBLEM: Schema = {
    "type": "object",
    "description": "RFC 9457",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "code", "detail"],
                "properties": {
                    "field": {"type": ["string", "null"]},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}
SCHEMES: Schema = {
    "registration": {
        "type": "http",
        "scheme": "bearer",
        "description": "The `registration_token` of `POST /v1/registrations`",
    },
    "session": {"type": "apiKey", "in": "cookie", "name": "__Host-session"},
    "access_token": {"type": "http", "scheme": "bearer"},
    "client": {"type": "http", "scheme": "basic", "description": "RFC 6749, section 2.3.1"},
}
# Who calls: by the start of the path.
SECURED = {
    "/v1/registration/": "registration",
    "/v1/me": "session",
    "/v1/session": "session",
    "/v1/verifications": "session",
}
OPEN = frozenset({"/v1/sessions"})


def document() -> dict[str, Any]:
    """The whole OpenAPI document."""
    contracts, refusals = contracts_of_handlers(), refusals_of_handlers()
    schemas = {"Problem": PROBLEM, "OAuthError": OAUTH_ERROR, **_schemas(contracts)}
    paths: dict[str, dict[str, Any]] = {}
    for route in sorted(ROUTES, key=lambda route: route.key):
        method, _, path = route.key.partition(" ")
        if route.key in contracts:
            operation = _operation(route, path, contracts[route.key], refusals.get(route.key, {}))
        elif route.key in OAUTH:
            operation = _oauth_operation(route.key)
        else:
            continue
        paths.setdefault(path, {})[method.lower()] = {
            "operationId": _name(route.key),
            "tags": [route.function],
            **operation,
        }
    used = _used(paths, schemas)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Llave",
            "version": "1",
            "description": "The first-party JSON contract and the OpenID Connect endpoints.",
        },
        "paths": paths,
        "components": {"schemas": used, "securitySchemes": SCHEMES},
    }


def contracts_of_handlers() -> dict[str, Contract]:
    """Every `CONTRACT` of the functions that answer routes."""
    found: dict[str, Contract] = {}
    for module in _handlers():
        found |= getattr(module, "CONTRACT", {})
    return found


def refusals_of_handlers() -> dict[str, Mapping[int, Sequence[str]]]:
    """Every `REFUSALS`: the codes of problems that a program tells apart, by status."""
    found: dict[str, Mapping[int, Sequence[str]]] = {}
    for module in _handlers():
        found |= getattr(module, "REFUSALS", {})
    return found


def undescribed() -> list[str]:
    """Routes that programs call and that the document does not describe."""
    known = contracts_of_handlers().keys() | OAUTH.keys()
    keys = [r.key for r in ROUTES if not r.page and not r.key.startswith("OPTIONS ")]
    return sorted(set(keys) - known)


def text_of(described: dict[str, Any]) -> str:
    """The document as the file holds it."""
    return json.dumps(described, ensure_ascii=False, indent=2) + "\n"


def _operation(
    route: Route, path: str, contract: Contract, refusals: Mapping[int, Sequence[str]]
) -> dict[str, Any]:
    request, answer, status = contract
    described: dict[str, Any] = {"summary": _summary(answer or request, route)}
    if parameters := re.findall(r"{(\w+)}", path):
        described["parameters"] = [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            for name in parameters
        ]
    if request is not None:
        described["requestBody"] = {"required": True, "content": _content(JSON, _ref(request))}
    if scheme := _scheme(path):
        described["security"] = [{scheme: []}]
    described["responses"] = {
        str(status): {"description": "Done"} | _answer(answer),
        **{str(code): _refusal(codes) for code, codes in refusals.items()},
        "4XX": _failure("application/problem+json", "Problem"),
        "503": _failure("application/problem+json", "Problem"),
    }
    return described


def _oauth_operation(key: str) -> dict[str, Any]:
    fields, answer, scheme, sentence = OAUTH[key]
    described: dict[str, Any] = {"summary": sentence}
    if fields is not None:
        form = {"type": "object", "properties": fields}
        described["requestBody"] = {"content": _content(FORM, form)}
    if scheme is not None:
        described["security"] = [{scheme: []}, {}] if scheme == "client" else [{scheme: []}]
    body = {"content": _content(JSON, answer)} if answer is not None else {}
    described["responses"] = {
        "200": {"description": "Done", **body},
        "4XX": _failure(JSON, "OAuthError"),
    }
    return described


def _schemas(contracts: dict[str, Contract]) -> dict[str, Any]:
    requests = [request for request, _, _ in contracts.values() if request is not None]
    answers = [answer for _, answer, _ in contracts.values() if answer is not None]
    wanted: list[tuple[type[BaseModel], JsonSchemaMode]] = [
        *((model, "validation") for model in dict.fromkeys(requests)),
        *((model, "serialization") for model in dict.fromkeys(answers)),
    ]
    _, made = models_json_schema(wanted, ref_template=REFERENCE)
    return dict(made.get("$defs", {}))


def _used(paths: Schema, schemas: Schema) -> Schema:
    """Those that an operation or another schema names: Pydantic also lists the types of ours that
    stand behind a plain text field."""
    named = set(re.findall(r"#/components/schemas/([^\"]+)", json.dumps([paths, schemas])))
    return {name: schema for name, schema in sorted(schemas.items()) if name in named}


def _scheme(path: str) -> str | None:
    if path in OPEN:
        return None
    return next((scheme for start, scheme in SECURED.items() if path.startswith(start)), None)


def _summary(model: type[BaseModel] | None, route: Route) -> str:
    own = inspect.getdoc(model) if model else None
    return own.splitlines()[0] if own else route.key


def _ref(model: type[BaseModel]) -> Schema:
    return {"$ref": REFERENCE.format(model=model.__name__)}


def _answer(model: type[BaseModel] | None) -> dict[str, Any]:
    return {"content": _content(JSON, _ref(model))} if model is not None else {}


def _handlers() -> Iterator[ModuleType]:
    serving = {route.function for route in ROUTES}
    for function in FUNCTIONS:
        if function.name in serving:
            yield importlib.import_module(function.handler.rpartition(".")[0])


def _refusal(codes: Sequence[str]) -> Schema:
    described = _failure("application/problem+json", "Problem")
    named = ", ".join(f"`{code}`" for code in codes)
    return {**described, "description": f"Refused, among others as {named}"}


def _failure(media_type: str, model: str) -> dict[str, Any]:
    content = _content(media_type, {"$ref": REFERENCE.format(model=model)})
    return {"description": "Refused", "content": content}


def _content(media_type: str, schema: Schema) -> dict[str, Any]:
    return {media_type: {"schema": schema}}


def _name(key: str) -> str:
    return "_".join(re.findall(r"[a-z0-9]+", key.lower()))


if __name__ == "__main__":
    Path(sys.argv[1] if len(sys.argv) > 1 else TARGET).write_text(text_of(document()), "utf-8")
