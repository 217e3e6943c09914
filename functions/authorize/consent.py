"""The consent page: which agency, for what, which data, in plain words."""

from datetime import datetime

from functions.authorize import flow
from functions.authorize.app import app
from functions.authorize.desk import browser_of, desk, fresh, refused
from functions.authorize.forms import ConsentForm
from functions.authorize.tickets import kept_for_later
from functions.authorize.whose import left, named
from llave import wiring
from llave.oidc.clients import Client
from llave.oidc.planner import Step
from llave.oidc.requests import PendingAuthorization
from llave.oidc.supported import Way
from llave.people.sessions import COOKIE, SignedIn
from llave.web import errands
from llave.web.app import Shown
from llave.web.request import Request
from llave.web.response import Page, Response, drop_cookie, see_other

# Where each step is done; all of them lead back to the consent's address, which plans anew.
PAGES = {
    Step.PASSWORD: "/entrar",
    Step.FRESH_SIGN_IN: "/entrar",
    Step.ENROLMENT: Way.ENROLMENT.value,
    Step.VERIFICATION: Way.VERIFICATION.value,
    Step.SECOND_FACTOR: Way.SECOND_STEP.value,
    Step.CONSENT: "/oauth/consent",
}
# Pages with forms of their own, which find the way back by a cookie.
ELSEWHERE = frozenset({Step.ENROLMENT, Step.VERIFICATION})


def led_on(pending: PendingAuthorization, request: Request, now: datetime) -> Response:
    """Where a request goes next: to what is missing, or back to its agency with a code."""
    client = flow.client_of(pending, desk())
    who = flow.who_is_here(request.cookies.get(COOKIE), desk(), now)
    step = flow.next_step(pending, who, client, desk(), now)
    if step is None and who is not None:
        return see_other(flow.answered(pending, who, client, False, desk(), fresh(), now))
    return _to(step or Step.PASSWORD, pending, who)


@app.page("GET /oauth/consent", refused=refused)
def show(request: Request, shown: Shown) -> Page | Response:
    now = wiring.now()
    pending_id = shown.values.get("solicitud") or request.query.get("solicitud", "")
    pending = flow.waiting(pending_id, browser_of(request), desk(), now)
    client = flow.client_of(pending, desk())
    who = flow.who_is_here(request.cookies.get(COOKIE), desk(), now)
    step = flow.next_step(pending, who, client, desk(), now)
    if who and step is Step.CONSENT:
        return _page(pending, client, who, shown)
    if who and step and _is_paused(request, who, step):
        return _waiting_page(pending, client, who, step, shown)
    if step is None and who is not None:
        return see_other(flow.answered(pending, who, client, False, desk(), fresh(), now))
    return _to(step or Step.PASSWORD, pending, who)


@app.form("POST /oauth/consent", ConsentForm, again=show, refused=refused)
def decide(request: Request, form: ConsentForm) -> Response:
    now = wiring.now()
    pending = flow.waiting(form.solicitud, browser_of(request), desk(), now)
    client = flow.client_of(pending, desk())
    who = flow.who_is_here(request.cookies.get(COOKIE), desk(), now)
    step = flow.next_step(pending, who, client, desk(), now)
    if who and form.decision == "another":
        left(who, now)
        return _to(Step.PASSWORD, pending, None).with_cookies(drop_cookie(COOKIE))
    if who is None or step is Step.FRESH_SIGN_IN:
        return _to(Step.FRESH_SIGN_IN, pending, who)
    if form.decision == "decline":
        raise flow.declined(pending, step, desk())
    if step is Step.VERIFICATION and form.decision == "later":
        token = kept_for_later(pending, who, desk(), fresh(), now)
        return see_other(f"/tramites/seguir?boleto={token}")
    if step not in (None, Step.CONSENT) or form.decision != "accept":
        return _to(step or Step.CONSENT, pending, who)
    return see_other(flow.answered(pending, who, client, True, desk(), fresh(), now))


def _to(step: Step, pending: PendingAuthorization, who: SignedIn | None) -> Response:
    waits = who is not None and step is Step.VERIFICATION and _is_under_way(who)
    page = PAGES[Step.CONSENT if waits else step]
    answer = see_other(f"{page}?solicitud={pending.id}")
    return answer.with_cookies(errands.remember(pending)) if step in ELSEWHERE else answer


def _is_under_way(who: SignedIn) -> bool:
    return desk().verifications().is_under_way(who.account.person)


def _is_paused(request: Request, who: SignedIn, step: Step) -> bool:
    """Whether she can not go on: her documents are being looked at, or she says so."""
    wants = request.query.get("pausa") == "1" and step in ELSEWHERE
    return wants or (step is Step.VERIFICATION and _is_under_way(who))


def _page(pending: PendingAuthorization, client: Client, who: SignedIn, shown: Shown) -> Page:
    return Page(
        "authorize/consent.html",
        {
            "agency": client.name,
            "purpose": client.purpose,
            "pending": pending.id,
            "scopes": pending.request.consented,
            "account": named(who.account, wiring.person_keys()),
            "errors": list(shown.errors),
        },
        form_action=(pending.redirect_origin,),
    )


def _waiting_page(
    pending: PendingAuthorization, client: Client, who: SignedIn, step: Step, shown: Shown
) -> Page:
    takes_days = step is Step.VERIFICATION
    return Page(
        "authorize/waiting.html",
        {
            "agency": client.name,
            "pending": pending.id,
            "takes_days": takes_days,
            "is_under_way": takes_days and _is_under_way(who),
            "errors": list(shown.errors),
        },
        form_action=(pending.redirect_origin,),
    )
