"""Numbers with a structure, as readers leave them."""

import pytest

from llave.documents.tokens import postal_codes_in


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("C.P. 06000 CUAUHTÉMOC, CDMX", ["06000"]),
        ("C.P.06000 CUAUHTÉMOC, CDMX", ["06000"]),
        ("CP06000 CUAUHTÉMOC", ["06000"]),
        ("COL CENTRO 06000", ["06000"]),
        ("TOTAL 1.06000", []),
        ("$06000", []),
        ("12,06000", []),
        ("50,594.00", []),
        ("C.P.060001", []),
    ],
)
def test_a_postal_code_is_five_digits_that_are_no_amount(text: str, codes: list[str]):
    assert postal_codes_in(text) == codes
