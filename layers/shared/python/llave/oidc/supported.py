"""What this provider can do today, beside its scopes and claims: discovery tells it, checks hold to it."""

from collections.abc import Collection
from enum import StrEnum

from llave.people.accounts import Level


class Way(StrEnum):
    """A part of the site where a person does what is missing; the values are its pages."""

    SECOND_STEP = "/entrar/segundo-factor"
    ENROLMENT = "/cuenta/seguridad"
    VERIFICATION = "/verificar"


PROMPTS = frozenset({"none", "login", "consent", "select_account"})
# The parts that this deployment has: what needs another is refused before anybody types a password.
WAYS: frozenset[Way] = frozenset(Way)


def levels(ways: Collection[Way]) -> tuple[Level, ...]:
    """The levels that a person can reach by these ways, lowest first."""
    return tuple(Level) if set(Way) <= set(ways) else (Level.BASICA,)
