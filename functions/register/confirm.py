"""The steps of confirming: which proof comes with a link or a code."""

from dataclasses import dataclass
from datetime import datetime

from functions.register.flow import Desk, current
from llave.errors import WrongCredentials
from llave.people.accounts import Channel, Status
from llave.people.confirmation import Link, LinkNotValid
from llave.people.confirming import Confirming
from llave.people.credentials import Credentials, matches
from llave.people.passwords import Password
from llave.people.registration import Registration, StepMissing


@dataclass(frozen=True, slots=True)
class Proofs:
    """What confirming stands on, beside the desk."""

    confirming: Confirming
    credentials: Credentials


def by_link_and_registration(
    token: str, registration_token: str, desk: Desk, proofs: Proofs, now: datetime
) -> Status:
    """In the browser that registered; raises RegistrationNotFound, LinkNotValid, EmailTaken."""
    registration = current(registration_token, desk, now)
    link = proofs.confirming.link(token, now)
    if not is_of(link, registration):
        raise LinkNotValid
    return proofs.confirming.by_link(link, now)


def by_link_and_password(
    token: str, password: Password, desk: Desk, proofs: Proofs, now: datetime
) -> Status:
    """In any browser; the attempt is counted before the password is looked at; raises LinkNotValid,
    WrongCredentials, EmailTaken."""
    link = proofs.confirming.link(token, now)
    person = link.confirmation.person
    credential = proofs.credentials.attempt(person, person, now)
    if not matches(password, credential, desk.keyring) or credential is None:
        raise WrongCredentials("no match", field="password")
    proofs.credentials.succeeded(credential)
    return proofs.confirming.by_link(link, now)


def by_code(
    registration: Registration, channel: Channel, code: str, proofs: Proofs, now: datetime
) -> Status:
    """With the code of a message; raises CodeWrong, AlreadyConfirmed, EmailTaken, PhoneTaken."""
    _expect_done(registration)
    return proofs.confirming.by_code(registration.person, channel, code, now)


def resend(registration: Registration, channel: Channel, proofs: Proofs, now: datetime) -> None:
    """Send it again, if there is anything to send."""
    _expect_done(registration)
    proofs.confirming.resend(registration.person, channel, now)


def is_of(link: Link, registration: Registration) -> bool:
    """Whether the link was sent for this registration."""
    return link.confirmation.person == registration.person


def _expect_done(registration: Registration) -> None:
    if registration.done_at is None:
        raise StepMissing(registration.next_step.value)
