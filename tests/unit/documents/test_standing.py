"""The order of evidence, row by row."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from llave.documents.kinds import DocumentKind
from llave.documents.standing import REGISTRIES, TABLE, Registry, outranks, strength_of, withstands
from llave.people.evidence import Strength
from tests.verifying import evidence

INE, PASSPORT, INM, CARTILLA = (
    DocumentKind.INE,
    DocumentKind.PASSPORT,
    DocumentKind.INM,
    DocumentKind.CARTILLA,
)
BOTH = (Registry.RENAPO, Registry.INE)


@pytest.mark.parametrize(
    ("kind", "registries", "reviewed", "strength"),
    [
        (INE, (), False, Strength.WEAK),
        (INE, (Registry.RENAPO,), False, Strength.WEAK),
        (INE, (Registry.RENAPO,), True, Strength.FAIR),
        (INE, BOTH, False, Strength.STRONG),
        (INE, BOTH, True, Strength.SUPERIOR),
        (PASSPORT, (), False, Strength.WEAK),
        (PASSPORT, (), True, Strength.FAIR),
        (PASSPORT, (Registry.RENAPO,), False, Strength.FAIR),
        (PASSPORT, (Registry.RENAPO,), True, Strength.SUPERIOR),
        (INM, (Registry.RENAPO,), False, Strength.FAIR),
        (INM, (Registry.RENAPO,), True, Strength.SUPERIOR),
        (CARTILLA, (), False, Strength.DECLARED),
        (CARTILLA, (Registry.RENAPO,), False, Strength.WEAK),
        (CARTILLA, (), True, Strength.WEAK),
        (CARTILLA, (Registry.RENAPO,), True, Strength.STRONG),
    ],
)
def test_what_a_document_proves(kind, registries, reviewed, strength):
    assert strength_of(kind, registries, reviewed=reviewed) is strength


def test_the_table_has_a_row_for_everything():
    assert set(TABLE) == set(product(DocumentKind, (False, True), (False, True)))
    assert set(REGISTRIES) == set(DocumentKind)


@pytest.mark.parametrize("kind", DocumentKind)
def test_a_register_or_a_look_never_makes_evidence_weaker(kind):
    for checked, reviewed in product((False, True), repeat=2):
        assert TABLE[kind, True, reviewed] >= TABLE[kind, checked, reviewed]
        assert TABLE[kind, checked, True] >= TABLE[kind, checked, reviewed]


def test_newer_is_not_stronger():
    old = evidence("ana", "a")
    newer = replace(old, at=old.at + timedelta(days=1000))

    assert not outranks(newer, old)
    assert withstands(newer, old)


@pytest.mark.parametrize(("one", "other"), list(product(Strength, Strength)))
def test_outranking_is_a_strict_order(one, other):
    new, old = evidence("ana", "a", one), evidence("eva", "b", other)

    assert outranks(new, old) == (one > other)
    assert not (outranks(new, old) and outranks(old, new))
    assert withstands(new, old) == (not outranks(old, new))
