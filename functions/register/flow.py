"""The steps of registration; ports, time and chance are arguments."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol

from functions.register.addresses import Address, Places
from llave.errors import InvalidFields, InvalidInput
from llave.people.accounts import Channel, Residence
from llave.people.budgets import Budget, Budgets, Visitor, spend
from llave.people.codes import fingerprint
from llave.people.contacts import EmailAddress, PhoneNumber
from llave.people.credentials import hashed
from llave.people.curp import Curp
from llave.people.keyring import Keyring
from llave.people.new_account import Registrations, facts_in, new_account
from llave.people.passwords import Password, PasswordInvalid, PersonFacts, refusal_for
from llave.people.population import (
    CurpNotFound,
    PopulationRegistry,
    RegisteredPerson,
    UnderMinimumAge,
    old_enough,
)
from llave.people.registration import (
    LIFE,
    Contacts,
    Registration,
    RegistrationDone,
    Step,
    StepMissing,
    begun,
    live,
    sealed_address,
)
from llave.people.vault import PersonKeys
from llave.web.robots import RobotAnswer

# Questions to RENAPO. A device waits first; those of a network that keep no cookie share a lane; a
# whole network waits only at a pace at which no school registers.
CURP_DEVICE = Budget("curp-device", 12, timedelta(minutes=10))
CURP_UNMARKED = Budget("curp-unmarked", 300, timedelta(minutes=10))
CURP_NETWORK = Budget("curp-network", 3_000, timedelta(minutes=10))
# Argon2 costs us more than it costs who asks for it.
PASSWORDS = Budget("registration-password", 20, timedelta(hours=1))


class Robots(Protocol):
    """The robot check."""

    def admit(self, answer: RobotAnswer, visitor: Visitor, now: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class Desk:
    """What registration stands on; `minimum_age` in years, `privacy_notice` the version in force."""

    population: PopulationRegistry
    registrations: Registrations
    keys: PersonKeys
    keyring: Keyring
    robots: Robots
    budgets: Budgets
    places: Places
    new_id: Callable[[], str]
    new_token: Callable[[], str]
    minimum_age: int
    privacy_notice: str


@dataclass(frozen=True, slots=True)
class Begun:
    """A new registration; `token` is told to nobody else."""

    token: str = field(repr=False)
    registration: Registration
    person: RegisteredPerson


def begin(curp: Curp, answer: RobotAnswer, visitor: Visitor, desk: Desk, now: datetime) -> Begun:
    """Step one: find the person; raises CurpNotFound, UnderMinimumAge, Unavailable,
    TooManyAttempts, RobotCheckFailed."""
    # The CURP itself tells the age: of a child nothing is asked, counted or kept.
    _expect_age(curp.birth_date, desk, now)
    desk.robots.admit(answer, visitor, now)
    _count_question(visitor, desk, now)
    person = desk.population.find(curp)
    if person is None:
        raise CurpNotFound
    _expect_age(person.birth_date, desk, now)
    token = desk.new_token()
    registration = begun(person, desk.keys.create(desk.new_id()), fingerprint(token), now)
    desk.registrations.begin(registration)
    return Begun(token, registration, person)


def find(token: str | None, desk: Desk, now: datetime) -> Registration | None:
    """The live registration of a token, or None."""
    found = desk.registrations.get(fingerprint(token)) if token else None
    return found if found is not None and found.is_live(now) else None


def current(token: str | None, desk: Desk, now: datetime) -> Registration:
    """The live registration of a token; raises RegistrationNotFound."""
    return live(find(token, desk, now), now)


def opened(registration: Registration, desk: Desk) -> dict[str, str]:
    """What RENAPO answered and what was given so far, readable."""
    _expect_under_way(registration)
    key = desk.keys.open(registration.person, registration.wrapped_key)
    return key.unseal_all(registration.sealed)


def give_address(registration: Registration, address: Address, desk: Desk) -> Registration:
    """The rest of step one; raises InvalidInput, RegistrationDone."""
    _expect_under_way(registration)
    fields = address.located(desk.places)
    key = desk.keys.open(registration.person, registration.wrapped_key)
    sealed = {"address": sealed_address(fields, key)}
    return desk.registrations.give(registration, sealed, Residence(fields["residence"]))


def give_contacts(
    registration: Registration, email: EmailAddress | None, phone: PhoneNumber | None, desk: Desk
) -> Registration:
    """Step two; what is not given again is forgotten; raises InvalidInput, StepMissing."""
    _expect_under_way(registration)
    if registration.residence is None:
        raise StepMissing("address")
    Contacts(email, phone, registration.residence)
    key = desk.keys.open(registration.person, registration.wrapped_key)
    sealed = {
        "email": key.seal("email", email.value) if email else None,
        "phone": key.seal("phone", phone.value) if phone else None,
    }
    return desk.registrations.give(registration, sealed)


def choose_password(
    registration: Registration, password: Password, privacy_notice: str, desk: Desk, now: datetime
) -> tuple[Channel, ...]:
    """Step three: make the account; returns the contacts that a confirmation goes to; raises
    InvalidInput, StepMissing, RegistrationDone, TooManyAttempts."""
    _expect_under_way(registration)
    if registration.next_step is not Step.PASSWORD:
        raise StepMissing(registration.next_step.value)
    facts = facts_in(opened(registration, desk))
    _expect_no_problem(_problems_of(password, facts), _problems_of_notice(privacy_notice, desk))
    spend(PASSWORDS, registration.key, desk.budgets, now)
    new = new_account(
        registration,
        facts,
        hashed(password, desk.keyring),
        privacy_notice,
        desk.keyring,
        desk.new_id,
        now,
    )
    # Its token goes on confirming for as long as it could have been gone on with.
    desk.registrations.complete(new, now + LIFE)
    return tuple(new.account.contacts)


def _problems_of(password: Password, facts: PersonFacts) -> tuple[InvalidInput, ...]:
    problem = refusal_for(password, facts)
    return (PasswordInvalid(problem),) if problem else ()


def _problems_of_notice(accepted: str, desk: Desk) -> tuple[InvalidInput, ...]:
    if accepted == desk.privacy_notice:
        return ()
    problem = "privacy_notice_version" if accepted else "required"
    return (InvalidInput(problem, field="privacy_notice"),)


def _expect_no_problem(*found: tuple[InvalidInput, ...]) -> None:
    if problems := tuple(problem for some in found for problem in some):
        raise InvalidFields(problems)


def _expect_under_way(registration: Registration) -> None:
    if registration.done_at is not None:
        raise RegistrationDone("given after the end")


def _expect_age(birth_date: date, desk: Desk, now: datetime) -> None:
    if not old_enough(birth_date, desk.minimum_age, now):
        raise UnderMinimumAge("too young")


def _count_question(visitor: Visitor, desk: Desk, now: datetime) -> None:
    if visitor.device:
        spend(CURP_DEVICE, visitor.device, desk.budgets, now)
    else:
        spend(CURP_UNMARKED, visitor.network, desk.budgets, now)
    spend(CURP_NETWORK, visitor.network, desk.budgets, now)
