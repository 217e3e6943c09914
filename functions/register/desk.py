"""The wiring of this function: what its steps stand on."""

from functools import cache

from functions.register.confirm import Proofs
from functions.register.flow import Desk
from llave import wiring
from llave.people.budgets import Visitor, visitor
from llave.settings import settings
from llave.web.request import CSRF_COOKIE, Request


@cache
def desk() -> Desk:
    """Everything that registration needs."""
    return Desk(
        population=wiring.population(),
        registrations=wiring.registrations(),
        keys=wiring.person_keys(),
        keyring=wiring.keyring(),
        robots=wiring.robots(),
        budgets=wiring.budgets(),
        places=wiring.places(),
        new_id=wiring.new_id,
        new_token=wiring.new_token,
        minimum_age=settings().minimum_age,
        privacy_notice=settings().privacy_notice,
    )


@cache
def proofs() -> Proofs:
    """What confirming needs beside it."""
    return Proofs(wiring.confirming(), wiring.credentials())


def visitor_of(request: Request) -> Visitor:
    """Who asks; every browser bears the random cookie of its forms."""
    cookie = request.cookies.get(CSRF_COOKIE)
    return visitor(request.client_address, cookie, wiring.keyring())
