"""What the pages of the account's security share: who is here, what she may do now, how they say no."""

from dataclasses import dataclass
from datetime import datetime

from llave import wiring
from llave.errors import NotSignedIn, Refused
from llave.oidc import supported
from llave.people.bound import ProveAgain, may_bind
from llave.people.enrolling import expect_fresh
from llave.people.enrolments import NotFresh, Ports
from llave.people.factors import Enrolled, Strength, is_stuck
from llave.people.passkeys import Site
from llave.people.sessions import COOKIE, SignedIn, signed_in
from llave.settings import settings
from llave.web import errands
from llave.web.app import Answer
from llave.web.errands import Errand
from llave.web.problems import headers_of, status_of
from llave.web.request import Request
from llave.web.response import Page, see_other

HOME = "/cuenta/seguridad"


@dataclass(frozen=True, slots=True)
class CameFor:
    """The agency's request that led here; `is_missing` says that what she has enrolled is too little
    for it, `needs_passkey` that nothing else will do."""

    errand: Errand | None = None
    is_missing: bool = False
    needs_passkey: bool = False


class Stuck(Refused):
    """She has factors and none that can be used now, so nothing can prove that a change is hers."""

    code = "second_step_stuck"


def ports() -> Ports:
    """What enrolling stands on."""
    return Ports(
        factors=wiring.factors(),
        enrolments=wiring.enrolments(),
        keys=wiring.person_keys(),
        site=Site(settings().origin),
        new_id=wiring.new_id,
        new_token=wiring.new_token,
    )


def who_is_here(request: Request, now: datetime) -> SignedIn:
    """Who is signed in; raises NotSignedIn."""
    return signed_in(request.cookies.get(COOKIE), wiring.sessions(), wiring.accounts(), now)


def may_change(request: Request, now: datetime) -> tuple[SignedIn, Enrolled]:
    """Who is here and has just shown that she is; raises NotSignedIn, NotFresh, Stuck."""
    who = who_is_here(request, now)
    enrolled = wiring.factors().of(who.account.person)
    if is_stuck(who.account, enrolled, now):
        raise Stuck("no usable factor")
    expect_fresh(who, enrolled, now)
    return who, enrolled


def may_add(request: Request, now: datetime) -> tuple[SignedIn, Enrolled]:
    """The same for another factor; raises ProveAgain besides."""
    who, enrolled = may_change(request, now)
    if not may_bind(who.account, who.session):
        raise ProveAgain("no factor beside the password")
    return who, enrolled


def came_for(request: Request, who: SignedIn, enrolled: Enrolled, now: datetime) -> CameFor:
    """What she is here for."""
    pending = errands.errand(request, wiring.pending_authorizations(), now)
    client = wiring.clients().get(pending.client_id) if pending else None
    if pending is None or client is None:
        return CameFor()
    # Few who see this page come from an agency.
    from llave.oidc.planner import Step, here_is, needed_for, plan

    here = here_is(who.account, who.session, enrolled, now, fresh=True, consented=True)
    needed = needed_for(pending, client)
    is_missing = plan(needed, here, supported.WAYS).next is Step.ENROLMENT
    needs_passkey = is_missing and needed.least is Strength.PHISHING_RESISTANT
    return CameFor(errands.shown(pending), is_missing, needs_passkey)


def waits(request: Request, now: datetime) -> bool:
    """Whether an agency's request led here."""
    return errands.errand(request, wiring.pending_authorizations(), now) is not None


def refused(refusal: Refused) -> Answer:
    """Where who may not do this yet can see to it."""
    if isinstance(refusal, NotSignedIn):
        return see_other("/entrar?volver=seguridad")
    if isinstance(refusal, NotFresh):
        return see_other("/entrar/confirmar-identidad")
    if isinstance(refusal, Stuck | ProveAgain):
        return see_other(HOME)
    status = status_of(refusal)
    context = {"code": refusal.code, "status": status}
    return Page("problem.html", context, status, headers=headers_of(refusal))
