"""Refusals and answers of the OAuth endpoints, as their RFCs write them."""

from dataclasses import replace

from llave.errors import Refused, Unavailable
from llave.oidc.errors import (
    InsufficientScope,
    InvalidClient,
    InvalidRequest,
    InvalidToken,
    OAuthRefused,
    TokenAbsent,
)
from llave.web.request import (
    BodyTooLarge,
    DuplicateParameter,
    Request,
    UnreadableBody,
    UnsupportedMediaType,
)
from llave.web.response import Response, as_json

REALM = 'realm="llave"'
# Any page may read these answers, and none sends our cookies along (Fetch standard, CORS).
ANY_ORIGIN = {"access-control-allow-origin": "*"}
UNREADABLE = (BodyTooLarge, DuplicateParameter, UnreadableBody, UnsupportedMediaType)


def token_refusal(refusal: Refused) -> Response:
    """The error of an endpoint that clients call (RFC 6749, 5.2)."""
    if isinstance(refusal, UNREADABLE):
        refusal = InvalidRequest(refusal.reason)
    if not isinstance(refusal, OAuthRefused):
        return _trouble(refusal)
    headers: dict[str, str] = {}
    status = 401 if isinstance(refusal, InvalidClient) else 400
    if isinstance(refusal, InvalidClient) and refusal.by_header:
        headers["www-authenticate"] = f"Basic {REALM}"
    return _error(status, refusal.code, refusal.description, headers)


def browser_token_refusal(refusal: Refused) -> Response:
    """The same, for an endpoint that an app in a browser may call as well."""
    answer = token_refusal(refusal)
    return replace(answer, headers={**answer.headers, **ANY_ORIGIN})


def resource_refusal(refusal: Refused) -> Response:
    """The error of a resource that a token opens (RFC 6750, 3)."""
    if isinstance(refusal, UNREADABLE):
        refusal = InvalidRequest(refusal.reason)
    if not isinstance(refusal, OAuthRefused):
        answer = _trouble(refusal)
        return replace(answer, headers={**answer.headers, **ANY_ORIGIN})
    status = {InvalidToken: 401, TokenAbsent: 401, InsufficientScope: 403}.get(type(refusal), 400)
    challenge = f"Bearer {REALM}"
    if not isinstance(refusal, TokenAbsent):
        challenge += f', error="{refusal.code}", error_description="{refusal.description}"'
    headers = {**ANY_ORIGIN, "www-authenticate": challenge}
    return _error(status, refusal.code, refusal.description, headers)


def public_json(body: object, cache: str = "no-store") -> Response:
    """JSON that any site may read; `cache` is Cache-Control."""
    answer = as_json(body)
    return Response(answer.status, answer.body, headers={**ANY_ORIGIN, "cache-control": cache})


def preflight(_request: Request) -> Response:
    """What a browser may do from another site; no cookie is ever among it."""
    headers = {
        **ANY_ORIGIN,
        "access-control-allow-methods": "GET, POST, OPTIONS",
        "access-control-allow-headers": "authorization, content-type",
        "access-control-max-age": "86400",
    }
    return Response(204, headers=headers)


def _trouble(refusal: Refused) -> Response:
    if isinstance(refusal, Unavailable):
        headers = {"retry-after": str(refusal.retry_after)}
        return _error(503, "temporarily_unavailable", "Intenta de nuevo en un momento.", headers)
    return _error(500, "server_error", "Tenemos un problema con el servicio.", {})


def _error(status: int, code: str, description: str, headers: dict[str, str]) -> Response:
    answer = as_json({"error": code, "error_description": description}, status)
    return Response(answer.status, answer.body, headers=headers)
