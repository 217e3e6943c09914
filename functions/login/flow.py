"""From a request to an attempt, and from its outcome to cookies."""

from dataclasses import dataclass, field
from datetime import datetime

from functions.login.forms import SignInForm
from llave import wiring
from llave.oidc.requests import PendingAuthorization
from llave.people import devices, sessions
from llave.people.accounts import Account, Channel
from llave.people.attempts import Attempt, Entered, Halfway
from llave.people.audit import Event, What
from llave.people.budgets import visitor
from llave.people.codes import fingerprint
from llave.people.correcting import challenge
from llave.people.entering import Chance
from llave.people.identifiers import places
from llave.people.passkeys import Site
from llave.people.proving import Ports as StepPorts
from llave.people.sessions import SignedIn
from llave.people.signin import Ports, sign_in
from llave.people.stepping import Waiting, opened
from llave.settings import settings
from llave.web.entered import session_cookie
from llave.web.request import Request
from llave.web.response import drop_cookie, set_cookie

DEVICE_MAX_AGE = int(devices.DEVICE_LIFE.total_seconds())


@dataclass(frozen=True, slots=True)
class Challenged:
    """The password is right and no contact is confirmed; `token` opens what mends that."""

    account: Account
    token: str = field(repr=False)

    @property
    def channels(self) -> tuple[Channel, ...]:
        """The contacts that wait for their confirmation."""
        contacts = self.account.contacts.items()
        return tuple(channel for channel, contact in contacts if not contact.is_confirmed)


@dataclass(frozen=True, slots=True)
class Stepped:
    """The password is right and a second step waits; `cookie` finds it."""

    waiting: Waiting
    cookie: str = field(repr=False)


def enter(
    form: SignInForm, request: Request, now: datetime, *, needs_second: bool = False
) -> Entered | Stepped | Challenged:
    """Sign in; raises WrongCredentials, TooManyAttempts."""
    keyring = wiring.keyring()
    attempt = Attempt(
        places=places(form.who, keyring),
        password=form.password,
        visitor=visitor(request.client_address, None, keyring),
        device=request.cookies.get(devices.COOKIE),
        session=request.cookies.get(sessions.COOKIE),
        choice=form.choice,
        needs_second=needs_second,
    )
    return tried(attempt, now)


def tried(attempt: Attempt, now: datetime) -> Entered | Stepped | Challenged:
    """What an attempt leads to; raises WrongCredentials, TooManyAttempts."""
    outcome = sign_in(attempt, _ports(), now)
    if isinstance(outcome, Entered):
        return outcome
    if isinstance(outcome, Halfway):
        return _stepped(outcome, now)
    token = wiring.new_token()
    wiring.corrections().challenge(challenge(outcome.account, token, now))
    return Challenged(outcome.account, token)


def who_is_in(request: Request, now: datetime) -> SignedIn | None:
    """Whom the browser's live session stands for."""
    cookie = request.cookies.get(sessions.COOKIE)
    return sessions.who_is_signed_in(cookie, wiring.sessions(), wiring.accounts(), now)


def leave(request: Request, now: datetime) -> None:
    """End the session that the request came with, if there is one."""
    cookie = request.cookies.get(sessions.COOKIE)
    session = wiring.sessions().get(fingerprint(cookie)) if cookie else None
    if session is None:
        return
    wiring.sessions().end(session.key)
    wiring.audit().record(Event(wiring.new_id(), session.person, What.SIGNED_OUT, now))


def cookies(entered: Entered) -> tuple[str, ...]:
    """The Set-Cookie values of a sign-in."""
    kept = [session_cookie(entered.session, entered.cookie)]
    if entered.device_cookie:
        kept.append(set_cookie(devices.COOKIE, entered.device_cookie, DEVICE_MAX_AGE))
    if entered.forgets:
        kept.append(drop_cookie(devices.COOKIE))
    return tuple(kept)


def pending(request_id: str | None, now: datetime) -> PendingAuthorization | None:
    """The agency's request that waits for this sign-in, if it still does."""
    found = wiring.pending_authorizations().get(request_id) if request_id else None
    return found if found and found.is_live(now) else None


def _stepped(halfway: Halfway, now: datetime) -> Stepped:
    account, enrolled = halfway.account, halfway.enrolled
    waiting, cookie = opened(account, enrolled, halfway.first, step_ports(), now)
    return Stepped(waiting, cookie)


def step_ports() -> StepPorts:
    """What a second step stands on."""
    return StepPorts(
        challenges=wiring.challenges(),
        factors=wiring.factors(),
        accounts=wiring.accounts(),
        keys=wiring.person_keys(),
        keyring=wiring.keyring(),
        budgets=wiring.budgets(),
        texted=wiring.texted(),
        site=Site(settings().origin),
        chance=Chance(wiring.new_id, wiring.new_token),
    )


def _ports() -> Ports:
    return Ports(
        door=wiring.door(),
        credentials=wiring.credentials(),
        devices=wiring.devices(),
        accounts=wiring.accounts(),
        budgets=wiring.budgets(),
        keyring=wiring.keyring(),
        chance=Chance(wiring.new_id, wiring.new_token),
        factors=wiring.factors(),
    )
