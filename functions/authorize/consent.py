"""The consent page: which agency, for what, which data, in plain words."""

from datetime import datetime

from functions.authorize import flow
from functions.authorize.app import app
from functions.authorize.desk import browser_of, desk, fresh, refused
from functions.authorize.forms import ConsentForm
from llave import wiring
from llave.oidc.clients import Client
from llave.oidc.requests import PendingAuthorization
from llave.people.sessions import COOKIE
from llave.web.app import Shown
from llave.web.request import Request
from llave.web.response import Page, Response, see_other


def led_on(pending: PendingAuthorization, request: Request, now: datetime) -> Response:
    """Where a request goes next: to sign in, to consent, or back to its agency with a code."""
    who = flow.who_is_here(request.cookies.get(COOKIE), desk(), now)
    step = flow.next_step(pending, who, flow.client_of(pending, desk()), desk(), now)
    if who is None or step is flow.Step.SIGN_IN:
        return see_other(f"/entrar?solicitud={pending.id}")
    if step is flow.Step.CONSENT:
        return see_other(f"/oauth/consent?solicitud={pending.id}")
    return see_other(flow.answered(pending, who, False, desk(), fresh(), now))


@app.page("GET /oauth/consent", refused=refused)
def show(request: Request, shown: Shown) -> Page | Response:
    now = wiring.now()
    pending_id = shown.values.get("solicitud") or request.query.get("solicitud", "")
    pending = flow.waiting(pending_id, browser_of(request), desk(), now)
    client = flow.client_of(pending, desk())
    who = flow.who_is_here(request.cookies.get(COOKIE), desk(), now)
    if flow.next_step(pending, who, client, desk(), now) is not flow.Step.CONSENT:
        return led_on(pending, request, now)
    return _page(pending, client, shown)


@app.form("POST /oauth/consent", ConsentForm, again=show, refused=refused)
def decide(request: Request, form: ConsentForm) -> Response:
    now = wiring.now()
    pending = flow.waiting(form.solicitud, browser_of(request), desk(), now)
    who = flow.who_is_here(request.cookies.get(COOKIE), desk(), now)
    step = flow.next_step(pending, who, flow.client_of(pending, desk()), desk(), now)
    if who is None or step is flow.Step.SIGN_IN:
        return see_other(f"/entrar?solicitud={pending.id}")
    if form.decision == "decline":
        raise flow.declined(pending, desk())
    return see_other(flow.answered(pending, who, True, desk(), fresh(), now))


def _page(pending: PendingAuthorization, client: Client, shown: Shown) -> Page:
    return Page(
        "authorize/consent.html",
        {
            "agency": client.name,
            "purpose": client.purpose,
            "pending": pending.id,
            "scopes": pending.request.scopes,
            "errors": list(shown.errors),
        },
        form_action=(pending.redirect_origin,),
    )
