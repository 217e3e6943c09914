"""Names are shown as the registry writes them and compared without its accidents."""

import pytest

from llave.people.names import PersonName, comparable


def test_a_name_is_not_shown_by_accident() -> None:
    assert "Ana" not in repr(PersonName("Ana", "Peña"))


def test_a_missing_second_surname_leaves_no_gap() -> None:
    assert PersonName("Ana", "Peña").full == "Ana Peña"
    assert PersonName("Ana", "Peña", "Ruiz").full == "Ana Peña Ruiz"


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("  JOSÉ   María ", "jose maria"),
        ("O'Farrill-Güemes", "o farrill guemes"),
        ("PEÑA", "peña"),
        ("pen\u0303a", "peña"),
    ],
)
def test_case_accents_and_punctuation_are_set_aside_and_enie_is_not(text: str, form: str) -> None:
    assert comparable(text) == form


def test_two_spellings_of_one_name_read_alike() -> None:
    assert PersonName("JOSE", "GARCIA").reads_like(PersonName("José", "García"))
    assert not PersonName("José", "Peña").reads_like(PersonName("José", "Pena"))
    assert not PersonName("José", "García").reads_like(PersonName("José", "García", "Ruiz"))
