"""The pages of the three steps: CURP and address, contacts, password."""

import json
from collections.abc import Mapping

from functions.register import flow, shown
from functions.register.addresses import known_place
from functions.register.api import address_of
from functions.register.app import app
from functions.register.desk import desk, mark_for, visitor_of
from functions.register.forms import AddressForm, ContactsForm
from functions.register.page_forms import BeginPage, LookupPage, PasswordPage
from llave import wiring
from llave.people.accounts import Residence
from llave.people.registration import COOKIE, LIFE, Registration, Step
from llave.places.postal import PostalCode
from llave.settings import settings
from llave.web.app import Answer, Shown
from llave.web.request import Request
from llave.web.response import Page, see_other, set_cookie
from llave.web.robots import RobotAnswer

PATHS = {
    Step.ADDRESS: "/registro/domicilio",
    Step.CONTACTS: "/registro/contacto",
    Step.PASSWORD: "/registro/contrasena",
    Step.CONFIRM: "/registro/listo",
}
RESIDENCES = {"mexico": "mx", "extranjero": "abroad"}
ENDED = "/registro?vencido=1"
# After these the answer to the robot check is used up, and the page needs a new one. Before them it
# is kept: who has waited her 20 seconds does not wait again for a slip in the CURP.
USED_UP = frozenset(
    {
        "captcha_expired",
        "captcha_spent",
        "captcha_wrong",
        "curp_not_found",
        "registry_unavailable",
        "too_many_attempts",
    }
)


def registration_of(request: Request) -> Registration | None:
    """The live registration that this browser began."""
    return flow.find(request.cookies.get(COOKIE), desk(), wiring.now())


@app.page("GET /registro")
def start(request: Request, again: Shown) -> Answer:
    """Step one; a browser with a registration under way is offered to go on with it."""
    if any(error.code == "under_minimum_age" for error in again.errors):
        return Page("register/under_age.html", {"age": settings().minimum_age})
    registration = None if again.errors or "nuevo" in request.query else registration_of(request)
    if registration is not None:
        return Page("register/continue.html", {"path": PATHS[registration.next_step]})
    context = {
        "form_token": _form_token(again),
        "ended": "vencido" in request.query,
        "errors": again.errors,
        "values": again.values,
    }
    return Page("register/curp.html", context).with_cookies(*mark_for(request))


@app.form("POST /registro", BeginPage, again=start)
def begin(request: Request, form: BeginPage) -> Answer:
    """Ask RENAPO; the token stays in the browser for as long as the registration can be resumed."""
    answer = RobotAnswer(form.captcha, form.captcha_form)
    begun = flow.begin(form.curp, answer, visitor_of(request), desk(), wiring.now())
    cookie = set_cookie(COOKIE, begun.token, int(LIFE.total_seconds()))
    return see_other(PATHS[Step.ADDRESS]).with_cookies(cookie)


@app.page("GET /registro/domicilio")
def address(request: Request, again: Shown) -> Answer:
    """What RENAPO answered, read only, and the address."""
    registration = registration_of(request)
    if registration is None:
        return see_other(ENDED)
    if registration.next_step is Step.CONFIRM:
        return see_other(PATHS[Step.CONFIRM])
    fields = flow.opened(registration, desk())
    values = again.values or _kept_address(fields)
    asked = RESIDENCES.get(request.query.get("residencia", "")) or values.get("residence", "mx")
    values = values if values.get("residence", asked) == asked else {}
    context = {"person": shown.person_rows(fields), "errors": again.errors, "values": values}
    if asked == Residence.ABROAD:
        return Page("register/address_abroad.html", context | {"countries": shown.countries()})
    place = shown.place(values.get("postal_code", ""), wiring.places())
    return Page("register/address_mx.html", context | place)


@app.form("POST /registro/colonias", LookupPage, again=address)
def settlements(request: Request, form: LookupPage) -> Answer:
    """The settlements of the postal code typed, where no script fetches them."""
    known_place(PostalCode.parse(form.postal_code or ""), wiring.places())
    return address(request, Shown((), form.model_dump(exclude_none=True)))


@app.form("POST /registro/domicilio", AddressForm, again=address)
def give_address(request: Request, form: AddressForm) -> Answer:
    """Keep the address."""
    registration = registration_of(request)
    if registration is None:
        return see_other(ENDED)
    return see_other(PATHS[flow.give_address(registration, address_of(form), desk()).next_step])


@app.page("GET /registro/contacto")
def contacts(request: Request, again: Shown) -> Answer:
    """Step two."""
    registration = registration_of(request)
    if registration is None:
        return see_other(ENDED)
    if registration.next_step in (Step.ADDRESS, Step.CONFIRM):
        return see_other(PATHS[registration.next_step])
    values = again.values or flow.opened(registration, desk())
    context = {
        "abroad": registration.residence is Residence.ABROAD,
        "errors": again.errors,
        "values": {name: values[name] for name in ("email", "phone") if name in values},
    }
    return Page("register/contacts.html", context)


@app.form("POST /registro/contacto", ContactsForm, again=contacts)
def give_contacts(request: Request, form: ContactsForm) -> Answer:
    """Keep the contacts."""
    registration = registration_of(request)
    if registration is None:
        return see_other(ENDED)
    kept = flow.give_contacts(registration, form.email, form.phone, desk())
    return see_other(PATHS[kept.next_step])


@app.page("GET /registro/contrasena")
def password(request: Request, again: Shown) -> Answer:
    """Step three."""
    registration = registration_of(request)
    if registration is None:
        return see_other(ENDED)
    if registration.next_step is not Step.PASSWORD:
        return see_other(PATHS[registration.next_step])
    context = {
        "notice": settings().privacy_notice,
        "errors": again.errors,
        "values": again.values,
    }
    return Page("register/password.html", context)


@app.form("POST /registro/contrasena", PasswordPage, again=password)
def choose_password(request: Request, form: PasswordPage) -> Answer:
    """Make the account."""
    registration = registration_of(request)
    if registration is None:
        return see_other(ENDED)
    flow.choose_password(registration, form.password, form.privacy_notice, desk(), wiring.now())
    return see_other(PATHS[Step.CONFIRM])


def _form_token(again: Shown) -> str:
    kept = again.values.get("captcha_form")
    if kept and not any(error.code in USED_UP for error in again.errors):
        return kept
    return wiring.robots().form_token(wiring.now(), wiring.new_id())


def _kept_address(fields: Mapping[str, str]) -> Mapping[str, str]:
    kept: dict[str, str] = json.loads(fields["address"]) if "address" in fields else {}
    return kept
