"""Every document by its name, drawn for a person: what the command and the bench go through."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from PIL import Image

from tools.documents import bills, cartilla, ine, inm, passport
from tools.documents.people import Holder
from tools.documents.portraits import portrait
from tools.documents.sheets import Sheet

FACES = "abc"
BILL_AGE = 40

# Person, face, seed, the day of submission, and how many days old a bill is if that is not the seed's.
Draw = Callable[[Holder, str, int, date, int | None], Sheet]


def _card(draw: Callable[[Holder, Image.Image, int], Sheet]) -> Draw:
    return lambda person, face, seed, on, age: draw(person, portrait(face), seed)  # noqa: ARG005


def _back(draw: Callable[[Holder, int], Sheet]) -> Draw:
    return lambda person, face, seed, on, age: draw(person, seed)  # noqa: ARG005


def _bill(kind: str) -> Draw:
    def draw(person: Holder, face: str, seed: int, on: date, age: int | None) -> Sheet:  # noqa: ARG001
        days = seed % BILL_AGE if age is None else age
        return bills.bill(kind, person, seed, on - timedelta(days=days))

    return draw


DOCUMENTS: Mapping[str, Draw] = {
    "ine-front": _card(ine.front),
    "ine-back": _back(ine.back),
    "passport": _card(passport.front),
    "cartilla": _card(cartilla.front),
    "inm-front": _card(inm.front),
    "inm-back": _back(inm.back),
    **{f"bill-{design.kind}": _bill(design.kind) for design in bills.DESIGNS},
}
