"""What stands between a person and her documents, as the pages show it: a second factor of her account,
used in this session."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from functions.verify.desk import desk
from llave.people.accounts import Level
from llave.people.bound import SecondStepRequired, is_settled, lacking, may_bind
from llave.people.factors import is_stuck
from llave.people.sessions import SignedIn


class Missing(StrEnum):
    """What she sees to first: nothing, the second step of this session, a factor, or her account's
    recovery, where a password alone may add no factor and where nothing else ends one that is locked."""

    NOTHING = ""
    STEP = "step"
    FACTOR = "factor"
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class Standing:
    """`is_settled`: there is nothing to prove; `is_again`: she is Verificada and proves it anew."""

    missing: Missing
    is_settled: bool
    is_again: bool


def standing(who: SignedIn, now: datetime) -> Standing:
    """Where she stands now."""
    enrolled = desk().factors.of(who.account.person)
    lack = lacking(who.account, who.session, enrolled, now)
    settled = is_settled(who.account, enrolled, now)
    missing = Missing.NOTHING
    if isinstance(lack, SecondStepRequired):
        missing = Missing.STEP
    elif lack is not None:
        is_open = may_bind(who.account, who.session) and not is_stuck(who.account, enrolled, now)
        missing = Missing.FACTOR if is_open else Missing.RECOVERY
    return Standing(missing, settled, not settled and who.account.level is Level.VERIFICADA)
