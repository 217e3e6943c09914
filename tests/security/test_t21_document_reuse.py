"""T21: a document that another account used is looked at, whichever of its marks is found again.

What marks a picture leaves that was cropped, compressed anew or turned: tests/reader/test_treated.py.
"""

import random

import pytest

from llave import wiring
from llave.documents.capture import Capture
from llave.documents.decision import Thresholds, decide
from llave.documents.kinds import DocumentKind
from llave.documents.reasons import Outcome, Public, told
from llave.documents.reuse import Finding, Marks, Trace, marks, perceptual_hash
from tests.fakes import NOW, FakeKeyring
from tests.verifying import facts

KEYRING = FakeKeyring()
NUMBER = "180000000"
PORTRAIT = [(x * 7 + y * 13 + (x * y) % 29 * 5) % 256 for y in range(32) for x in range(32)]


def treated(by: int) -> list[int]:
    """The same portrait compressed and lit otherwise."""
    chance = random.Random(by)
    return [max(0, min(255, v + chance.randint(-3, 3) + by)) for v in PORTRAIT]


def seen(number: str | None, page: str, portrait: list[int] | None) -> Marks:
    hashed = perceptual_hash(portrait) if portrait else None
    return marks(DocumentKind.INE, number, (page,), hashed, KEYRING)


def claim(found: Marks, person: str) -> tuple[Finding, ...]:
    return wiring.reuse().claim(found, person, f"case of {person}", NOW)


@pytest.mark.parametrize(
    ("again", "trace"),
    [
        (seen(NUMBER, "same", PORTRAIT), Trace.IMAGE),
        (seen(NUMBER, "another picture", treated(5)), Trace.NUMBER),
        (seen("180-000-000", "no portrait found", None), Trace.NUMBER),
        (seen(None, "no number read", treated(3)), Trace.PORTRAIT),
        (seen("999999999", "another number pasted in", treated(8)), Trace.PORTRAIT),
    ],
)
def test_on_another_account_it_is_looked_at(aws, again, trace):
    assert claim(seen(NUMBER, "same", PORTRAIT), "owner") == ()

    found = claim(again, "thief")
    decision = decide(facts(reuse=found), Thresholds())

    assert Finding(trace, "owner", "case of owner") in found
    assert decision.outcome is Outcome.REVIEW
    assert told(decision.reasons) == ((Public.LOOKING, None),)


def test_of_fifty_submissions_one_owns_it(aws):
    found = {n: claim(seen(NUMBER, f"page {n}", None), f"p{n}") for n in range(50)}

    assert sum(not findings for findings in found.values()) == 1


def test_a_familys_bill_leaves_no_mark(aws):
    """Marks are made of the identity document's pages alone; a bill has no place among them."""
    claim(seen(NUMBER, "ana's credential", None), "ana")

    assert claim(seen("180000001", "her brother's credential", None), "luis") == ()


def test_the_true_owner_comes_second_and_is_looked_at_not_refused(aws):
    """A forger who was first neither owns her document for good nor keeps her out."""
    claim(seen(NUMBER, "forged", None), "forger")
    found = claim(seen(NUMBER, "true", None), "owner")

    assert decide(facts(reuse=found), Thresholds()).outcome is Outcome.REVIEW


def test_a_table_that_owns_nothing_is_caught(aws, monkeypatch):
    """The mutant: guards that anybody overwrites."""
    from llave.adapters.reuse import ReuseTable

    monkeypatch.setattr(ReuseTable, "_claim", lambda *_: None)
    claim(seen(NUMBER, "same", None), "owner")
    found = claim(seen(NUMBER, "same", None), "thief")

    accepted = decide(facts(reuse=found, capture=Capture.VALID), Thresholds()).outcome
    assert accepted is Outcome.ACCEPT, "what the first test is there to catch"
