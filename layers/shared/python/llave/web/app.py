"""From an event of API Gateway to a handler and back.

API Gateway has already matched the route; the app looks the handler up by its route key, so there is
no second description of the routes. What holds for every answer is decided here and nowhere else:
the edge's secret, who may post from where, refusals, security headers, `no-store`.
"""

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from llave import log
from llave.errors import Broken, NotAllowed, NotFound, NotSignedIn, Refused, ToldElsewhere
from llave.settings import settings
from llave.web.problems import FieldError, field_errors, headers_of, problem, status_of
from llave.web.request import CSRF_COOKIE, ORIGIN_SECRET, Request
from llave.web.response import Page, Response, set_cookie

if TYPE_CHECKING:
    # Pydantic costs more to import than a hot handler may take; handlers with forms import it.
    from llave.web.forms import Form

Answer = Response | Page
Handler = Callable[[Request], Answer]
Kind = Literal["api", "page", "open"]
F = TypeVar("F", bound="Form")

SECURITY_HEADERS = {
    "strict-transport-security": "max-age=31536000; includeSubDomains",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "x-frame-options": "DENY",
}
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'self'"
)
DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"


class ForeignOrigin(NotAllowed):
    """A browser sent this from a page that is not ours, or without our token."""

    code = "foreign_origin"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows again after bad input: the mistakes, and what was typed but for secrets."""

    errors: tuple[FieldError, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)


PageHandler = Callable[[Request, Shown], Answer]


@dataclass(frozen=True, slots=True)
class _Entry:
    handler: Handler
    kind: Kind
    refused: Callable[[Refused], Answer] | None = None

    def refusal(self, refusal: Refused) -> Answer:
        """How this route says no."""
        return self.refused(refusal) if self.refused else _refusal(refusal, self.kind)


class App:
    """The routes of one function; `handle` is what Lambda calls."""

    def __init__(self) -> None:
        self._entries: dict[str, _Entry] = {}

    @property
    def routes(self) -> frozenset[str]:
        """The route keys that have a handler."""
        return frozenset(self._entries)

    def api(self, key: str) -> Callable[[Handler], Handler]:
        """A JSON route of the first-party contract: a browser may call it from our own pages only."""
        return self._register(key, "api")

    def open(
        self, key: str, refused: Callable[[Refused], Answer] | None = None
    ) -> Callable[[Handler], Handler]:
        """A route that other sites and servers call (OAuth); it authenticates by itself, and answers
        refusals as its own standard says."""
        return self._register(key, "open", refused)

    def page(
        self, key: str, refused: Callable[[Refused], Answer] | None = None
    ) -> Callable[[PageHandler], PageHandler]:
        """A page; it gets what to show again, which is empty on a GET."""

        def register(handler: PageHandler) -> PageHandler:
            self._entries[key] = _Entry(lambda request: handler(request, Shown()), "page", refused)
            return handler

        return register

    def form(
        self,
        key: str,
        model: type[F],
        again: PageHandler,
        refused: Callable[[Refused], Answer] | None = None,
    ) -> Callable[[Callable[[Request, F], Answer]], Callable[[Request, F], Answer]]:
        """A page's POST: parse `model`, call the handler; a refusal shows the page `again`."""

        def register(handler: Callable[[Request, F], Answer]) -> Callable[[Request, F], Answer]:
            def run(request: Request) -> Answer:
                return _form_or_again(request, model, handler, again)

            self._entries[key] = _Entry(run, "page", refused)
            return handler

        return register

    def handle(self, event: Mapping[str, Any], _context: object = None) -> dict[str, Any]:
        """Answer one event of API Gateway (payload format 2.0)."""
        if event.get("warm"):
            return {}
        if not _from_the_edge(event):
            return _plain(403, "forbidden")
        asked = _as_get(event) if _method(event) == "HEAD" else event
        answer = _rendered(asked, self._entries[asked["routeKey"]])
        # To HEAD all is answered as to GET, but for the body (RFC 9110, 9.3.2).
        return answer if asked is event else {**answer, "body": "", "isBase64Encoded": False}

    def _register(
        self, key: str, kind: Kind, refused: Callable[[Refused], Answer] | None = None
    ) -> Callable[[Handler], Handler]:
        def register(handler: Handler) -> Handler:
            self._entries[key] = _Entry(handler, kind, refused)
            return handler

        return register


def _rendered(event: Mapping[str, Any], entry: _Entry) -> dict[str, Any]:
    route = event["routeKey"]
    request: Request | None = None
    try:
        request = Request.from_event(event)
        _expect_our_origin(request, entry.kind)
        return _finished(entry.handler(request), request)
    except Refused as refusal:
        log.info("refused", route=route, code=refusal.code, reason=refusal.reason)
        return _finished(entry.refusal(refusal), request)
    except Exception as error:
        log.failure("defect", error, route=route)
        return _finished(entry.refusal(Broken()), request)


def _form_or_again(
    request: Request, model: type[F], handler: Callable[[Request, F], Answer], again: PageHandler
) -> Answer:
    from llave.web.forms import from_form

    fields = dict(request.form)
    token = fields.pop("csrf", "")
    kept = request.cookies.get(CSRF_COOKIE, "")
    if not token or not hmac.compare_digest(token.encode(), kept.encode()):
        raise ForeignOrigin("csrf token")
    try:
        return handler(request, from_form(model, fields))
    except (NotSignedIn, NotFound, ForeignOrigin, ToldElsewhere):
        raise
    except Refused as refusal:
        log.info("refused", route=request.route, code=refusal.code, reason=refusal.reason)
        typed = {name: value for name, value in fields.items() if name not in model.SECRET}
        shown = again(request, Shown(field_errors(refusal), typed))
        if isinstance(shown, Response):
            # There is nothing to show again: the page leads somewhere else.
            return shown
        return replace(
            shown, status=status_of(refusal), headers={**shown.headers, **headers_of(refusal)}
        )


def _method(event: Mapping[str, Any]) -> str:
    method: str = event["requestContext"]["http"]["method"]
    return method


def _as_get(event: Mapping[str, Any]) -> Mapping[str, Any]:
    context = event["requestContext"]
    return {
        **event,
        "routeKey": event["routeKey"].replace("HEAD ", "GET ", 1),
        "requestContext": {**context, "http": {**context["http"], "method": "GET"}},
    }


def _from_the_edge(event: Mapping[str, Any]) -> bool:
    headers = event.get("headers", {})
    given = hashlib.sha256(headers.get(ORIGIN_SECRET, "").encode()).hexdigest()
    return any(hmac.compare_digest(given, known) for known in settings().origin_secret_sha256)


def _expect_our_origin(request: Request, kind: Kind) -> None:
    if kind == "open" or request.method in ("GET", "HEAD", "OPTIONS"):
        return
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site")
    # Under our own Referrer-Policy browsers send "null" with our forms (Fetch, section 3.1): where
    # it came from is then told by Sec-Fetch-Site, and the form's token is looked at in any case.
    is_named = origin is not None and (origin != "null" or kind != "page")
    if is_named and origin != settings().origin:
        raise ForeignOrigin("origin")
    if not is_named and site not in (None, "same-origin", "none"):
        raise ForeignOrigin("sec-fetch-site")


def _refusal(refusal: Refused, kind: Kind) -> Answer:
    if kind != "page":
        return problem(refusal)
    return Page(
        "problem.html",
        {"code": refusal.code, "status": status_of(refusal)},
        status_of(refusal),
        headers=headers_of(refusal),
    )


def _finished(answer: Answer, request: Request | None) -> dict[str, Any]:
    policy = DATA_POLICY
    cookies = answer.cookies
    if isinstance(answer, Page):
        policy = " ".join((PAGE_POLICY, *answer.form_action))
        csrf = request.csrf if request else ""
        if request and CSRF_COOKIE not in request.cookies:
            cookies = (*cookies, set_cookie(CSRF_COOKIE, csrf))
        answer = _page_response(answer, csrf)
    return {
        "statusCode": answer.status,
        "headers": {
            "cache-control": "no-store",
            "content-type": f"{answer.content_type}{'' if answer.content else '; charset=utf-8'}",
            "content-security-policy": policy,
            **SECURITY_HEADERS,
            **answer.headers,
        },
        "cookies": list(cookies),
        **_body(answer),
    }


def _body(answer: Response) -> dict[str, Any]:
    """API Gateway takes bytes as base64."""
    if not answer.content:
        return {"body": answer.body}
    return {"body": base64.b64encode(answer.content).decode(), "isBase64Encoded": True}


def _page_response(page: Page, csrf: str) -> Response:
    # Jinja2 is only imported by functions that show pages.
    from llave.web.pages import render

    body = render(page.template, csrf=csrf, **page.context)
    return Response(page.status, body, "text/html", page.headers)


def _plain(status: int, text: str) -> dict[str, Any]:
    headers = {"content-type": "text/plain", "cache-control": "no-store"}
    return {"statusCode": status, "headers": headers, "body": text}
