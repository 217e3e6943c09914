"""What the pages say of a case: nothing is without words."""

from datetime import UTC, datetime

import pytest

from functions.verify import shown
from llave.documents.cases import State
from llave.documents.kinds import BillKind, DocumentKind, Slot
from llave.documents.reasons import Public, Why
from llave.web.texts import text

# What she can do about it, in the words with which each sentence says so.
DO = ("Usa", "Tómala", "Toma", "Quítala", "Envía", "Inténtalo", "Una persona", "renuévala")


def test_every_reason_that_is_told_has_words():
    assert set(shown.REASONS) == set(Public)


@pytest.mark.parametrize("public", Public)
def test_every_reason_says_what_to_do_in_few_words(public):
    said = text(shown.REASONS[public])

    assert any(word in said for word in DO), said
    assert len(said) <= 150


@pytest.mark.parametrize("public", Public)
def test_no_reason_names_a_check(public):
    said = text(shown.REASONS[public]).lower()

    words = {why.value.replace("-", " ") for why in Why}
    assert not [one for one in (*words, "%", "umbral", "similitud", "confianza") if one in said]


def test_everything_that_is_shown_has_a_name():
    assert set(shown.STATES) == set(State) - {State.COLLECTING, State.CANCELLED}
    assert set(shown.DOCUMENTS) == set(DocumentKind)
    assert set(shown.BILLS) == set(BillKind)
    assert set(shown.SLOTS) == set(shown.HINTS) == set(Slot)


def test_a_moment_is_said_with_whose_clock_it_is():
    night = datetime(2026, 11, 22, 5, 30, tzinfo=UTC)

    assert shown.when(night) == "21/11/2026 a las 23:30 (hora del centro de México)"
