"""Citizens with an account, put into the tables without going through a registration."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from llave import wiring
from llave.adapters.accounts import account_item
from llave.adapters.credentials import put_credential
from llave.adapters.dynamodb import transact
from llave.people.accounts import Account, Channel, Contact, Level, Residence, Status
from llave.people.contacts import EmailAddress, PhoneNumber
from llave.people.credentials import Credential, hashed
from llave.people.curp import Curp
from llave.people.lookups import Indexes, by_curp_and_phone, by_email, by_phone
from llave.people.passwords import Password
from llave.settings import settings
from tests.aws import Aws

CURP = "LOOA531113HTCPBN07"
EMAIL = "ana.lopez@correo.mx"
PHONE = "+525512345678"
PASSWORD = "mesa-nube-lago-cobre"
BORN = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Citizen:
    """Whom the tests sign in; contacts are confirmed unless `unconfirmed` names them."""

    person: str = "p1"
    email: str | None = EMAIL
    phone: str | None = PHONE
    password: str = PASSWORD
    curp: str = CURP
    residence: Residence = Residence.MEXICO
    unconfirmed: tuple[Channel, ...] = ()
    level: Level = Level.BASICA

    @property
    def channels(self) -> dict[Channel, Indexes]:
        keyring = wiring.keyring()
        found: dict[Channel, Indexes] = {}
        if self.email:
            found[Channel.EMAIL] = by_email(EmailAddress(self.email), keyring)
        if self.phone:
            found[Channel.PHONE] = by_curp_and_phone(
                Curp(self.curp), PhoneNumber(self.phone), keyring
            )
        return found

    def settle(self, aws: Aws) -> "Citizen":
        """Put the account, its password and what leads to it into the tables."""
        account = self.account()
        secret = hashed(Password(self.password), wiring.keyring())
        credential = Credential(self.person, secret, 1, 0, BORN)
        aws.put("people", account_item(account))
        transact([put_credential(settings().table_people, credential)])
        for channel, indexes in self.channels.items():
            for index in indexes.all:
                aws.put("people", self._leads(index.key, "POINTER", "DECLARED#"))
                if channel not in self.unconfirmed:
                    aws.put("people", self._leads(index.key, "GUARD"))
        return self

    def account(self) -> Account:
        """The account, sealed under a new key."""
        key = wiring.person_keys().create(self.person)
        active = any(channel not in self.unconfirmed for channel in self.channels)
        return Account(
            person=self.person,
            status=Status.ACTIVE if active else Status.REGISTERED,
            level=self.level,
            residence=self.residence,
            created_at=BORN,
            ended_before=datetime.fromtimestamp(0, UTC),
            privacy_notice="2026-11",
            contacts={c: self._contact(c, found) for c, found in self.channels.items()},
            wrapped_key=key.wrapped,
            sealed=key.seal_all(self.fields()),
        )

    def fields(self) -> dict[str, str]:
        """What is known of her."""
        contacts = {"email": self.email, "phone": self.phone}
        address = {
            "residence": "mx",
            "postal_code": "06000",
            "settlement": "Centro",
            "municipality": "Cuauhtémoc",
            "state": "Ciudad de México",
            "street": "Avenida Juárez",
            "exterior_number": "10",
        }
        return {
            "curp": self.curp,
            "given_names": "ANA",
            "first_surname": "LÓPEZ",
            "second_surname": "OBRADOR",
            "sex": "H",
            "birth_date": "1953-11-13",
            "birth_state": "TC",
            "address": json.dumps(address),
            **{name: value for name, value in contacts.items() if value},
        }

    def _contact(self, channel: Channel, found: Indexes) -> Contact:
        number = None
        if channel is Channel.PHONE and self.phone:
            number = by_phone(PhoneNumber(self.phone), wiring.keyring()).newest.key
        confirmed = None if channel in self.unconfirmed else BORN + timedelta(hours=1)
        return Contact(found.newest.key, confirmed, number)

    def _leads(self, key: str, sk: str, prefix: str = "") -> dict[str, object]:
        return {"pk": prefix + key, "sk": sk, "person": self.person}
