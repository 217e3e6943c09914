"""Events as API Gateway's HTTP API sends them (payload 2.0), and a browser made of them."""

import base64
import importlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from infra.catalogue import FUNCTIONS, HEADS, ROUTES, Route
from tests.aws import ORIGIN, ORIGIN_SECRET
from tests.html import Document, PageForm, parse

Event = dict[str, Any]
Handle = Callable[[Mapping[str, Any], object], dict[str, Any]]

ADDRESS = "203.0.113.7"
CSRF_COOKIE = "__Host-csrf"
CSRF = "csrf-token-of-the-tests"
FORM = "application/x-www-form-urlencoded"
REDIRECTS = 10


def page_get(
    path: str, cookies: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
) -> Event:
    """A browser asks for a page; `path` may have a query."""
    return event("GET", path, cookies=cookies, headers=headers)


def page_post(
    path: str,
    fields: Mapping[str, str],
    cookies: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    *,
    csrf: bool = True,
) -> Event:
    """A browser sends a form of ours; with `csrf`, cookie and hidden field agree."""
    kept = dict(cookies or {})
    sent = dict(fields)
    if csrf:
        sent.setdefault("csrf", kept.setdefault(CSRF_COOKIE, CSRF))
    same_site = {"origin": ORIGIN, "sec-fetch-site": "same-origin", "content-type": FORM}
    return event(
        "POST", path, body=urlencode(sent), cookies=kept, headers={**same_site, **(headers or {})}
    )


def api(
    method: str,
    path: str,
    body: object = None,
    *,
    bearer: str | None = None,
    cookies: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Event:
    """A call of the JSON contract; a `body` of str or bytes is sent as it is."""
    given = {"content-type": "application/json"} if body is not None else {}
    if bearer is not None:
        given["authorization"] = f"Bearer {bearer}"
    sent = body if body is None or isinstance(body, str | bytes) else json.dumps(body)
    return event(method, path, body=sent, cookies=cookies, headers={**given, **(headers or {})})


def oauth(
    method: str,
    path: str,
    form: Mapping[str, str] | str | None = None,
    *,
    basic: tuple[str, str] | None = None,
    bearer: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Event:
    """A call of an agency's server: a form, client authentication by Basic, or a Bearer token."""
    given = {"content-type": FORM} if form is not None else {}
    if basic is not None:
        pair = base64.b64encode(f"{basic[0]}:{basic[1]}".encode()).decode()
        given["authorization"] = f"Basic {pair}"
    if bearer is not None:
        given["authorization"] = f"Bearer {bearer}"
    sent = form if form is None or isinstance(form, str) else urlencode(form)
    return event(method, path, body=sent, headers={**given, **(headers or {})})


def event(
    method: str,
    path: str,
    *,
    body: str | bytes | None = None,
    cookies: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    address: str = ADDRESS,
) -> Event:
    """Any request, as it arrives from the edge; the route is found in the catalogue."""
    parts = urlsplit(path)
    route, parameters = match(method, parts.path)
    edge = {"x-llave-origin-secret": ORIGIN_SECRET, "x-llave-viewer-address": address}
    made: Event = {
        "version": "2.0",
        "routeKey": route.key,
        "rawPath": parts.path,
        "rawQueryString": parts.query,
        "headers": {**edge, **{name.lower(): value for name, value in (headers or {}).items()}},
        "requestContext": {
            "http": {"method": method, "path": parts.path, "sourceIp": "198.51.100.1"},
            "requestId": "request-of-the-tests",
            "routeKey": route.key,
            "stage": "$default",
        },
        "isBase64Encoded": isinstance(body, bytes),
    }
    if cookies:
        made["cookies"] = [f"{name}={value}" for name, value in cookies.items()]
    if parameters:
        made["pathParameters"] = parameters
    if body is not None:
        made["body"] = base64.b64encode(body).decode() if isinstance(body, bytes) else body
    return made


def match(method: str, path: str) -> tuple[Route, dict[str, str]]:
    """The catalogue's route for a request, and its path parameters; `$default` takes the rest."""
    given = path.split("/")
    for route in (*ROUTES, *HEADS):
        verb, _, pattern = route.key.partition(" ")
        wanted = pattern.split("/")
        if verb != method or len(wanted) != len(given):
            continue
        pairs = list(zip(wanted, given, strict=True))
        if all(want == got or (want.startswith("{") and got) for want, got in pairs):
            return route, {want.strip("{}"): got for want, got in pairs if want.startswith("{")}
    return next(route for route in ROUTES if route.key == "$default"), {}


def handle_of(route: Route) -> Handle:
    """The handler that the catalogue names for a route."""
    function = next(f for f in FUNCTIONS if f.name == route.function)
    module, _, name = function.handler.rpartition(".")
    handle: Handle = getattr(importlib.import_module(module), name)
    return handle


def call(made: Event) -> "Answer":
    """Give an event to the handler that the catalogue names for it."""
    route = next(route for route in (*ROUTES, *HEADS) if route.key == made["routeKey"])
    answer = handle_of(route)(made, None)
    return Answer(
        answer["statusCode"], answer["headers"], answer.get("body", ""), answer.get("cookies", [])
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """What a handler answered."""

    status: int
    headers: Mapping[str, str]
    body: str
    cookies: list[str] = field(default_factory=list)

    @property
    def json(self) -> Any:
        """The body, parsed."""
        return json.loads(self.body)

    @property
    def page(self) -> Document:
        """The body as HTML."""
        return parse(self.body)

    @property
    def location(self) -> str:
        """Where a redirect leads."""
        return self.headers["location"]

    @property
    def query(self) -> dict[str, str]:
        """The parameters of the address that a redirect leads to."""
        values = parse_qs(urlsplit(self.location).query, keep_blank_values=True)
        return {name: found[0] for name, found in values.items()}

    @property
    def kept(self) -> dict[str, str]:
        """The cookies it sets; one that it drops is an empty text."""
        pairs = [cookie.partition(";")[0].partition("=") for cookie in self.cookies]
        return {name: value for name, _, value in pairs}


@dataclass(slots=True)
class Browser:
    """A browser without scripts: keeps cookies, follows redirects, sends a page's hidden fields.

    A redirect to another site is not followed; `last` is then the redirect itself.
    """

    address: str = ADDRESS
    cookies: dict[str, str] = field(default_factory=dict)
    path: str = "/"
    last: Answer = field(default_factory=lambda: Answer(0, {}, ""))

    def get(self, path: str, *, follow: bool = True) -> Answer:
        """Open an address of ours, absolute or not."""
        self.path = _local(urljoin(ORIGIN + self.path, path))
        return self._sent(self._get(), follow=follow)

    def submit(
        self, fields: Mapping[str, str] | None = None, *, action: str = "", follow: bool = True
    ) -> Answer:
        """Send the form of the page shown (the first, or the one of that `action`), filled in."""
        form = self.form(action)
        sent = {**form.values, **(fields or {})}
        self.path = _local(urljoin(ORIGIN + self.path, form.action or self.path))
        return self._sent(self._post(sent), follow=follow)

    def form(self, action: str = "") -> PageForm:
        """A form of the page shown that is sent by POST."""
        forms = [form for form in self.last.page.forms if form.method == "post"]
        for form in forms:
            if not action or urlsplit(form.action).path == action:
                return form
        raise AssertionError(f"no form {action!r} at {self.path}: {self.last.page.text}")

    def _get(self) -> Event:
        return event("GET", self.path, cookies=self.cookies, address=self.address)

    def _post(self, sent: Mapping[str, str]) -> Event:
        headers = {"origin": ORIGIN, "sec-fetch-site": "same-origin", "content-type": FORM}
        return event(
            "POST",
            self.path,
            body=urlencode(sent),
            cookies=self.cookies,
            headers=headers,
            address=self.address,
        )

    def _sent(self, made: Event, *, follow: bool) -> Answer:
        for _ in range(REDIRECTS):
            self.last = call(made)
            self._keep(self.last)
            if not follow or self.last.status not in (302, 303) or self._leads_away():
                return self.last
            self.path = _local(urljoin(ORIGIN + self.path, self.last.location))
            made = self._get()
        raise AssertionError(f"more than {REDIRECTS} redirects at {self.path}")

    def _leads_away(self) -> bool:
        return not urljoin(ORIGIN + self.path, self.last.location).startswith(ORIGIN + "/")

    def _keep(self, answer: Answer) -> None:
        for name, value in answer.kept.items():
            self.cookies[name] = value
        self.cookies = {name: value for name, value in self.cookies.items() if value}


def _local(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")
