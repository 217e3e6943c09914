"""What becomes of factors that are enrolled: removed, stood in for by recovery codes, asked for."""

from datetime import datetime

from llave.people.accounts import Account, Level
from llave.people.audit import What
from llave.people.bound import Bound, LastFactor, is_last, what_stays
from llave.people.enrolling import change, expect_fresh
from llave.people.enrolments import FactorGone, Ports
from llave.people.factors import Enrolled, Method
from llave.people.recovery_codes import digest, new_codes
from llave.people.sessions import SignedIn


def make_codes(who: SignedIn, ports: Ports, now: datetime) -> tuple[str, ...]:
    """New recovery codes, to be shown this once; raises NotFresh, FactorGone without a factor."""
    enrolled = ports.factors.of(who.account.person)
    expect_fresh(who, enrolled, now)
    if enrolled.is_empty:
        raise FactorGone("no factor that they stand in for")
    codes = new_codes()
    told = change(who, What.CODES_MADE, Method.RECOVERY_CODE, ports, now)
    ports.factors.put_codes(told, [digest(code) for code in codes])
    return codes


def remove(who: SignedIn, method: Method, key: str, ports: Ports, now: datetime) -> None:
    """Remove a factor; raises NotFresh, LastFactor, FactorGone."""
    enrolled = ports.factors.of(who.account.person)
    expect_fresh(who, enrolled, now)
    going = Bound(method, key)
    if must_stay(who.account, enrolled, going, ports, now):
        raise LastFactor(method.value)
    stays = what_stays(who.account, enrolled, going, now)
    ports.factors.remove(change(who, What.FACTOR_REMOVED, method, ports, now), going, stays)


def must_stay(
    account: Account, enrolled: Enrolled, going: Bound, ports: Ports, now: datetime
) -> bool:
    """Whether it is the last of an account that is Verificada, or being verified."""
    if not is_last(account, enrolled, going, now):
        return False
    return account.level is Level.VERIFICADA or ports.factors.has_case(account.person)


def ask_always(who: SignedIn, ports: Ports, now: datetime, *, always: bool) -> None:
    """Have the second step asked at every sign-in, or only where it is needed."""
    enrolled = ports.factors.of(who.account.person)
    expect_fresh(who, enrolled, now)
    if enrolled.is_empty:
        raise FactorGone("nothing to ask for")
    what = What.SECOND_ALWAYS if always else What.SECOND_WHEN_NEEDED
    ports.factors.ask_always(change(who, what, None, ports, now), always=always)
