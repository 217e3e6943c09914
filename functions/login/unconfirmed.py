"""The page for who knows the password of an account without a confirmed contact."""

from urllib.parse import urlencode

from functions.login.app import app
from functions.login.forms import UnconfirmedPage
from llave import wiring
from llave.errors import InvalidInput
from llave.people.accounts import Account, Status
from llave.people.codes import fingerprint
from llave.people.correcting import Ports, correct, masked
from llave.people.registration import COOKIE, RegistrationNotFound, live
from llave.web.app import Answer, Shown
from llave.web.request import Request
from llave.web.response import Page, drop_cookie, see_other

NOTICES = {
    "resend": "entrar.confirmar.reenviado",
    "correct": "entrar.confirmar.corregido",
}


@app.page("GET /entrar/confirmar")
def unconfirmed_page(request: Request, shown: Shown) -> Answer:
    """One contact at a time: where the code went, and what to do when it does not come."""
    account = _account(request)
    waiting = [channel for channel, contact in account.contacts.items() if not contact.is_confirmed]
    asked = shown.values.get("channel") or request.query.get("canal", "")
    channel = next((channel for channel in waiting if channel.value == asked), waiting[0])
    other = next((one for one in waiting if one is not channel), None)
    solicitud = request.query.get("solicitud") or shown.values.get("solicitud", "")
    return Page(
        "login/confirmar.html",
        {
            "errors": shown.errors,
            "values": shown.values,
            "channel": channel.value,
            "other": other.value if other else "",
            "address": masked(account, channel, wiring.person_keys()),
            "solicitud": solicitud,
            "notice": NOTICES.get(request.query.get("aviso", ""), ""),
        },
    )


@app.form("POST /entrar/confirmar", UnconfirmedPage, again=unconfirmed_page)
def mend(request: Request, form: UnconfirmedPage) -> Answer:
    """Confirm by code, send again, or correct."""
    account = _account(request)
    query: dict[str, str] = {"solicitud": form.solicitud} if form.solicitud else {}
    if form.action == "code":
        return _confirmed(account, form, query)
    if form.action == "resend":
        wiring.confirming().resend(account.person, form.medium, wiring.now())
    else:
        _correct(account, form)
    query |= {"canal": form.channel, "aviso": form.action}
    return see_other(f"/entrar/confirmar?{urlencode(query)}")


def _confirmed(account: Account, form: UnconfirmedPage, query: dict[str, str]) -> Answer:
    if form.code is None:
        raise InvalidInput("required", field="code")
    now = wiring.now()
    status = wiring.confirming().by_code(account.person, form.medium, form.code, now)
    if status is not Status.ACTIVE:
        # Abroad a phone is not enough: the e-mail still waits.
        return see_other(f"/entrar/confirmar?{urlencode({**query, 'canal': 'email'})}")
    query |= {"aviso": "confirmado"}
    return see_other(f"/entrar?{urlencode(query)}").with_cookies(drop_cookie(COOKIE))


def _correct(account: Account, form: UnconfirmedPage) -> None:
    if form.corrected is None:
        raise InvalidInput("required", field=form.channel)
    ports = Ports(
        corrections=wiring.corrections(),
        confirmations=wiring.confirmations(),
        keys=wiring.person_keys(),
        keyring=wiring.keyring(),
        budgets=wiring.budgets(),
        new_id=wiring.new_id,
    )
    correct(account, form.corrected, ports, wiring.now())


def _account(request: Request) -> Account:
    cookie = request.cookies.get(COOKIE)
    found = wiring.registrations().get(fingerprint(cookie)) if cookie else None
    registration = live(found, wiring.now())
    account = wiring.accounts().get(registration.person) if registration.done_at else None
    if account is None or account.status is not Status.REGISTERED:
        raise RegistrationNotFound
    return account
