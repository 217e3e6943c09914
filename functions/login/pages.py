"""The pages of signing in and out, and the home page."""

from urllib.parse import urlencode

from functions.login import flow
from functions.login.app import app
from functions.login.flow import Challenged, Stepped
from functions.login.forms import SignInPage, SignOutPage
from functions.login.second import PATH, remember
from llave import wiring
from llave.people import devices, registration, sessions
from llave.people.accounts import Level
from llave.people.correcting import LIFE
from llave.web.app import Answer, Shown
from llave.web.request import Request
from llave.web.response import Page, drop_cookie, see_other, set_cookie

# What the page says before its form, by `aviso` in the query.
NOTICES = {
    "confirmado": "entrar.aviso.confirmado",
    "contrasena": "entrar.aviso.contrasena",
    "salir": "entrar.aviso.salir",
    "segundo": "seguridad.entrar.vencido",
}


@app.page("GET /")
def home(request: Request, shown: Shown) -> Answer:
    """What Llave is, and where to begin."""
    return Page("login/inicio.html")


@app.page("GET /entrar")
def sign_in_page(request: Request, shown: Shown) -> Answer:
    """The form; it names the agency that waits, if one does."""
    asked = request.query.get("solicitud") or shown.values.get("solicitud")
    if not asked and request.method == "GET" and flow.who_is_in(request, wiring.now()):
        return see_other("/cuenta")
    waiting = flow.pending(asked, wiring.now())
    is_known = devices.COOKIE in request.cookies
    return Page(
        "login/entrar.html",
        {
            "errors": shown.errors,
            "values": {"device": "remember" if is_known else "", **shown.values},
            "agency": waiting.client_name if waiting else "",
            "solicitud": waiting.id if waiting else "",
            "is_over": bool(asked) and waiting is None,
            "notice": NOTICES.get(request.query.get("aviso", ""), ""),
        },
        # Browsers hold the form to this even on the redirects that follow it.
        form_action=(waiting.redirect_origin,) if waiting else (),
    )


@app.form("POST /entrar", SignInPage, again=sign_in_page)
def sign_in(request: Request, form: SignInPage) -> Answer:
    """Sign in and go on: to the agency's request, or to the account."""
    now = wiring.now()
    waiting = flow.pending(form.solicitud, now)
    needs_second = waiting is not None and waiting.request.level is Level.VERIFICADA
    outcome = flow.enter(form, request, now, needs_second=needs_second)
    query = f"?{urlencode({'solicitud': waiting.id})}" if waiting else ""
    if isinstance(outcome, Challenged):
        kept = set_cookie(registration.COOKIE, outcome.token, int(LIFE.total_seconds()))
        return see_other(f"/entrar/confirmar{query}").with_cookies(kept)
    if isinstance(outcome, Stepped):
        return remember(see_other(PATH + query), outcome)
    goal = f"/oauth/consent{query}" if waiting else "/cuenta"
    return see_other(goal).with_cookies(*flow.cookies(outcome))


def _signed_out(request: Request, shown: Shown) -> Answer:
    return see_other("/")


@app.form("POST /salir", SignOutPage, again=_signed_out)
def sign_out(request: Request, form: SignOutPage) -> Answer:
    """End the session."""
    flow.leave(request, wiring.now())
    return see_other("/entrar?aviso=salir").with_cookies(drop_cookie(sessions.COOKIE))
