"""What the browser sees of OpenID Connect: the request, the consent, the way out."""

from functions.authorize import consent, logout, tickets
from functions.authorize.app import app
from functions.authorize.desk import browser_of, desk, parameters_of, refused, remembered
from functions.authorize.flow import begun, resumed
from llave import wiring
from llave.oidc.errors import NotTrusted
from llave.oidc.parameters import Parameters
from llave.web.app import Shown
from llave.web.request import Request
from llave.web.response import Response, see_other

__all__ = ["app", "consent", "handle", "logout", "tickets"]


@app.page("GET /oauth/authorize", refused=refused)
def authorize(request: Request, _shown: Shown) -> Response:
    parameters = parameters_of(request)
    browser = browser_of(request) or wiring.new_token()
    now = wiring.now()
    pending_id = parameters.get("solicitud")
    if pending_id is not None:
        pending = resumed(pending_id, browser, desk(), now)
    else:
        pending = begun(parameters, browser, desk(), wiring.new_id(), now)
    return remembered(consent.led_on(pending, request, now), browser, request)


@app.open("POST /oauth/authorize", refused=refused)
def authorize_posted(request: Request) -> Response:
    """Our cookies do not come with another site's POST, so it is answered by a GET (Lax)."""
    if not request.headers.get("content-type", "").lower().startswith(Request.FORM):
        raise NotTrusted("not a form")
    parameters = Parameters.read(request.body.decode("ascii", "replace"))
    pending = begun(parameters, None, desk(), wiring.new_id(), wiring.now())
    return see_other(f"/oauth/authorize?solicitud={pending.id}")


handle = app.handle
