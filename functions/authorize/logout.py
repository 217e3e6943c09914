"""Signing out from an agency (OpenID Connect RP-Initiated Logout), after a question."""

import hmac
from dataclasses import dataclass
from urllib.parse import urlencode

from functions.authorize.app import app
from functions.authorize.desk import LONGEST_QUERY, desk, parameters_of, refused
from functions.authorize.flow import who_is_here
from functions.authorize.whose import left
from llave import wiring
from llave.oidc.errors import InvalidToken, NotTrusted
from llave.oidc.parameters import Parameters
from llave.oidc.proposal import LONGEST_STATE, is_visible
from llave.oidc.redirects import origin_of
from llave.people.sessions import COOKIE
from llave.web.app import ForeignOrigin, Shown
from llave.web.request import CSRF_COOKIE, Request
from llave.web.response import Page, Response, drop_cookie, see_other

ASKED = ("id_token_hint", "client_id", "post_logout_redirect_uri", "state")


@dataclass(frozen=True, slots=True)
class Return:
    """Where a person goes after signing out; without an address, to a page of ours."""

    client_id: str | None = None
    uri: str | None = None
    state: str | None = None

    @property
    def address(self) -> str | None:
        if self.uri is None or self.state is None:
            return self.uri
        joint = "&" if "?" in self.uri else "?"
        return f"{self.uri}{joint}{urlencode({'state': self.state})}"


@app.page("GET /oauth/logout", refused=refused)
def ask(request: Request, _shown: Shown) -> Page | Response:
    back = _return(parameters_of(request))
    if who_is_here(request.cookies.get(COOKIE), desk(), wiring.now()) is None:
        return _done(back)
    return Page(
        "authorize/logout.html",
        {"client_id": back.client_id, "uri": back.uri, "state": back.state},
        form_action=(origin_of(back.uri),) if back.uri else (),
    )


@app.open("POST /oauth/logout", refused=refused)
def sign_out(request: Request) -> Page | Response:
    """Our own form ends the session; an agency's is answered by the question."""
    parameters = Parameters.read(request.body.decode("ascii", "replace"))
    token = parameters.get("csrf")
    if token is None:
        return _asked_by_get(parameters)
    kept = request.cookies.get(CSRF_COOKIE, "")
    if not kept or not hmac.compare_digest(token.encode(), kept.encode()):
        raise ForeignOrigin("csrf token")
    back = _return(parameters)
    now = wiring.now()
    who = who_is_here(request.cookies.get(COOKIE), desk(), now)
    if who is not None:
        left(who, now)
    return _done(back).with_cookies(drop_cookie(COOKIE))


def _asked_by_get(parameters: Parameters) -> Response:
    asked = {name: value for name in ASKED if (value := parameters.get(name))}
    query = urlencode(asked)
    if len(query) > LONGEST_QUERY:
        raise NotTrusted("too long")
    return see_other(f"/oauth/logout?{query}")


def _return(parameters: Parameters) -> Return:
    """The checked address; raises NotTrusted when it is not registered for the client named."""
    if parameters.faulty:
        raise NotTrusted("a parameter that came twice or can not be read")
    uri, client_id = parameters.get("post_logout_redirect_uri"), _client_id(parameters)
    if uri is None:
        return Return(client_id)
    client = desk().clients.get(client_id or "")
    if client is None or not client.may_return_to(uri):
        raise NotTrusted("address after signing out not registered")
    state = parameters.get("state")
    if state is not None and not is_visible(state, LONGEST_STATE):
        raise NotTrusted("unreadable state")
    return Return(client.id, uri, state)


def _client_id(parameters: Parameters) -> str | None:
    hint, named = parameters.get("id_token_hint"), parameters.get("client_id")
    if hint is None:
        return named
    try:
        hinted = desk().hints.client_in(hint)
    except InvalidToken:
        raise NotTrusted("a hint that is not ours") from None
    if named not in (None, hinted):
        raise NotTrusted("the hint is another client's")
    return hinted


def _done(back: Return) -> Page | Response:
    address = back.address
    return see_other(address) if address else Page("authorize/signed_out.html")
