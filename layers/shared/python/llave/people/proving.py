"""What each kind of answer must show; the attempt on it has been counted before."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from llave.people.accounts import Account
from llave.people.budgets import Budgets
from llave.people.challenges import (
    Challenge,
    Challenges,
    CodeWrong,
    PasskeyWrong,
    Proven,
    Used,
    code_for,
)
from llave.people.codes import same
from llave.people.enrolments import SEALED_AS
from llave.people.entering import Chance
from llave.people.factors import Enrolled, Factors, Method
from llave.people.keyring import Keyring, Purpose
from llave.people.passkeys import Site, checked
from llave.people.recovery_codes import digest, normalized
from llave.people.second_step import AMR, passkey_amr
from llave.people.sessions import Accounts
from llave.people.texting import Texted
from llave.people.totp import step_of
from llave.people.vault import PersonKeys


@dataclass(frozen=True, slots=True)
class Ports:
    """What the second step stands on."""

    challenges: Challenges
    factors: Factors
    accounts: Accounts
    keys: PersonKeys
    keyring: Keyring
    budgets: Budgets
    texted: Texted
    site: Site
    chance: Chance


@dataclass(frozen=True, slots=True)
class Given:
    """What she answers with."""

    method: Method
    code: str | None = field(default=None, repr=False)
    assertion: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Try:
    """One counted attempt on a challenge."""

    account: Account
    enrolled: Enrolled
    challenge: Challenge
    given: Given
    now: datetime


def proven_by(one: Try, ports: Ports) -> Proven:
    """What the answer shows; raises CodeWrong, PasskeyWrong."""
    return CHECKS[one.given.method](one, ports)


def _by_totp(one: Try, ports: Ports) -> Proven:
    totp, code = one.enrolled.totp, one.given.code
    if totp is None or code is None or not ports.challenges.try_totp(one.account.person):
        raise CodeWrong
    key = ports.keys.open(one.account.person, one.account.wrapped_key)
    step = step_of(key.unseal(SEALED_AS, totp.sealed), code, one.now)
    if step is None:
        raise CodeWrong
    return Proven(Method.TOTP, AMR[Method.TOTP], totp.created_at, Used(step=step))


def _by_sms(one: Try, ports: Ports) -> Proven:
    sms, sent, code = one.enrolled.sms, one.challenge.code, one.given.code
    if sms is None or sent is None or code is None or not one.challenge.has_live_code(one.now):
        raise CodeWrong
    secrets = ports.keyring.live(Purpose.CODES)
    if not any(same(code, code_for(sent, secret)) for secret in secrets):
        raise CodeWrong
    return Proven(Method.SMS, AMR[Method.SMS], sms.created_at, Used())


def _by_recovery_code(one: Try, _ports: Ports) -> Proven:
    codes, code = one.enrolled.codes, one.given.code or ""
    if codes is None or normalized(code) is None:
        raise CodeWrong
    # Whether it is one of hers is the condition of the write that uses it.
    used = Used(recovery_code=digest(code))
    return Proven(Method.RECOVERY_CODE, AMR[Method.RECOVERY_CODE], codes.created_at, used)


def _by_passkey(one: Try, ports: Ports) -> Proven:
    if one.given.assertion is None:
        raise PasskeyWrong
    nonce = one.challenge.nonce
    seen = checked(ports.site, one.given.assertion, nonce, one.enrolled.passkeys)
    passkey = seen.passkey
    used = Used(passkey=passkey.key, sign_count=seen.sign_count)
    amr = passkey_amr(synced=passkey.synced)
    return Proven(Method.PASSKEY, amr, passkey.created_at, used)


CHECKS: dict[Method, Callable[[Try, Ports], Proven]] = {
    Method.PASSKEY: _by_passkey,
    Method.TOTP: _by_totp,
    Method.SMS: _by_sms,
    Method.RECOVERY_CODE: _by_recovery_code,
}
