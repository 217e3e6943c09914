import pytest

from llave.documents.zone_names import spaced


@pytest.mark.parametrize(
    ("printed", "zoned", "right"),
    [
        ("NÚÑEZIBÁÑEZ", "NUNEZ IBANEZ", "NÚÑEZ IBÁÑEZ"),
        ("MARÍADEL CARMEN", "MARIA DEL CARMEN", "MARÍA DEL CARMEN"),
        ("D'AMICOOLIVA", "DAMICO OLIVA", "D'AMICO OLIVA"),
        ("GARCÍA LÓPEZ", "GARCIA LOPEZ", "GARCÍA LÓPEZ"),
        ("GARCÍA-CANO RUIZ", "GARCIA CANO RUIZ", "GARCÍA-CANO RUIZ"),
        ("PÉREZGÓMEZ", "GARCIA LOPEZ", "PÉREZGÓMEZ"),
    ],
)
def test_blanks_that_were_lost_are_taken_from_the_zone(printed: str, zoned: str, right: str):
    assert spaced(printed, zoned) == right
