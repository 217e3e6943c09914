"""What arrived, read from an HTTP API event (payload 2.0) once and then immutable."""

import base64
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, ClassVar
from urllib.parse import parse_qsl

from llave.errors import Refused

VIEWER_ADDRESS = "x-llave-viewer-address"
ORIGIN_SECRET = "x-llave-origin-secret"
CSRF_COOKIE = "__Host-csrf"
# A field of one megabyte still gets an answer that names it; more is refused unread.
LARGEST_BODY = 2 * 1024 * 1024


class UnreadableBody(Refused):
    """The body is not what its content type says."""

    code = "unreadable_body"


class BodyTooLarge(Refused):
    """The body is larger than any request of the contract can be."""

    code = "body_too_large"


class UnsupportedMediaType(Refused):
    """The content type is not the one the route takes."""

    code = "unsupported_media_type"


class DuplicateParameter(Refused):
    """A parameter came twice; RFC 6749, section 3.1, forbids it and so do we everywhere."""

    code = "duplicate_parameter"


@dataclass(frozen=True, slots=True)
class Request:
    """`headers` have lower-case names; `client_address` is what the edge saw, never the client's word.

    `csrf` is the browser's token, fresh when it brought none.
    """

    FORM: ClassVar[str] = "application/x-www-form-urlencoded"
    JSON: ClassVar[str] = "application/json"

    route: str
    method: str
    path: str
    headers: Mapping[str, str]
    cookies: Mapping[str, str]
    query_string: str
    path_parameters: Mapping[str, str]
    body: bytes = field(repr=False)
    client_address: str = field(repr=False)
    request_id: str
    csrf: str = field(repr=False)

    @classmethod
    def from_event(cls, event: Mapping[str, Any]) -> "Request":
        """Read an event of API Gateway's HTTP API; raises BodyTooLarge, UnreadableBody."""
        headers = {name.lower(): value for name, value in event.get("headers", {}).items()}
        cookies = _cookies(event.get("cookies", []))
        return cls(
            route=event["routeKey"],
            method=event["requestContext"]["http"]["method"],
            path=event.get("rawPath", "/"),
            headers=MappingProxyType(headers),
            cookies=MappingProxyType(cookies),
            query_string=event.get("rawQueryString", ""),
            path_parameters=MappingProxyType(event.get("pathParameters") or {}),
            body=_body(event),
            client_address=headers.get(VIEWER_ADDRESS, ""),
            request_id=event["requestContext"].get("requestId", ""),
            csrf=cookies.get(CSRF_COOKIE) or secrets.token_urlsafe(32),
        )

    @property
    def query(self) -> dict[str, str]:
        """The query's parameters, each at most once; raises DuplicateParameter, UnreadableBody."""
        return single_values(self.query_string.encode("ascii", "replace"))

    @property
    def form(self) -> dict[str, str]:
        """The fields of an urlencoded body; raises UnsupportedMediaType, UnreadableBody."""
        self._expect(self.FORM)
        return single_values(self.body)

    def json_body(self) -> bytes:
        """The bytes of a JSON body; raises UnsupportedMediaType."""
        self._expect(self.JSON)
        return self.body

    @property
    def bearer(self) -> str | None:
        """The token of `Authorization: Bearer`, if that is what came (RFC 6750, section 2.1)."""
        scheme, _, token = self.headers.get("authorization", "").partition(" ")
        return token.strip() if scheme.lower() == "bearer" and token.strip() else None

    def _expect(self, media_type: str) -> None:
        given = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        if given != media_type:
            raise UnsupportedMediaType(f"not {media_type}")


def single_values(encoded: bytes) -> dict[str, str]:
    """Decode urlencoded pairs strictly; raises DuplicateParameter, UnreadableBody."""
    try:
        pairs = parse_qsl(
            encoded.decode("ascii"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=100,
        )
    except ValueError as error:
        raise UnreadableBody("not urlencoded UTF-8") from error
    values: dict[str, str] = {}
    for name, value in pairs:
        if name in values:
            raise DuplicateParameter("a parameter came twice")
        values[name] = value
    return values


def _body(event: Mapping[str, Any]) -> bytes:
    text = event.get("body") or ""
    if len(text) > LARGEST_BODY * 4 // 3 + 4:
        raise BodyTooLarge("body over the cap")
    try:
        raw = base64.b64decode(text) if event.get("isBase64Encoded") else text.encode("utf-8")
    except ValueError as error:
        raise UnreadableBody("body not decodable") from error
    if len(raw) > LARGEST_BODY:
        raise BodyTooLarge("body over the cap")
    return raw


def _cookies(pairs: list[str]) -> dict[str, str]:
    cookies: dict[str, str] = {}
    for pair in pairs:
        name, _, value = pair.partition("=")
        # The first one wins: a browser sends the cookie of the longest path first (RFC 6265, 5.4).
        cookies.setdefault(name.strip(), value.strip())
    return cookies
