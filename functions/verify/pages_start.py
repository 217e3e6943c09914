"""The pages before there are pictures: what is needed, and the choice of documents."""

from functions.verify import flow, shown
from functions.verify.app import app
from functions.verify.desk import desk, errand_of, visitor_of, who_calls
from functions.verify.forms import ButtonForm, StartForm
from functions.verify.paths import CHOOSE, HOME, SECOND_STEP_FIRST, SIGN_IN, SIGN_IN_AGAIN
from functions.verify.protecting import Missing, Standing, standing
from llave import wiring
from llave.documents.cases import DECIDED, UNDER_WAY, Case, State
from llave.settings import settings
from llave.web import returning
from llave.web.app import Answer, Shown
from llave.web.errands import Errand
from llave.web.request import Request
from llave.web.response import Page, see_other


@app.page("GET /verificar")
def home(request: Request, again: Shown) -> Answer:
    """Where she stands: what is needed, the pictures still to be taken, or what became of them."""
    who = visitor_of(request)
    if who is None:
        return see_other(SIGN_IN)
    now = wiring.now()
    case, stands = flow.newest(who.account.person, desk(), now), standing(who, now)
    if case is None or (case.state is State.ACCEPTED and not stands.is_settled):
        page = _home_page(stands, request)
    elif case.state is State.COLLECTING:
        page = _case_page(case, stands, request, again)
    else:
        page = _state_page(case, stands, errand_of(request))
    # Who is led to her account's security from here comes back; who is protected is back.
    is_away = stands.missing is Missing.FACTOR
    kept = returning.remember(returning.VERIFYING) if is_away else returning.forget()
    return page.with_cookies(kept)


@app.page("GET /verificar/documentos")
def documents(request: Request, again: Shown) -> Answer:
    """Which documents she has; with a case under way there is nothing to choose."""
    now, who = wiring.now(), visitor_of(request)
    if who is None:
        return see_other(SIGN_IN)
    case, stands = flow.newest(who.account.person, desk(), now), standing(who, now)
    if stands.is_settled or (case and case.is_open):
        return see_other(HOME)
    if stands.missing in (Missing.FACTOR, Missing.RECOVERY):
        return see_other(HOME)
    if now - who.session.auth_time > flow.RECENT:
        return see_other(SIGN_IN_AGAIN)
    if stands.missing is Missing.STEP:
        return see_other(SECOND_STEP_FIRST)
    return Page(
        "verify/documentos.html",
        {
            "documents": shown.document_items(),
            "bills": shown.bill_items(),
            "notice": settings().privacy_notice,
            "errand": errand_of(request),
            "errors": again.errors,
            "values": again.values or shown.chosen_before(case),
        },
    )


@app.form("POST /verificar/documentos", StartForm, again=documents)
def start(request: Request, form: StartForm) -> Answer:
    """Open a case."""
    flow.start(who_calls(request), *form.kinds, desk(), wiring.now())
    return see_other(HOME)


@app.form("POST /verificar/cambiar", ButtonForm, again=home)
def change(request: Request, form: ButtonForm) -> Answer:
    """Let the case go, to choose other documents."""
    person, now = who_calls(request).account.person, wiring.now()
    case = flow.collecting(person, desk(), now)
    if case is None:
        return see_other(HOME)
    flow.give_up(case, desk(), now)
    return see_other(CHOOSE)


def _home_page(stands: Standing, request: Request) -> Page:
    is_back = bool(returning.place(request)) and stands.missing is not Missing.FACTOR
    return Page(
        "verify/inicio.html",
        {"stands": stands, "is_back": is_back, "errand": errand_of(request)},
    )


def _case_page(case: Case, stands: Standing, request: Request, again: Shown) -> Page:
    received = request.query.get("recibida", "") if request.method == "GET" else ""
    return Page(
        "verify/caso.html",
        {
            "tasks": shown.tasks(case),
            "choice": shown.choice_rows(case),
            "is_complete": not case.missing,
            "missing": stands.missing,
            "attempts": flow.attempts_left(case.person, desk(), wiring.now()),
            "received": shown.received(case, received),
            "kept": shown.kept(case),
            "until": shown.until(case, wiring.retention()),
            "errand": errand_of(request),
            "errors": again.errors,
            "values": {},
        },
    )


def _state_page(case: Case, stands: Standing, errand: Errand | None) -> Page:
    title, what = shown.STATES[case.state]
    left = flow.attempts_left(case.person, desk(), wiring.now())
    return Page(
        "verify/estado.html",
        {
            "state": case.state.value,
            "state_title": title,
            "state_text": what,
            "rows": shown.state_rows(case, wiring.retention()),
            "is_waiting": case.state in UNDER_WAY,
            "reasons": shown.reasons(case),
            "attempts": left,
            "errand": errand,
            "may_retry": case.state in DECIDED and not stands.is_settled,
        },
    )
