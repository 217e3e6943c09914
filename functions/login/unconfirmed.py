"""The page for who knows the password of an account without a confirmed contact."""

from functions.login.app import app
from functions.login.forms import UnconfirmedPage
from functions.login.goals import Goal, goal, goal_of
from llave import wiring
from llave.errors import InvalidInput
from llave.people.accounts import Account, Channel, Status
from llave.people.codes import fingerprint
from llave.people.correcting import correct, masked
from llave.people.registration import COOKIE
from llave.web.app import Answer, Shown
from llave.web.request import Request
from llave.web.response import Page, drop_cookie, see_other

SIGN_IN = "/entrar"
NOTICES = {
    "resend": "entrar.confirmar.reenviado",
    "correct": "entrar.confirmar.corregido",
}


@app.page("GET /entrar/confirmar")
def unconfirmed_page(request: Request, shown: Shown) -> Answer:
    """One contact at a time: where the code went, and what to do when it does not come; who has not
    just shown her password does that first."""
    account = _account(request)
    if account is None:
        return see_other(SIGN_IN)
    waiting = _waiting(account)
    asked = shown.values.get("channel") or request.query.get("canal", "")
    channel = next((channel for channel in waiting if channel.value == asked), waiting[0])
    other = next((one for one in waiting if one is not channel), None)
    goes = goal_of(request, shown, wiring.now())
    return Page(
        "login/confirmar.html",
        {
            "errors": shown.errors,
            "values": shown.values,
            "channel": channel.value,
            "other": other.value if other else "",
            "address": _address(account, channel),
            "kept": goes.query,
            "notice": NOTICES.get(request.query.get("aviso", ""), ""),
        },
    )


@app.form("POST /entrar/confirmar", UnconfirmedPage, again=unconfirmed_page)
def mend(request: Request, form: UnconfirmedPage) -> Answer:
    """Confirm by code, send again, or correct."""
    account = _account(request)
    if account is None:
        return see_other(SIGN_IN)
    goes = goal(form.solicitud, form.volver, wiring.now())
    if form.action == "code":
        return _confirmed(account, form, goes)
    if form.action == "resend":
        wiring.confirming().resend(account.person, form.medium, wiring.now())
    else:
        _correct(account, form)
    return see_other(goes.on("/entrar/confirmar", canal=form.channel, aviso=form.action))


def _confirmed(account: Account, form: UnconfirmedPage, goes: Goal) -> Answer:
    if form.code is None:
        raise InvalidInput("required", field="code")
    now = wiring.now()
    status = wiring.confirming().by_code(account.person, form.medium, form.code, now)
    if status is not Status.ACTIVE:
        # Abroad a phone is not enough: the e-mail still waits.
        return see_other(goes.on("/entrar/confirmar", canal="email"))
    return see_other(goes.on(SIGN_IN, aviso="confirmado")).with_cookies(drop_cookie(COOKIE))


def _correct(account: Account, form: UnconfirmedPage) -> None:
    if form.corrected is None:
        raise InvalidInput("required", field=form.channel)
    correct(account, form.corrected, wiring.correcting(), wiring.now())


def _waiting(account: Account) -> list[Channel]:
    """The contacts to confirm. Abroad a confirmed phone is not enough: where somebody said "No fui yo"
    to the e-mail, another is asked for."""
    contacts = account.contacts.items()
    return [name for name, contact in contacts if not contact.is_confirmed] or [Channel.EMAIL]


def _address(account: Account, channel: Channel) -> str:
    has_it = channel in account.contacts
    return masked(account, channel, wiring.person_keys()) if has_it else ""


def _account(request: Request) -> Account | None:
    cookie = request.cookies.get(COOKIE)
    found = wiring.registrations().get(fingerprint(cookie)) if cookie else None
    if found is None or found.done_at is None or not found.is_live(wiring.now()):
        return None
    account = wiring.accounts().get(found.person)
    return account if account and account.status is Status.REGISTERED else None
