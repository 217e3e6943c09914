"""What is answered: JSON, a page to be rendered, a redirect."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Response:
    """`cookies` are complete Set-Cookie values; the app adds the security headers. `content` is sent
    instead of `body` where it is no text."""

    status: int = 200
    body: str = ""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: tuple[str, ...] = ()
    content: bytes = field(default=b"", repr=False)

    def with_cookies(self, *cookies: str) -> "Response":
        """The same answer, setting these cookies too."""
        return replace(self, cookies=(*self.cookies, *cookies))


@dataclass(frozen=True, slots=True)
class Page:
    """A template and what it shows; `form_action` are origins, beside our own, a form leads to."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200
    form_action: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: tuple[str, ...] = ()

    def with_cookies(self, *cookies: str) -> "Page":
        """The same page, setting these cookies too."""
        return replace(self, cookies=(*self.cookies, *cookies))


def as_json(body: object, status: int = 200, **headers: str) -> Response:
    """A JSON answer; `headers` are written with `_` for `-`."""
    return Response(
        status=status,
        body=json.dumps(body, ensure_ascii=False),
        headers={name.replace("_", "-"): value for name, value in headers.items()},
    )


def see_other(location: str) -> Response:
    """303: the browser fetches `location` by GET, whatever it just sent."""
    return Response(status=303, content_type="text/plain", headers={"location": location})


def set_cookie(name: str, value: str, max_age: int | None = None) -> str:
    """A `__Host-` cookie: this host only, https only, not for scripts; `max_age` in seconds."""
    lifetime = "" if max_age is None else f"; Max-Age={max_age}"
    return f"{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax{lifetime}"


def drop_cookie(name: str) -> str:
    """The Set-Cookie value that makes a browser forget a cookie."""
    return set_cookie(name, "", max_age=0)
