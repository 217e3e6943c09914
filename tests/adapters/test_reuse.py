"""Marks in the people table: one owner, and findings for everybody else."""

from itertools import combinations

import pytest

from llave import wiring
from llave.documents.kinds import DocumentKind
from llave.documents.reuse import Finding, Marks, Trace, marks
from llave.people.keyring import Purpose
from tests.fakes import NOW, FakeKeyring

KEYRING = FakeKeyring()
ROTATING = KEYRING.rotating(Purpose.LOOKUP_DOCUMENT, Purpose.LOOKUP_IMAGE)
PORTRAIT = 0x0123_4567_89AB_CDEF


def made(number="180000000", image="page", portrait=None, keyring=KEYRING) -> Marks:
    return marks(DocumentKind.INE, number, (image,), portrait, keyring)


def claim(found: Marks, person: str, case: str) -> tuple[Finding, ...]:
    return wiring.reuse().claim(found, person, case, NOW)


def test_who_comes_first_owns_it_and_all_others_are_found_out(aws):
    answers = {n: claim(made(image=f"page {n}"), f"p{n}", f"c{n}") for n in range(50)}

    assert [n for n, found in answers.items() if not found] == [0]
    others = [found for n, found in answers.items() if n]
    assert set(others) == {(Finding(Trace.NUMBER, "p0", "c0"),)}


def test_her_own_document_is_hers_again(aws):
    claim(made(portrait=PORTRAIT), "ana", "first")

    assert claim(made(portrait=PORTRAIT), "ana", "second") == ()


def test_the_same_step_twice_finds_the_same(aws):
    claim(made(), "ana", "a")

    first = claim(made(), "eva", "e")
    assert (
        claim(made(), "eva", "e")
        == first
        == (
            Finding(Trace.NUMBER, "ana", "a"),
            Finding(Trace.IMAGE, "ana", "a"),
        )
    )


@pytest.mark.parametrize("flipped", [(), (3,), (0, 17, 33, 49), (0, 1, 17, 18, 33, 34, 49)])
def test_a_portrait_like_one_seen_before_is_found(aws, flipped):
    claim(made("1", "a", PORTRAIT), "ana", "a")
    other = PORTRAIT ^ sum(1 << bit for bit in flipped)

    assert claim(made("2", "b", other), "eva", "e") == (Finding(Trace.PORTRAIT, "ana", "a"),)


def test_another_portrait_that_shares_a_band_is_none(aws):
    claim(made("1", "a", PORTRAIT), "ana", "a")

    assert claim(made("2", "b", PORTRAIT ^ 0xFFFF_FFFF_FFFF_0000), "eva", "e") == ()


@pytest.mark.parametrize(("first", "then"), list(combinations([KEYRING, ROTATING], 2)))
def test_while_the_keys_rotate_it_has_one_owner(aws, first, then):
    claim(made(portrait=PORTRAIT, keyring=first), "ana", "a")
    found = claim(made(portrait=PORTRAIT, keyring=then), "eva", "e")

    assert {finding.trace for finding in found} == set(Trace)
    guards = [item for item in aws.items("people") if item["sk"] == "GUARD"]
    assert {item["person"] for item in guards} == {"ana"}
