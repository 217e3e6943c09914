"""What is still missing between a person and what an agency asks for: one pure function.

It is asked anew each time the person comes back, so that no page on the way has to be believed.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto

from llave.oidc.clients import Client, Factor
from llave.oidc.requests import PendingAuthorization
from llave.oidc.supported import Way
from llave.people.accounts import Account, Level
from llave.people.factors import Enrolled, Method, Strength, counts, strength, usable
from llave.people.second_step import reached
from llave.people.sessions import Session

STRENGTHS = {
    Factor.NONE: Strength.NONE,
    Factor.SECOND: Strength.SECOND,
    Factor.PHISHING_RESISTANT: Strength.PHISHING_RESISTANT,
}


class Step(Enum):
    """What a person has to do, in the order in which it is done."""

    PASSWORD = auto()
    # She is signed in, and not as lately as the agency wants.
    FRESH_SIGN_IN = auto()
    # Before the verification: who has the password alone must not put a factor of his own between
    # the verified person and her level.
    ENROLMENT = auto()
    VERIFICATION = auto()
    SECOND_FACTOR = auto()
    CONSENT = auto()


# Which part of the site a step needs; the others are always there.
NEEDS = {
    Step.ENROLMENT: Way.ENROLMENT,
    Step.VERIFICATION: Way.VERIFICATION,
    Step.SECOND_FACTOR: Way.SECOND_STEP,
}
# What an agency is told that forbade to ask (OIDC Core, 3.1.2.6).
SILENT = {
    Step.PASSWORD: "login_required",
    Step.FRESH_SIGN_IN: "login_required",
    Step.SECOND_FACTOR: "login_required",
    Step.ENROLMENT: "interaction_required",
    Step.VERIFICATION: "interaction_required",
    Step.CONSENT: "consent_required",
}
UNREACHABLE = "unmet_authentication_requirements"


@dataclass(frozen=True, slots=True)
class Needed:
    """What an answer to the agency takes: the higher of its registration and its request.

    A `strength` other than NONE is a second factor; Verificada always takes one. `exact` are the
    only levels that the token may tell, where an agency made that essential; none means any.
    """

    level: Level
    strength: Strength
    exact: tuple[Level, ...] = ()
    asks_consent: bool = False
    is_silent: bool = False

    @property
    def least(self) -> Strength:
        """The least factor, with what follows from the level."""
        return _whole(self).strength

    @property
    def asks_second(self) -> bool:
        """Whether a password alone is too little."""
        return self.least is not Strength.NONE


@dataclass(frozen=True, slots=True)
class Usable:
    """A second factor that she can use now; `counts` says whether it makes a verified account
    Verificada (one enrolled after a reset does not)."""

    method: Method
    counts: bool = True

    def serves(self, least: Strength) -> bool:
        """Whether it is as strong as is asked."""
        phishable = least is Strength.PHISHING_RESISTANT and self.method is not Method.PASSKEY
        return not phishable


@dataclass(frozen=True, slots=True)
class Here:
    """Who is signed in: where her account stands, what her session reached, what she could use."""

    account: Level
    reached: Level
    strength: Strength
    is_fresh: bool
    has_consented: bool
    factors: tuple[Usable, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The missing steps, in order, and with which factors the second one can be done; or the error
    that the agency is told instead."""

    steps: tuple[Step, ...] = ()
    methods: tuple[Method, ...] = ()
    error: str | None = None

    @property
    def next(self) -> Step | None:
        """The step to take now; None when nothing is missing."""
        return self.steps[0] if self.steps else None


def plan(needed: Needed, here: Here | None, ways: Collection[Way]) -> Plan:
    """What is missing, or why it can not be had."""
    needed = _whole(needed)
    if needed.exact and told(needed, max(Level, key=_rank)) is None:
        return Plan(error=UNREACHABLE)
    steps = _steps(needed, here)
    if any(step in NEEDS and NEEDS[step] not in ways for step in steps):
        return Plan(error=UNREACHABLE)
    if steps and needed.is_silent:
        return Plan(error=SILENT[steps[0]])
    if here is None or Step.SECOND_FACTOR not in steps:
        return Plan(steps)
    return Plan(steps, tuple(one.method for one in _serving(needed, here)))


def told(needed: Needed, reached: Level) -> Level | None:
    """The level that the token tells: what was reached, or the highest one below it that the agency
    takes; None when there is none between that and what is needed."""
    taken = [
        level
        for level in needed.exact or (reached,)
        if _rank(needed.level) <= _rank(level) <= _rank(reached)
    ]
    return max(taken, key=_rank, default=None)


def earned(needed: Needed, account: Account, session: Session) -> Level | None:
    """The level that a token of this session tells; None when the session is too weak for what is
    needed."""
    needed = _whole(needed)
    if strength(session.amr).value < needed.strength.value:
        return None
    return told(needed, reached(account, session))


def needed_for(pending: PendingAuthorization, client: Client) -> Needed:
    """The registration as it is now, and the request: whichever asks for more."""
    request = pending.request
    least = max(
        STRENGTHS[client.minimum_factor], STRENGTHS[request.factor], key=lambda one: one.value
    )
    return Needed(
        level=max(client.minimum_level, request.level, key=_rank),
        strength=least,
        exact=request.exact,
        # Nothing proves that a public client is who it says, so a person sees it each time
        # (RFC 8252, 8.6).
        asks_consent="consent" in request.prompts or client.is_public,
        is_silent="none" in request.prompts,
    )


def here_is(
    account: Account,
    session: Session,
    enrolled: Enrolled,
    now: datetime,
    *,
    fresh: bool,
    consented: bool,
) -> Here:
    """Who is signed in, as the planner sees her."""
    made = {method: enrolled.made_at(method) for method in usable(account, enrolled, now)}
    return Here(
        account=account.level,
        reached=reached(account, session),
        strength=strength(session.amr),
        is_fresh=fresh,
        has_consented=consented,
        factors=tuple(Usable(one, bool(at and counts(account, at))) for one, at in made.items()),
    )


def _whole(needed: Needed) -> Needed:
    """With what follows from it: the lowest level that will do, and Verificada's second factor."""
    lowest = min(needed.exact, key=_rank, default=needed.level)
    level = max(needed.level, lowest, key=_rank)
    weak = level is Level.VERIFICADA and needed.strength is Strength.NONE
    return replace(needed, level=level, strength=Strength.SECOND if weak else needed.strength)


def _steps(needed: Needed, here: Here | None) -> tuple[Step, ...]:
    if here is None:
        # What her account can do shows when she has come in; the factor is certain.
        more = (Step.SECOND_FACTOR,) if needed.strength is not Strength.NONE else ()
        return (Step.PASSWORD, *more)
    signing_in = () if here.is_fresh else (Step.FRESH_SIGN_IN,)
    consent = () if here.has_consented and not needed.asks_consent else (Step.CONSENT,)
    return (*signing_in, *_raising(needed, here), *consent)


def _raising(needed: Needed, here: Here) -> tuple[Step, ...]:
    """What lifts the session; one that begins anew loses what it had reached."""
    if needed.strength is Strength.NONE or (here.is_fresh and _stands(needed, here)):
        return ()
    strong = _serving(needed, here)
    enrolment = () if strong else (Step.ENROLMENT,)
    # Without a factor nobody knows yet whether the one to come will count.
    is_proved = here.account is Level.VERIFICADA and (
        not strong or any(one.counts for one in strong)
    )
    verification = () if is_proved or needed.level is Level.BASICA else (Step.VERIFICATION,)
    return (*enrolment, *verification, Step.SECOND_FACTOR)


def _stands(needed: Needed, here: Here) -> bool:
    return _rank(here.reached) >= _rank(needed.level) and (
        here.strength.value >= needed.strength.value
    )


def _serving(needed: Needed, here: Here) -> tuple[Usable, ...]:
    return tuple(one for one in here.factors if one.serves(needed.strength))


def _rank(level: Level) -> int:
    return list(Level).index(level)
