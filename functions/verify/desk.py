"""The wiring of this function: what its steps stand on, and who stands before it."""

from collections.abc import Sequence
from functools import cache
from secrets import SystemRandom

from functions.verify.flow import Desk
from llave import wiring
from llave.documents.capture import Challenge
from llave.people.sessions import COOKIE, SignedIn, signed_in, who_is_signed_in
from llave.settings import settings
from llave.web.errands import Errand, errand, shown
from llave.web.request import Request


@cache
def desk() -> Desk:
    """Everything that the pages of verification need."""
    return Desk(
        cases=wiring.cases(),
        captures=wiring.captures(),
        carried=wiring.carried(),
        uploads=wiring.uploads(),
        budgets=wiring.budgets(),
        factors=wiring.factors(),
        new_id=wiring.new_id,
        new_token=wiring.new_token,
        shuffled=_shuffled,
        origin=settings().origin,
        privacy_notice=settings().privacy_notice,
    )


def who_calls(request: Request) -> SignedIn:
    """Who is signed in; raises NotSignedIn."""
    cookie = request.cookies.get(COOKIE)
    return signed_in(cookie, wiring.sessions(), wiring.accounts(), wiring.now())


def visitor_of(request: Request) -> SignedIn | None:
    """The same for a page, which leads who is not to the sign-in."""
    cookie = request.cookies.get(COOKIE)
    return who_is_signed_in(cookie, wiring.sessions(), wiring.accounts(), wiring.now())


def errand_of(request: Request) -> Errand | None:
    """The agency's request that led here, if one waits."""
    return shown(errand(request, wiring.pending_authorizations(), wiring.now()))


def _shuffled(challenges: Sequence[Challenge]) -> Sequence[Challenge]:
    return SystemRandom().sample(challenges, len(challenges))
