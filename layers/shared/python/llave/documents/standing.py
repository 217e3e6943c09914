"""The order of evidence: what each kind proves, by who has confirmed it.

Newer is not stronger: the day of a verification is no part of its strength.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from llave.documents.cases import Case
from llave.documents.kinds import DocumentKind
from llave.documents.readings import BillReading
from llave.people.evidence import Evidence, Strength


class Registry(StrEnum):
    """A register of the State that was asked."""

    RENAPO = "renapo"
    INE = "ine"


# Everyone is in RENAPO's; only INE answers for the cards it issued.
REGISTRIES: Mapping[DocumentKind, frozenset[Registry]] = {
    DocumentKind.INE: frozenset({Registry.RENAPO, Registry.INE}),
    DocumentKind.PASSPORT: frozenset({Registry.RENAPO}),
    DocumentKind.CARTILLA: frozenset({Registry.RENAPO}),
    DocumentKind.INM: frozenset({Registry.RENAPO}),
}

# (kind, every register that there is for it confirmed, a person looked at it)
TABLE: Mapping[tuple[DocumentKind, bool, bool], Strength] = {
    (DocumentKind.INE, False, False): Strength.WEAK,
    (DocumentKind.INE, False, True): Strength.FAIR,
    # Its issuer says that this very card is in force.
    (DocumentKind.INE, True, False): Strength.STRONG,
    (DocumentKind.INE, True, True): Strength.SUPERIOR,
    # Check digits prove that it was read rightly, not that it was issued.
    (DocumentKind.PASSPORT, False, False): Strength.WEAK,
    (DocumentKind.PASSPORT, False, True): Strength.FAIR,
    (DocumentKind.PASSPORT, True, False): Strength.FAIR,
    (DocumentKind.PASSPORT, True, True): Strength.SUPERIOR,
    (DocumentKind.INM, False, False): Strength.WEAK,
    (DocumentKind.INM, False, True): Strength.FAIR,
    (DocumentKind.INM, True, False): Strength.FAIR,
    (DocumentKind.INM, True, True): Strength.SUPERIOR,
    # Filled in by typewriter, without anything a machine could check.
    (DocumentKind.CARTILLA, False, False): Strength.DECLARED,
    (DocumentKind.CARTILLA, False, True): Strength.WEAK,
    (DocumentKind.CARTILLA, True, False): Strength.WEAK,
    (DocumentKind.CARTILLA, True, True): Strength.STRONG,
}


class Standing(Protocol):
    """Anything with a strength: evidence, or a holder."""

    @property
    def strength(self) -> Strength: ...


def strength_of(kind: DocumentKind, confirmed: Collection[Registry], *, reviewed: bool) -> Strength:
    """What a document proves that these registers confirmed, and a person looked at or not."""
    return TABLE[kind, REGISTRIES[kind] <= frozenset(confirmed), reviewed]


def outranks(new: Standing, old: Standing) -> bool:
    """Whether the new one proves more; an equal one does not, however much newer it is."""
    return new.strength > old.strength


def withstands(new: Standing, old: Standing) -> bool:
    """Whether the new one proves at least as much: what displaces is never weaker."""
    return new.strength >= old.strength


def evidence_of(
    case: Case,
    bill: BillReading,
    registries: tuple[str, ...],
    reviewers: tuple[str, ...],
    at: datetime,
) -> Evidence:
    """The record of a case that proved who somebody is. One case is one verification, however it is
    concluded: a second try writes the same record.

    Of a bill it says what was read; what she said of it only where nobody but people knew the sheet.
    """
    confirmed = [Registry(one) for one in registries]
    return Evidence(
        id=case.id,
        person=case.person,
        case=case.id,
        document=case.kind.value,
        bill=(bill.kind or case.bill).value,
        registries=registries,
        reviewers=reviewers,
        strength=strength_of(case.kind, confirmed, reviewed=bool(reviewers)),
        at=at,
    )
