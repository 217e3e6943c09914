"""The page of the second step: for who has just given her password, and for who is in and needs more."""

from datetime import datetime

from functions.login import flow
from functions.login.app import app
from functions.login.flow import Stepped
from functions.login.forms import SecondStepPage
from functions.login.goals import Goal, goal, goal_of, serving
from llave import wiring
from llave.people.challenges import COOKIE, LIFE, ChallengeGone
from llave.people.factors import Method
from llave.people.second_step import PASSWORD_LIFE
from llave.people.sessions import SignedIn
from llave.people.stepping import (
    Waiting,
    passkey_options,
    send_code,
    stepping_up,
    take,
    waiting,
)
from llave.web.app import Answer, Shown
from llave.web.request import Request
from llave.web.response import Page, Response, drop_cookie, see_other, set_cookie

OTHERS = {
    Method.PASSKEY: "seguridad.entrar.otra_llave",
    Method.TOTP: "seguridad.entrar.otra_aplicacion",
    Method.SMS: "seguridad.entrar.otra_mensaje",
    Method.RECOVERY_CODE: "seguridad.entrar.otra_respaldo",
}
PATH = "/entrar/segundo-factor"
AGAIN = "/entrar/confirmar-identidad"


@app.page("GET /entrar/segundo-factor")
def second_page(request: Request, shown: Shown) -> Answer:
    """One method at a time, the strongest first; the others are a link away."""
    now = wiring.now()
    goes = goal_of(request, shown, now)
    here = _here(request, now)
    if here is not None:
        return _page(here, request, shown, goes)
    who = flow.who_is_in(request, now)
    stepped = _step_up(who, now) if who and request.method == "GET" else None
    if stepped is not None:
        return remember(see_other(goes.on(PATH)), stepped)
    # The page of signing in would send on who is in, unless an agency waits: then anybody may enter.
    if who and goes.pending is None and now - who.session.auth_time > PASSWORD_LIFE:
        return see_other(goes.on(AGAIN))
    return see_other(goes.on("/entrar", aviso="segundo"))


@app.form("POST /entrar/segundo-factor", SecondStepPage, again=second_page)
def second_step(request: Request, form: SecondStepPage) -> Answer:
    """Send a code, or check the answer and go on."""
    now = wiring.now()
    here = named(request, form.challenge, now)
    goes = goal(form.solicitud, form.volver, now)
    if form.action == "send":
        send_code(here, flow.step_ports(), now)
        return see_other(goes.on(PATH, metodo=Method.SMS.value))
    entered = take(here, form.given, flow.step_ports(), now)
    otherwise = "/cuenta/seguridad" if here.challenge.first.continues else "/cuenta"
    gone = drop_cookie(COOKIE)
    return see_other(goes.address(otherwise)).with_cookies(*flow.cookies(entered), gone)


def named(request: Request, challenge: str, now: datetime) -> Waiting:
    """The challenge of this browser, if it is the one that is named; raises ChallengeGone."""
    here = waiting(request.cookies.get(COOKIE), flow.step_ports(), now)
    if here.challenge.id != challenge:
        raise ChallengeGone("another challenge's form")
    return here


def remember(answer: Response, stepped: Stepped) -> Response:
    """The answer, leaving the browser what finds its challenge."""
    return answer.with_cookies(set_cookie(COOKIE, stepped.cookie, int(LIFE.total_seconds())))


def _here(request: Request, now: datetime) -> Waiting | None:
    cookie = request.cookies.get(COOKIE)
    if not cookie:
        return None
    try:
        return waiting(cookie, flow.step_ports(), now)
    except ChallengeGone:
        return None


def _step_up(who: SignedIn, now: datetime) -> Stepped | None:
    credential = wiring.credentials().get(who.account.person)
    if credential is None:
        return None
    found = stepping_up(who, credential.version, flow.step_ports(), now)
    return Stepped(*found) if found else None


def _page(here: Waiting, request: Request, shown: Shown, goes: Goal) -> Page:
    now = wiring.now()
    methods = serving(here.methods, goes)
    wanted = shown.values.get("method") or request.query.get("metodo", "")
    method = next((one for one in methods if one.value == wanted), None)
    method = method or next(iter(methods), None)
    is_passkey = method is Method.PASSKEY
    return Page(
        "login/segundo.html",
        {
            "errors": shown.errors,
            "values": shown.values,
            "challenge": here.challenge.id,
            "method": method.value if method else "",
            "others": [
                {"value": one.value, "text": OTHERS[one]} for one in methods if one is not method
            ],
            "options": passkey_options(here, flow.step_ports().site) if is_passkey else "",
            "is_sent": here.challenge.has_live_code(now),
            "kept": goes.query,
            "agency": goes.agency,
        },
        form_action=goes.form_action,
    )
