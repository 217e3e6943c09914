"""What the pages of the account's security share: who is here, what she may do now, how they say no."""

from datetime import datetime

from llave import wiring
from llave.errors import NotSignedIn, Refused
from llave.people.enrolling import expect_fresh, is_stuck
from llave.people.enrolments import NotFresh, Ports
from llave.people.factors import Enrolled
from llave.people.passkeys import Site
from llave.people.sessions import COOKIE, SignedIn, signed_in
from llave.settings import settings
from llave.web.app import Answer
from llave.web.problems import headers_of, status_of
from llave.web.request import Request
from llave.web.response import Page, see_other

HOME = "/cuenta/seguridad"


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


def refused(refusal: Refused) -> Answer:
    """Where who may not do this yet can see to it."""
    if isinstance(refusal, NotSignedIn):
        return see_other("/entrar")
    if isinstance(refusal, NotFresh):
        return see_other("/entrar/confirmar-identidad")
    if isinstance(refusal, Stuck):
        return see_other(HOME)
    status = status_of(refusal)
    context = {"code": refusal.code, "status": status}
    return Page("problem.html", context, status, headers=headers_of(refusal))
