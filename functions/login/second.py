"""The page of the second step: for who has just given her password, and for who is in and needs more."""

from datetime import datetime
from urllib.parse import urlencode

from functions.login import flow
from functions.login.app import app
from functions.login.flow import Stepped
from functions.login.forms import SecondStepPage
from llave import wiring
from llave.people.challenges import COOKIE, LIFE, ChallengeGone
from llave.people.factors import Method
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


@app.page("GET /entrar/segundo-factor")
def second_page(request: Request, shown: Shown) -> Answer:
    """One method at a time, the strongest first; the others are a link away."""
    now = wiring.now()
    asked = _asked(request, shown)
    here = _here(request, now)
    if here is not None:
        return _page(here, request, shown, asked.get("solicitud", ""))
    stepped = _step_up(request, now) if request.method == "GET" else None
    if stepped is None:
        return see_other(f"/entrar?{urlencode({**asked, 'aviso': 'segundo'})}")
    return remember(see_other(f"{PATH}?{urlencode(asked)}" if asked else PATH), stepped)


@app.form("POST /entrar/segundo-factor", SecondStepPage, again=second_page)
def second_step(request: Request, form: SecondStepPage) -> Answer:
    """Send a code, or check the answer and go on."""
    now = wiring.now()
    here = named(request, form.challenge, now)
    query = {"solicitud": form.solicitud} if form.solicitud else {}
    if form.action == "send":
        send_code(here, flow.step_ports(), now)
        return see_other(f"{PATH}?{urlencode({**query, 'metodo': Method.SMS.value})}")
    entered = take(here, form.given, flow.step_ports(), now)
    gone = drop_cookie(COOKIE)
    pending = flow.pending(form.solicitud, now)
    return see_other(_goal(here, pending.id if pending else "")).with_cookies(
        *flow.cookies(entered), gone
    )


def named(request: Request, challenge: str, now: datetime) -> Waiting:
    """The challenge of this browser, if it is the one that is named; raises ChallengeGone."""
    here = waiting(request.cookies.get(COOKIE), flow.step_ports(), now)
    if here.challenge.id != challenge:
        raise ChallengeGone("another challenge's form")
    return here


def remember(answer: Response, stepped: Stepped) -> Response:
    """The answer, leaving the browser what finds its challenge."""
    return answer.with_cookies(set_cookie(COOKIE, stepped.cookie, int(LIFE.total_seconds())))


def _goal(here: Waiting, pending: str) -> str:
    if pending:
        return f"/oauth/consent?{urlencode({'solicitud': pending})}"
    return "/cuenta/seguridad" if here.challenge.first.continues else "/cuenta"


def _here(request: Request, now: datetime) -> Waiting | None:
    cookie = request.cookies.get(COOKIE)
    if not cookie:
        return None
    try:
        return waiting(cookie, flow.step_ports(), now)
    except ChallengeGone:
        return None


def _step_up(request: Request, now: datetime) -> Stepped | None:
    who = flow.who_is_in(request, now)
    credential = wiring.credentials().get(who.account.person) if who else None
    if who is None or credential is None:
        return None
    found = stepping_up(who, credential.version, flow.step_ports(), now)
    return Stepped(*found) if found else None


def _asked(request: Request, shown: Shown) -> dict[str, str]:
    solicitud = shown.values.get("solicitud") or (
        request.query.get("solicitud", "") if request.method == "GET" else ""
    )
    return {"solicitud": solicitud} if solicitud else {}


def _page(here: Waiting, request: Request, shown: Shown, solicitud: str) -> Page:
    now = wiring.now()
    wanted = shown.values.get("method") or request.query.get("metodo", "")
    method = next((one for one in here.methods if one.value == wanted), None)
    method = method or next(iter(here.methods), None)
    pending = flow.pending(solicitud, now)
    is_passkey = method is Method.PASSKEY
    return Page(
        "login/segundo.html",
        {
            "errors": shown.errors,
            "values": shown.values,
            "challenge": here.challenge.id,
            "method": method.value if method else "",
            "others": [
                {"value": one.value, "text": OTHERS[one]}
                for one in here.methods
                if one is not method
            ],
            "options": passkey_options(here, flow.step_ports().site) if is_passkey else "",
            "is_sent": here.challenge.has_live_code(now),
            "solicitud": pending.id if pending else "",
            "agency": pending.client_name if pending else "",
        },
        form_action=(pending.redirect_origin,) if pending else (),
    )
