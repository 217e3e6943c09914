"""The JSON contract of registration and confirmation."""

from datetime import datetime

from pydantic import BaseModel

from functions.register import answers, confirm, flow
from functions.register.addresses import Address, AddressAbroad, AddressInMexico
from functions.register.app import app
from functions.register.desk import desk, mark_for, proofs, visitor_of
from functions.register.forms import (
    AddressForm,
    BeginForm,
    ConfirmForm,
    ContactsForm,
    DeclineForm,
    PasswordForm,
    ResendForm,
)
from llave import wiring
from llave.errors import NotFound
from llave.people.accounts import Channel, Status
from llave.people.registration import Registration
from llave.places.countries import Country
from llave.places.postal import PostalCode
from llave.web.forms import from_json
from llave.web.request import Request
from llave.web.response import Response, as_json
from llave.web.robots import RobotAnswer


class PostalCodeUnknown(NotFound):
    """Neither the post nor an operator has this postal code."""

    code = "postal_code_unknown"


@app.api("GET /v1/captcha")
def captcha(request: Request) -> Response:
    """A robot check; a browser gets the cookie that tells it apart from the rest of its network."""
    chance = int(wiring.new_id(), 16)
    made = wiring.robots().challenge(visitor_of(request), wiring.now(), chance)
    return as_json(made).with_cookies(*mark_for(request))


@app.api("POST /v1/registrations")
def begin(request: Request) -> Response:
    """Step one: the CURP."""
    form = from_json(BeginForm, request)
    answer = RobotAnswer(captcha=form.captcha)
    begun = flow.begin(form.curp, answer, visitor_of(request), desk(), wiring.now())
    name = begun.person.name
    person = answers.PersonShown(
        given_names=name.given_names,
        first_surname=name.first_surname,
        second_surname=name.second_surname,
        sex=begun.person.sex,
        birth_date=begun.person.birth_date.isoformat(),
        birth_state=begun.person.birth_state,
    )
    shown = answers.RegistrationBegun(
        registration_token=begun.token, expires_at=begun.registration.expires_at, person=person
    )
    return _json(shown, 201)


@app.api("PUT /v1/registration/address")
def address(request: Request) -> Response:
    """The rest of step one."""
    registration = _bearer(request, wiring.now())
    given = address_of(from_json(AddressForm, request))
    return _next(flow.give_address(registration, given, desk()))


@app.api("PUT /v1/registration/contacts")
def contacts(request: Request) -> Response:
    """Step two."""
    registration = _bearer(request, wiring.now())
    form = from_json(ContactsForm, request)
    return _next(flow.give_contacts(registration, form.email, form.phone, desk()))


@app.api("PUT /v1/registration/password")
def password(request: Request) -> Response:
    """Step three: the account."""
    now = wiring.now()
    registration = _bearer(request, now)
    form = from_json(PasswordForm, request)
    channels = flow.choose_password(registration, form.password, form.privacy_notice, desk(), now)
    made = answers.AccountMade(status="registered", level="basica")
    told = [channel.value for channel in channels]
    return _json(answers.RegistrationDoneAnswer(account=made, confirm=told), 201)


@app.api("POST /v1/confirmations")
def confirmation(request: Request) -> Response:
    """Confirm a contact by one of the three proofs."""
    status = _confirmed(from_json(ConfirmForm, request), wiring.now())
    return _json(answers.Confirmed(account=answers.AccountStatus(status=status.value)))


@app.api("POST /v1/confirmations/decline")
def decline(request: Request) -> Response:
    """Somebody says "No fui yo"."""
    form = from_json(DeclineForm, request)
    proofs().confirming.decline(form.token, wiring.now())
    return _json(answers.Declined())


@app.api("POST /v1/confirmations/resend")
def resend(request: Request) -> Response:
    """Send it again; the answer is the same whether or not that was needed or allowed."""
    form, now = from_json(ResendForm, request), wiring.now()
    registration = flow.current(form.registration_token, desk(), now)
    confirm.resend(registration, Channel(form.channel), proofs(), now)
    return _json(answers.Accepted(), 202)


@app.api("GET /v1/postal-codes/{cp}")
def postal_code(request: Request) -> Response:
    """What a postal code stands for."""
    place = wiring.places().find(PostalCode.parse(request.path_parameters["cp"]))
    if place is None:
        raise PostalCodeUnknown("not in the catalogue")
    return as_json(place.as_contract())


def address_of(form: AddressForm) -> Address:
    """The address in a form that has proved to be whole."""
    if form.residence == "mx":
        return AddressInMexico(
            PostalCode(form.postal_code or ""),
            form.settlement_id or "",
            form.street or "",
            form.exterior_number or "",
            form.interior_number,
        )
    return AddressAbroad(
        form.country or Country("", ""), form.address_lines or "", form.postal_code
    )


def _confirmed(form: ConfirmForm, now: datetime) -> Status:
    if form.token and form.registration_token:
        return confirm.by_link_and_registration(
            form.token, form.registration_token, desk(), proofs(), now
        )
    if form.token and form.password:
        return confirm.by_link_and_password(form.token, form.password, desk(), proofs(), now)
    registration = flow.current(form.registration_token, desk(), now)
    return confirm.by_code(
        registration, Channel(form.channel or ""), form.code or "", proofs(), now
    )


def _bearer(request: Request, now: datetime) -> Registration:
    return flow.current(request.bearer, desk(), now)


def _next(registration: Registration) -> Response:
    return _json(answers.StepTaken(next=registration.next_step.value))


def _json(answer: BaseModel, status: int = 200) -> Response:
    return as_json(answer.model_dump(mode="json"), status)
