"""The CURP, Mexico's population register key, as a value that proves itself.

Shape and check digit follow the "Instructivo normativo para la asignación de la CURP" (DOF,
2018-06-18). Whether a person bears it, only RENAPO knows.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from llave.errors import InvalidInput
from llave.people.curp_words import FORBIDDEN
from llave.places.states import BIRTH_STATES, BirthState

LENGTH = 18
# Ñ has a place in the alphabet (so every letter after N weighs one more), though none is issued.
CHECK_ALPHABET = "0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ"
CONSONANTS = "BCDFGHJKLMNPQRSTVWXYZ"
SHAPE = re.compile(rf"[A-Z][AEIOUX][A-Z]{{2}}[0-9]{{6}}[A-Z]{{3}}[{CONSONANTS}]{{3}}[0-9A-Z][0-9]")
# Made up by the tax authority for persons without a CURP; thousands share each.
GENERIC = re.compile(r"X[AE]XX010101.{3}XXX.{2}")


class Sex(StrEnum):
    """The sex as the CURP writes it: hombre, mujer, no binario."""

    MAN = "H"
    WOMAN = "M"
    NON_BINARY = "X"


class CurpProblem(StrEnum):
    """Why a text is no CURP; stable codes, part of the contract."""

    LENGTH = "curp_length"
    SHAPE = "curp_shape"
    DATE = "curp_date"
    SEX = "curp_sex"
    STATE = "curp_state"
    FORBIDDEN_WORD = "curp_forbidden_word"
    GENERIC = "curp_generic"
    CHECK_DIGIT = "curp_check_digit"


class CurpInvalid(InvalidInput):
    """The text is no CURP that RENAPO could have issued."""

    def __init__(self, problem: CurpProblem) -> None:
        super().__init__(problem.value, field="curp")


@dataclass(frozen=True, slots=True, repr=False)
class Curp:
    """18 characters, upper case; raises CurpInvalid."""

    value: str

    def __post_init__(self) -> None:
        if (problem := _problem_in(self.value)) is not None:
            raise CurpInvalid(problem)

    @classmethod
    def parse(cls, text: str) -> "Curp":
        """Read what a person typed: any case, blanks around it; raises CurpInvalid."""
        trimmed = text.strip()
        # Only ASCII is raised: 'ı' and 'ſ' would turn into letters that nobody typed.
        return cls(trimmed.upper() if trimmed.isascii() else trimmed)

    def __repr__(self) -> str:
        return "Curp(…)"

    __str__ = __repr__

    @property
    def birth_date(self) -> date:
        """The date of birth; the homoclave tells the century."""
        return _date_in(self.value)

    @property
    def birth_state(self) -> BirthState:
        """The state of birth, or NE for who was born abroad."""
        return BIRTH_STATES[self.value[11:13]]

    @property
    def sex(self) -> Sex:
        """The sex that the register bears."""
        return Sex(self.value[10])

    def age_on(self, day: date) -> int:
        """Completed years on that day; born on 29 February, one turns a year older on 1 March."""
        born = self.birth_date
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def check_digit(first_17: str) -> str:
    """The last character of the CURP that begins so."""
    total = sum(
        CHECK_ALPHABET.index(char) * weight
        for char, weight in zip(first_17, range(18, 1, -1), strict=True)
    )
    return str(-total % 10)


def _problem_in(text: str) -> CurpProblem | None:
    """The first problem; the order is from what is seen at a glance to what has to be computed."""
    if len(text) != LENGTH:
        return CurpProblem.LENGTH
    if SHAPE.fullmatch(text) is None:
        return CurpProblem.SHAPE
    return next((problem for problem, found in CHECKS if found(text)), None)


def _date_in(text: str) -> date:
    century = 1900 if text[16].isdigit() else 2000
    return date(century + int(text[4:6]), int(text[6:8]), int(text[8:10]))


def _has_no_date(text: str) -> bool:
    try:
        _date_in(text)
    except ValueError:
        return True
    return False


CHECKS = (
    (CurpProblem.GENERIC, lambda text: GENERIC.fullmatch(text) is not None),
    (CurpProblem.DATE, _has_no_date),
    (CurpProblem.SEX, lambda text: text[10] not in set(Sex)),
    (CurpProblem.STATE, lambda text: text[11:13] not in BIRTH_STATES),
    (CurpProblem.FORBIDDEN_WORD, lambda text: text[:4] in FORBIDDEN),
    (CurpProblem.CHECK_DIGIT, lambda text: text[17] != check_digit(text[:17])),
)
