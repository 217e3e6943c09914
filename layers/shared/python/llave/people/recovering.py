"""The steps of a recovery: asking for it, and setting the new password."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from llave.people.accounts import Account
from llave.people.audit import Event, What
from llave.people.budgets import Budget, Budgets, spend
from llave.people.codes import fingerprint, same
from llave.people.credentials import Credentials, hashed
from llave.people.factors import Enrolled, after_recovery
from llave.people.identifiers import Identifier, Places, places
from llave.people.keyring import Keyring, Purpose
from llave.people.new_account import facts_in
from llave.people.outbox import Kind, Message
from llave.people.passwords import Password, PasswordInvalid, PersonFacts, refusal_for
from llave.people.recovery import (
    MOST_CODES,
    PER_IDENTIFIER,
    Claim,
    CodeInvalid,
    CodeNeeded,
    LinkInvalid,
    Recovery,
    code_for,
    has_asked_rightly,
    number_keys,
)
from llave.people.recovery_writes import Recovered, Recoveries, Sent, code_message, opened
from llave.people.texting import Texted
from llave.people.vault import PersonKeys

# A new password costs one Argon2. Counted by its link, which is not guessed: by network, one visitor
# would keep a town behind one address from recovering.
TRIES = Budget("recovery-tries", 30, timedelta(hours=1))
# Whoever reads one medium can ask for as many recoveries as there are, each with attempts of its own.
CODE_ATTEMPTS = Budget("recovery-code", 15, timedelta(hours=24))
# Reading the account of nobody costs what reading one does.
NOBODY = "nobody"


class Finder(Protocol):
    """Finding who has proved an identifier."""

    def holder(self, places: Places) -> str | None:
        """The person whose confirmed identifier it is, or None."""
        ...


class Accounts(Protocol):
    """Where accounts are read."""

    def get(self, person: str) -> Account | None: ...


class Factors(Protocol):
    """What stands beside the password."""

    def of(self, person: str) -> Enrolled:
        """What a person has enrolled."""
        ...

    def end_since(self, person: str, since: datetime, until: datetime) -> None:
        """End what was enrolled between two moments, recovery codes included; again changes nothing."""
        ...


class Grants(Protocol):
    """What agencies were given."""

    def end_all(self, person: str, now: datetime) -> None:
        """End all grants of a person; doing so again changes nothing."""
        ...


@dataclass(frozen=True, slots=True)
class Ports:
    """What a recovery stands on."""

    finder: Finder
    accounts: Accounts
    recoveries: Recoveries
    credentials: Credentials
    keys: PersonKeys
    grants: Grants
    factors: Factors
    budgets: Budgets
    texted: Texted
    keyring: Keyring
    new_id: Callable[[], str]


@dataclass(frozen=True, slots=True)
class NewPassword:
    """What comes back from the link."""

    token: str = field(repr=False)
    password: Password
    code: str | None = field(default=None, repr=False)


def ask(claim: Claim, ports: Ports, now: datetime) -> None:
    """Send what recovers the account that the claim names, if there is one."""
    # Secrets are unwrapped when first used: all of them are used before anything is known.
    where = places(Identifier(claim.email, claim.curp, claim.phone), ports.keyring)
    numbers = number_keys(claim, ports.keyring)
    secret = ports.keyring.live(Purpose.CODES)[0]
    person = ports.finder.holder(where)
    account = ports.accounts.get(person or NOBODY)
    used = ports.budgets.count(PER_IDENTIFIER.kind, where.name, PER_IDENTIFIER.window, now)
    asked_rightly = has_asked_rightly(account, claim, numbers, now)
    ids = (ports.new_id(), ports.new_id(), ports.new_id(), ports.new_id())
    if account is None or not asked_rightly or used > PER_IDENTIFIER.limit:
        ports.recoveries.send(Sent(ids[0], now))
        return
    ports.recoveries.send(opened(account, secret, ids, now))


def look(token: str, ports: Ports, now: datetime) -> Recovery | None:
    """The recovery that a link leads to, if it still does; reading it spends nothing."""
    recovery = ports.recoveries.by_link(fingerprint(token))
    if recovery is None or not recovery.is_live(now):
        return None
    account = ports.accounts.get(recovery.person)
    # Another recovery has ended this one with everything else.
    return recovery if account and account.still_counts(recovery.created_at) else None


def send_code_again(token: str, ports: Ports, now: datetime) -> None:
    """Another code; the count of attempts stays; raises LinkInvalid."""
    recovery = look(token, ports, now)
    if recovery is None:
        raise LinkInvalid
    if recovery.needs_code and recovery.codes < MOST_CODES:
        _send_code(recovery, ports, now)


def finish(given: NewPassword, ports: Ports, now: datetime) -> None:
    """Set the password and end everything that was begun before, factors among it that prove nothing;
    raises LinkInvalid, CodeNeeded, CodeInvalid, PasswordInvalid, TooManyAttempts."""
    recovery = look(given.token, ports, now)
    account = ports.accounts.get(recovery.person) if recovery else None
    if recovery is None or account is None:
        raise LinkInvalid
    spend(TRIES, recovery.id, ports.budgets, now)
    # What is wrong with any password is said before an attempt on the code is spent; what is wrong
    # with it for this person only to who has shown both media.
    _expect_good(given.password, PersonFacts())
    if recovery.needs_code:
        _expect_code(recovery, given.code, ports, now)
    _expect_good(given.password, _facts(account, ports.keys))
    since = _write(recovery, account, given.password, ports, now)
    ports.texted.answered(recovery.person, now)
    ports.grants.end_all(recovery.person, now)
    if since:
        ports.factors.end_since(recovery.person, since, now)


def _write(
    recovery: Recovery, account: Account, password: Password, ports: Ports, now: datetime
) -> datetime | None:
    """Write it; since when factors end, also such as come at this very moment."""
    credential = ports.credentials.get(recovery.person)
    if credential is None:
        raise LinkInvalid
    new = hashed(password, ports.keyring)
    enrolled = ports.factors.of(recovery.person)
    since, stays = after_recovery(account, enrolled)
    messages = _messages(recovery, since, ports, now)
    if stays != enrolled:
        messages = (*messages, Message(ports.new_id(), Kind.FACTOR_CHANGED, recovery.person, now))
    ports.recoveries.finish(
        Recovered(
            recovery=recovery,
            account=account,
            stays=not stays.is_empty,
            credential=credential,
            hashed=new,
            at=now,
            messages=messages,
            event=Event(ports.new_id(), recovery.person, What.RECOVERED, now),
        )
    )
    return since


def _expect_code(recovery: Recovery, code: str | None, ports: Ports, now: datetime) -> None:
    if code is None:
        if not recovery.has_live_code(now) and recovery.codes < MOST_CODES:
            _send_code(recovery, ports, now)
        raise CodeNeeded
    spend(CODE_ATTEMPTS, recovery.person, ports.budgets, now)
    counted = ports.recoveries.attempt(recovery)
    secrets = ports.keyring.live(Purpose.CODES)
    right = any(same(code, code_for(counted.code or "", secret)) for secret in secrets)
    if not right or not counted.has_live_code(now):
        raise CodeInvalid


def _send_code(recovery: Recovery, ports: Ports, now: datetime) -> None:
    code_id = ports.new_id()
    secret = ports.keyring.live(Purpose.CODES)[0]
    message = code_message(ports.new_id(), recovery, code_id, secret, now)
    ports.recoveries.send_code(recovery, code_id, message)


def _expect_good(password: Password, facts: PersonFacts) -> None:
    if problem := refusal_for(password, facts):
        raise PasswordInvalid(problem)


def _messages(
    recovery: Recovery, since: datetime | None, ports: Ports, now: datetime
) -> tuple[Message, ...]:
    """Should this process die, the outbox ends what it has not."""
    refs = {"factors_since": since.isoformat()} if since else {}
    return (
        Message(ports.new_id(), Kind.PASSWORD_CHANGED, recovery.person, now),
        Message(ports.new_id(), Kind.END_ACCESS, recovery.person, now, refs=refs),
    )


def _facts(account: Account, keys: PersonKeys) -> PersonFacts:
    key = keys.open(account.person, account.wrapped_key)
    return facts_in(key.unseal_all(account.sealed))
