"""The pages before there are pictures: what is needed, and the choice of documents."""

from datetime import timedelta

from functions.verify import flow, shown
from functions.verify.app import app
from functions.verify.desk import desk, errand_of, visitor_of, who_calls
from functions.verify.forms import ButtonForm, StartForm
from functions.verify.paths import CHOOSE, HOME, SIGN_IN, SIGN_IN_AGAIN
from llave import wiring
from llave.documents.cases import DECIDED, UNDER_WAY, Case, State
from llave.people.accounts import Level
from llave.people.sessions import SignedIn
from llave.settings import settings
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
    case = flow.newest(who.account.person, desk(), wiring.now())
    if case is None:
        return Page(
            "verify/inicio.html", {"is_verified": _is_verified(who), "errand": errand_of(request)}
        )
    if case.state is State.COLLECTING:
        return _case_page(case, request, again)
    return _state_page(case, who, errand_of(request))


@app.page("GET /verificar/documentos")
def documents(request: Request, again: Shown) -> Answer:
    """Which documents she has; with a case under way there is nothing to choose."""
    now, who = wiring.now(), visitor_of(request)
    if who is None:
        return see_other(SIGN_IN)
    case = flow.newest(who.account.person, desk(), now)
    if _is_verified(who) or (case and case.is_open):
        return see_other(HOME)
    if now - who.session.auth_time > flow.RECENT:
        return see_other(SIGN_IN_AGAIN)
    return Page(
        "verify/documentos.html",
        {
            "documents": shown.document_items(),
            "bills": shown.bill_items(),
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


def _is_verified(who: SignedIn) -> bool:
    return who.account.level is Level.VERIFICADA


def _case_page(case: Case, request: Request, again: Shown) -> Page:
    received = request.query.get("recibida", "") if request.method == "GET" else ""
    return Page(
        "verify/caso.html",
        {
            "tasks": shown.tasks(case),
            "choice": shown.choice_rows(case),
            "is_complete": not case.missing,
            "attempts": flow.attempts_left(case.person, desk(), wiring.now()),
            "received": shown.received(case, received),
            "kept": shown.kept(case),
            "errand": errand_of(request),
            "errors": again.errors,
            "values": {},
        },
    )


def _state_page(case: Case, who: SignedIn, errand: Errand | None) -> Page:
    title, what = shown.STATES[case.state]
    left = flow.attempts_left(case.person, desk(), wiring.now())
    return Page(
        "verify/estado.html",
        {
            "state": case.state.value,
            "state_title": title,
            "state_text": what,
            "rows": shown.state_rows(case, timedelta(days=settings().evidence_days)),
            "is_waiting": case.state in UNDER_WAY,
            "reasons": shown.reasons(case),
            "attempts": left,
            "errand": errand,
            "may_retry": case.state in DECIDED and not _is_verified(who),
        },
    )
