"""The wiring of this function: what its steps stand on."""

from functools import cache

from functions.register.confirm import Proofs
from functions.register.flow import Desk
from llave import wiring
from llave.people.budgets import Visitor
from llave.settings import settings
from llave.web import marks
from llave.web.request import Request


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
    """Who asks."""
    return marks.visitor_of(request, wiring.keyring(), wiring.now())


def mark_for(request: Request) -> tuple[str, ...]:
    """What tells this browser from the rest of its network from now on, if it is not told yet."""
    return marks.mark(request, wiring.new_token(), wiring.keyring(), wiring.budgets(), wiring.now())
