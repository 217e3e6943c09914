"""The one table from refusals to HTTP, and RFC 9457 problems."""

import json
from dataclasses import dataclass

from llave.errors import (
    Broken,
    Conflict,
    InvalidFields,
    InvalidInput,
    NotAllowed,
    NotFound,
    NotSignedIn,
    Refused,
    TooManyAttempts,
    Unavailable,
    WrongCredentials,
)
from llave.web.request import (
    BodyTooLarge,
    DuplicateParameter,
    UnreadableBody,
    UnsupportedMediaType,
)
from llave.web.response import Response
from llave.web.texts import error_text, text

STATUS: dict[type[Refused], int] = {
    UnreadableBody: 400,
    DuplicateParameter: 400,
    BodyTooLarge: 413,
    UnsupportedMediaType: 415,
    InvalidInput: 422,
    InvalidFields: 422,
    NotSignedIn: 401,
    WrongCredentials: 401,
    NotAllowed: 403,
    NotFound: 404,
    Conflict: 409,
    TooManyAttempts: 429,
    Unavailable: 503,
    Broken: 500,
    Refused: 400,
}


@dataclass(frozen=True, slots=True)
class FieldError:
    """One line of an error summary: where, the stable code, and what a person reads."""

    field: str | None
    code: str
    text: str


def status_of(refusal: Refused) -> int:
    """The status of the nearest class in the table."""
    return next(STATUS[kind] for kind in type(refusal).__mro__ if kind in STATUS)


def headers_of(refusal: Refused) -> dict[str, str]:
    """Retry-After where waiting helps, in seconds."""
    if isinstance(refusal, TooManyAttempts | Unavailable):
        return {"retry-after": str(refusal.retry_after)}
    return {}


def field_errors(refusal: Refused) -> tuple[FieldError, ...]:
    """What to show beside which field; a refusal without a field is one line of its own."""
    if isinstance(refusal, InvalidFields):
        return tuple(_field_error(problem) for problem in refusal.problems)
    if isinstance(refusal, InvalidInput):
        return (_field_error(refusal),)
    return (FieldError(refusal.field, refusal.code, text(f"errores.{refusal.code}")),)


def problem(refusal: Refused) -> Response:
    """The refusal as application/problem+json (RFC 9457)."""
    body: dict[str, object] = {
        "type": f"urn:llave:problema:{refusal.code}",
        "title": text(f"errores.{refusal.code}"),
        "status": status_of(refusal),
        "code": refusal.code,
    }
    if isinstance(refusal, InvalidFields | InvalidInput) or refusal.field:
        body["errors"] = [
            {"field": error.field, "code": error.code, "detail": error.text}
            for error in field_errors(refusal)
        ]
    return Response(
        status=status_of(refusal),
        body=json.dumps(body, ensure_ascii=False),
        content_type="application/problem+json",
        headers=headers_of(refusal),
    )


def _field_error(problem: InvalidInput) -> FieldError:
    wording = error_text(problem.problem, problem.field or "")
    return FieldError(problem.field, problem.problem, wording)
