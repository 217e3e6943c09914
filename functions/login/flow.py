"""From a request to an attempt, and from its outcome to cookies."""

from dataclasses import dataclass, field
from datetime import datetime

from functions.login.forms import SignInForm
from llave import wiring
from llave.oidc.requests import PendingAuthorization
from llave.people import devices, sessions
from llave.people.accounts import Account, Channel
from llave.people.attempts import Attempt, Entered
from llave.people.audit import Event, What
from llave.people.budgets import visitor
from llave.people.codes import fingerprint
from llave.people.correcting import challenge
from llave.people.entering import Chance
from llave.people.identifiers import places
from llave.people.signin import Ports, sign_in
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


def enter(form: SignInForm, request: Request, now: datetime) -> Entered | Challenged:
    """Sign in; raises WrongCredentials, TooManyAttempts."""
    keyring = wiring.keyring()
    attempt = Attempt(
        places=places(form.who, keyring),
        password=form.password,
        visitor=visitor(request.client_address, None, keyring),
        device=request.cookies.get(devices.COOKIE),
        session=request.cookies.get(sessions.COOKIE),
        choice=form.choice,
    )
    outcome = sign_in(attempt, _ports(), now)
    if isinstance(outcome, Entered):
        return outcome
    token = wiring.new_token()
    wiring.corrections().challenge(challenge(outcome.account, token, now))
    return Challenged(outcome.account, token)


def is_in(request: Request, now: datetime) -> bool:
    """Whether the browser brings a live session."""
    cookie = request.cookies.get(sessions.COOKIE)
    who = sessions.who_is_signed_in(cookie, wiring.sessions(), wiring.accounts(), now)
    return who is not None


def leave(request: Request, now: datetime) -> None:
    """End the session that the request came with, if there is one."""
    cookie = request.cookies.get(sessions.COOKIE)
    session = wiring.sessions().get(fingerprint(cookie)) if cookie else None
    if session is None:
        return
    wiring.sessions().end(session.key)
    wiring.audit().record(Event(wiring.new_id(), session.person, What.SIGNED_OUT, now))


def cookies(entered: Entered) -> tuple[str, ...]:
    """The Set-Cookie values of a sign-in; on a shared device the session ends with the browser."""
    session = entered.session
    lasting = None if session.shared else int(session.life.absolute.total_seconds())
    kept = [set_cookie(sessions.COOKIE, entered.cookie, lasting)]
    if entered.device_cookie:
        kept.append(set_cookie(devices.COOKIE, entered.device_cookie, DEVICE_MAX_AGE))
    if entered.forgets:
        kept.append(drop_cookie(devices.COOKIE))
    return tuple(kept)


def pending(request_id: str | None, now: datetime) -> PendingAuthorization | None:
    """The agency's request that waits for this sign-in, if it still does."""
    found = wiring.pending_authorizations().get(request_id) if request_id else None
    return found if found and found.is_live(now) else None


def _ports() -> Ports:
    return Ports(
        door=wiring.door(),
        credentials=wiring.credentials(),
        devices=wiring.devices(),
        accounts=wiring.accounts(),
        budgets=wiring.budgets(),
        keyring=wiring.keyring(),
        chance=Chance(wiring.new_id, wiring.new_token),
    )
