"""Accounts opened over JSON, for journeys that begin after that."""

import secrets
from dataclasses import dataclass, field

from local.citizen import Citizen, code_in, token_in
from tests.cloud import RunningCloud
from tests.somebody import Person, pick


def _phone() -> str:
    return f"55{secrets.randbelow(10**8):08d}"


@dataclass(frozen=True)
class Account:
    """Somebody's account, with what only she knows; `phone` as she types it."""

    person: Person = field(default_factory=pick)
    mark: str = field(default_factory=lambda: secrets.token_hex(5))
    phone: str = field(default_factory=_phone)
    postal_code: str = "06000"

    @property
    def curp(self) -> str:
        return self.person["curp"]

    @property
    def email(self) -> str:
        return f"ana.{self.mark}@correo.example"

    @property
    def password(self) -> str:
        return f"cometa-{self.mark}-nopal-farol"


def registered(cloud: RunningCloud, account: Account) -> Citizen:
    """The three steps are done, nothing is confirmed."""
    citizen = cloud.citizen()
    citizen.begin(account.curp)
    citizen.live_in(account.postal_code)
    citizen.finish(account.password, email=account.email, phone=account.phone)
    return citizen


def active(cloud: RunningCloud, account: Account) -> Citizen:
    """Both contacts are confirmed."""
    citizen = registered(cloud, account)
    for channel, to, word in (
        ("email", account.email, "código"),
        ("phone", f"+52{account.phone}", "codigo"),
    ):
        answer = citizen.confirm(channel, code_in(citizen.inbox(to, containing=word)))
        assert answer.status_code == 200, answer.text
    return citizen


def recovery_token(citizen: Citizen, account: Account) -> str:
    """Ask for a recovery; the token of the link that comes."""
    body = {"email": account.email, "phone": f"+52{account.phone}", "captcha": citizen.captcha()}
    assert citizen.call("POST", "/v1/recoveries", body).status_code == 202
    return token_in(citizen.inbox(account.email, containing="/recuperar/nueva"))
