"""The pages of signing in and out, and the home page."""

from functions.login import flow
from functions.login.app import app
from functions.login.flow import Challenged, Stepped
from functions.login.forms import SignInPage, SignOutPage
from functions.login.goals import asks_second, goal, goal_of
from functions.login.second import PATH, remember
from llave import wiring
from llave.people import devices, registration, sessions
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
    now = wiring.now()
    goes = goal_of(request, shown, now)
    is_plain = goes.pending is None and not goes.is_over and request.method == "GET"
    if is_plain and flow.who_is_in(request, now):
        return see_other(goes.address())
    is_known = devices.COOKIE in request.cookies
    return Page(
        "login/entrar.html",
        {
            "errors": shown.errors,
            "values": {"device": "remember" if is_known else "", **shown.values},
            "agency": goes.agency,
            "kept": goes.query,
            "is_over": goes.is_over,
            "notice": NOTICES.get(request.query.get("aviso", ""), ""),
        },
        form_action=goes.form_action,
    )


@app.form("POST /entrar", SignInPage, again=sign_in_page)
def sign_in(request: Request, form: SignInPage) -> Answer:
    """Sign in and go on: to the agency's request, to where she was, or to the account."""
    now = wiring.now()
    goes = goal(form.solicitud, form.volver, now)
    outcome = flow.enter(form, request, now, needs_second=asks_second(goes))
    if isinstance(outcome, Challenged):
        kept = set_cookie(registration.COOKIE, outcome.token, int(LIFE.total_seconds()))
        return see_other(goes.on("/entrar/confirmar")).with_cookies(kept)
    if isinstance(outcome, Stepped):
        return remember(see_other(goes.on(PATH)), outcome)
    return see_other(goes.address()).with_cookies(*flow.cookies(outcome))


def _signed_out(request: Request, shown: Shown) -> Answer:
    return see_other("/")


@app.form("POST /salir", SignOutPage, again=_signed_out)
def sign_out(request: Request, form: SignOutPage) -> Answer:
    """End the session."""
    flow.leave(request, wiring.now())
    return see_other("/entrar?aviso=salir").with_cookies(drop_cookie(sessions.COOKIE))
