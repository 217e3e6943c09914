"""What this function's handlers share: its adapters, its browser cookie, how it says no."""

from functions.authorize.flow import answer_address
from functions.authorize.ports import Desk, Fresh
from llave import wiring
from llave.errors import Refused
from llave.oidc import supported
from llave.oidc.errors import AuthorizationRefused, NotTrusted
from llave.oidc.hints import Hints
from llave.oidc.parameters import Parameters
from llave.settings import settings
from llave.web.problems import headers_of, status_of
from llave.web.request import Request
from llave.web.response import Page, Response, see_other, set_cookie

BROWSER_COOKIE = "__Host-solicitud"
# What the edge lets through; a longer one is refused whole, never read in part.
LONGEST_QUERY = 8192


def desk() -> Desk:
    """The adapters."""
    origin = settings().origin
    return Desk(
        clients=wiring.clients(),
        pending=wiring.pending_authorizations(),
        sessions=wiring.sessions(),
        accounts=wiring.accounts(),
        consents=wiring.consents(),
        codes=wiring.codes(),
        hints=Hints(wiring.public_keys(), wiring.keyring(), origin),
        factors=wiring.factors,
        verifications=wiring.verifications,
        tickets=wiring.tickets,
        ways=supported.WAYS,
        issuer=origin,
    )


def fresh() -> Fresh:
    """New random values."""
    return Fresh(id=wiring.new_id(), event=wiring.new_id(), token=wiring.new_token())


def parameters_of(request: Request) -> Parameters:
    """The query's parameters; raises NotTrusted."""
    if len(request.query_string) > LONGEST_QUERY:
        raise NotTrusted("query too long")
    return Parameters.read(request.query_string)


def browser_of(request: Request) -> str | None:
    """The token that ties requests to the browser, if it has one."""
    return request.cookies.get(BROWSER_COOKIE)


def remembered(answer: Response, browser: str, request: Request) -> Response:
    """The answer, leaving the browser its token when it is new."""
    if browser_of(request) == browser:
        return answer
    return answer.with_cookies(set_cookie(BROWSER_COOKIE, browser))


def refused(refusal: Refused) -> Page | Response:
    """The agency is told by redirect; what may not be sent anywhere is told to the person."""
    if isinstance(refusal, AuthorizationRefused):
        answer = {"error": refusal.error, "error_description": refusal.description}
        uri, state = refusal.redirect_uri, refusal.state
        return see_other(answer_address(uri, settings().origin, state, **answer))
    status = status_of(refusal)
    return Page(
        "authorize/refused.html",
        {"code": refusal.code, "status": status},
        status,
        headers=headers_of(refusal),
    )
