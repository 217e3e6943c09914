"""From a finished registration to everything that its account is made of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from llave.people.accounts import Account, Channel, Contact, Level, Residence, Status
from llave.people.audit import Event, What
from llave.people.confirmation import first_issue
from llave.people.confirmation_writes import Sending, sending
from llave.people.contacts import EmailAddress, PhoneNumber
from llave.people.credentials import Credential, Hashed
from llave.people.curp import Curp
from llave.people.keyring import Keyring
from llave.people.lookups import Index, Indexes, by_curp, by_curp_and_phone, by_email, by_phone
from llave.people.outbox import Kind, Message
from llave.people.passwords import PersonFacts
from llave.people.population import person_in
from llave.people.registration import Registration

NOTHING_ENDED = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What the last step writes, in one transaction.

    `pointers` lead to the newest account that declares an identifier, `curp` lists all that declare
    this CURP.
    """

    registration: str = field(repr=False)
    account: Account
    credential: Credential
    pointers: tuple[Index, ...]
    curp: tuple[Index, ...]
    sendings: tuple[Sending, ...]
    notice: Message
    event: Event


class Registrations(Protocol):
    """Where registrations are kept."""

    def begin(self, registration: Registration) -> None:
        """Store a new one."""
        ...

    def get(self, key: str) -> Registration | None:
        """The registration whose token has this fingerprint, or None."""
        ...

    def give(
        self,
        registration: Registration,
        sealed: Mapping[str, bytes | None],
        residence: Residence | None = None,
    ) -> Registration:
        """Store sealed fields (None removes one); raises RegistrationDone."""
        ...

    def complete(self, new: NewAccount, expires_at: datetime) -> None:
        """Make the account and mark the registration as done, once; raises RegistrationDone."""
        ...


def new_account(
    registration: Registration,
    facts: PersonFacts,
    password: Hashed,
    privacy_notice: str,
    keyring: Keyring,
    new_id: Callable[[], str],
    now: datetime,
) -> NewAccount:
    """What to write.

    Nothing is read for it, so it is the same work whether or not others declared the CURP or the e-mail.
    """
    indexes = contact_indexes(facts, keyring)
    curp = by_curp(_curp(facts), keyring).all
    issues = [first_issue(registration.person, c, keyring, now, registration.key) for c in indexes]
    account = Account(
        person=registration.person,
        status=Status.REGISTERED,
        level=Level.BASICA,
        residence=registration.residence or Residence.MEXICO,
        created_at=now,
        ended_before=NOTHING_ENDED,
        privacy_notice=privacy_notice,
        contacts={
            channel: Contact(found.newest.key, number_index=_number_index(channel, facts, keyring))
            for channel, found in indexes.items()
        },
        wrapped_key=registration.wrapped_key,
        sealed=registration.sealed,
    )
    return NewAccount(
        registration=registration.key,
        account=account,
        credential=Credential(registration.person, password, version=1, failures=0, changed_at=now),
        pointers=tuple(index for found in indexes.values() for index in found.all),
        curp=curp,
        sendings=tuple(
            sending(issue, indexes[issue.channel].newest.key, keyring, new_id()) for issue in issues
        ),
        # The sender looks for the other accounts on the CURP, so that this answer tells nothing.
        notice=Message(
            id=new_id(),
            kind=Kind.ACCOUNT_DECLARED,
            person=registration.person,
            created_at=now,
            refs={"indexes": " ".join(index.key for index in curp)},
        ),
        event=Event(new_id(), registration.person, What.REGISTERED, now),
    )


def _curp(facts: PersonFacts) -> Curp:
    if facts.curp is None:
        raise ValueError("a registration always has a CURP")
    return facts.curp


def _number_index(channel: Channel, facts: PersonFacts, keyring: Keyring) -> str | None:
    if channel is not Channel.PHONE or facts.phone is None:
        return None
    return by_phone(facts.phone, keyring).newest.key


def facts_in(fields: Mapping[str, str]) -> PersonFacts:
    """What a password is compared with."""
    email, phone = fields.get("email"), fields.get("phone")
    return PersonFacts(
        curp=Curp(fields["curp"]),
        email=EmailAddress(email) if email else None,
        phone=PhoneNumber(phone) if phone else None,
        name=person_in(fields).name,
    )


def contact_indexes(facts: PersonFacts, keyring: Keyring) -> dict[Channel, Indexes]:
    """What each contact will be found by."""
    found: dict[Channel, Indexes] = {}
    if facts.email:
        found[Channel.EMAIL] = by_email(facts.email, keyring)
    if facts.phone and facts.curp:
        found[Channel.PHONE] = by_curp_and_phone(facts.curp, facts.phone, keyring)
    return found
