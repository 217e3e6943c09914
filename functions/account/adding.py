"""The pages on which factors are enrolled: passkeys first, an app next, text messages last."""

from datetime import datetime

from functions.account import shown_factors as show
from functions.account.app import app
from functions.account.desk import HOME, may_add, ports, refused, waits
from functions.account.forms import AppForm, ButtonForm, PasskeyForm
from llave import wiring
from llave.people import enrolling
from llave.people.enrolments import Renewed
from llave.people.passkeys import creation_options
from llave.people.totp import address, grouped
from llave.web import returning
from llave.web.app import Answer, Shown
from llave.web.entered import session_cookie
from llave.web.request import Request
from llave.web.response import Page, see_other

ADDED = f"{HOME}?aviso=agregado"


@app.page("GET /cuenta/seguridad/llave-de-acceso", refused=refused)
def passkey_page(request: Request, shown: Shown) -> Answer:
    """What the browser is asked to make."""
    now = wiring.now()
    who, enrolled = may_add(request, now)
    desk = ports()
    nonce = enrolling.begin_passkey(who, desk, now)
    named = show.name_of(who.account, desk.keys)
    person = who.account.person
    options = creation_options(desk.site, person, named, nonce, enrolled.passkeys)
    context = {"errors": shown.errors, "values": shown.values, "options": options}
    return Page("account/llave_de_acceso.html", context)


@app.form(
    "POST /cuenta/seguridad/llave-de-acceso", PasskeyForm, again=passkey_page, refused=refused
)
def add_passkey(request: Request, form: PasskeyForm) -> Answer:
    """Enrol the passkey."""
    now = wiring.now()
    who, _ = may_add(request, now)
    renewed = enrolling.finish_passkey(who, form.credential, form.name, ports(), now)
    return _added(request, renewed, now)


@app.page("GET /cuenta/seguridad/aplicacion", refused=refused)
def app_page(request: Request, shown: Shown) -> Answer:
    """The secret, to be read by the app or typed; the same until it is enrolled or ten minutes old."""
    now = wiring.now()
    who, enrolled = may_add(request, now)
    if enrolled.totp is not None:
        return see_other(HOME)
    desk = ports()
    secret = enrolling.begin_totp(who, desk, now)
    picture = show.qr_of(address(secret, show.name_of(who.account, desk.keys)))
    context = {"errors": shown.errors, "values": {}, "qr": picture, "secret": grouped(secret)}
    return Page("account/aplicacion.html", context)


@app.form("POST /cuenta/seguridad/aplicacion", AppForm, again=app_page, refused=refused)
def add_app(request: Request, form: AppForm) -> Answer:
    """Enrol the app."""
    now = wiring.now()
    who, _ = may_add(request, now)
    renewed = enrolling.finish_totp(who, form.code, ports(), now)
    return _added(request, renewed, now)


@app.page("GET /cuenta/seguridad/mensajes", refused=refused)
def sms_page(request: Request, shown: Shown) -> Answer:
    """Why not, and how."""
    now = wiring.now()
    who, enrolled = may_add(request, now)
    if enrolled.sms is not None:
        return see_other(HOME)
    is_fit = enrolling.phone_is_fit(who.account, now)
    phone = show.phone_of(who.account, wiring.person_keys()) if is_fit else ""
    return Page("account/mensajes.html", {"errors": shown.errors, "is_fit": is_fit, "phone": phone})


@app.form("POST /cuenta/seguridad/mensajes", ButtonForm, again=sms_page, refused=refused)
def add_sms(request: Request, form: ButtonForm) -> Answer:
    """Enrol the confirmed mobile."""
    now = wiring.now()
    who, _ = may_add(request, now)
    enrolling.add_sms(who, ports(), now)
    return _added(request, None, now)


def _added(request: Request, renewed: Renewed | None, now: datetime) -> Answer:
    """Back to what she was at; an agency that waits has its button on the page of her factors."""
    back = "" if waits(request, now) else returning.place(request)
    answer = see_other(back or ADDED)
    if renewed is None:
        return answer
    return answer.with_cookies(session_cookie(renewed.session, renewed.cookie))
