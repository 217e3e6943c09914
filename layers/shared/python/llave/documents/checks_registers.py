"""The checks of a decision on what registers answered and on what was seen before."""

from collections.abc import Iterator

from llave.documents.facts import Facts
from llave.documents.kinds import DocumentKind
from llave.documents.reasons import Reason, Why
from llave.documents.registries import Credential
from llave.documents.reuse import Trace
from llave.documents.standing import Registry, strength_of
from llave.documents.thresholds import Thresholds
from llave.people.evidence import Strength

Found = Iterator[Reason]
CREDENTIALS = {
    Credential.EXPIRED: Why.CREDENTIAL_EXPIRED,
    Credential.REPORTED: Why.CREDENTIAL_REPORTED,
    Credential.NOT_FOUND: Why.CREDENTIAL_UNKNOWN,
}
TRACES = {
    Trace.NUMBER: Why.NUMBER_REUSED,
    Trace.IMAGE: Why.IMAGE_REUSED,
    Trace.PORTRAIT: Why.PORTRAIT_REUSED,
}


def registered(facts: Facts, thresholds: Thresholds) -> Found:
    """RENAPO knows a living person by this CURP, and she is the account's."""
    if facts.population is None:
        yield Reason(Why.NOT_IN_POPULATION)
        return
    known, account = facts.population, facts.account
    same = known.curp == account.curp and known.name.reads_like(account.name)
    if not (same and (known.birth_date, known.sex) == (account.birth_date, account.sex)):
        yield Reason(Why.POPULATION_DIFFERS)


def credential(facts: Facts, thresholds: Thresholds) -> Found:
    """INE says that its card is in force."""
    if facts.kind is not DocumentKind.INE:
        return
    if facts.credential is None:
        yield Reason(Why.CREDENTIAL_NOT_ASKED)
    elif facts.credential in CREDENTIALS:
        yield Reason(CREDENTIALS[facts.credential])


def unused(facts: Facts, thresholds: Thresholds) -> Found:
    """Nobody else's case used the document, its picture or the portrait."""
    for finding in facts.reuse:
        yield Reason(TRACES[finding.trace])


def free(facts: Facts, thresholds: Thresholds) -> Found:
    """No other account holds the CURP."""
    if facts.other_holder:
        yield Reason(Why.HOLDER_EXISTS)


def strong_enough(facts: Facts, thresholds: Thresholds) -> Found:
    """What it proves without a person's look is enough for having none."""
    if strength_in(facts) < thresholds.least_automatic:
        yield Reason(Why.WEAK_EVIDENCE)


def confirmed(facts: Facts) -> frozenset[Registry]:
    """The registers that said yes."""
    found = set()
    if facts.population is not None and facts.population.curp == facts.account.curp:
        found.add(Registry.RENAPO)
    if facts.credential is Credential.IN_FORCE:
        found.add(Registry.INE)
    return frozenset(found)


def strength_in(facts: Facts) -> Strength:
    """What the evidence proves before a person looked at it."""
    return strength_of(facts.kind, confirmed(facts), reviewed=False)
