"""Numbers with a structure of their own: CURP, clave de elector, postal code."""

import re
from collections.abc import Iterator
from datetime import date

from llave.documents.confusions import by_mask, fitting
from llave.errors import InvalidInput
from llave.people.curp import SHAPE, Curp

CURP_MASK = "aaaa" + "n" * 6 + "a" * 6 + "xn"
CLAVE_MASK = "a" * 6 + "n" * 8 + "a" + "nnn"
CLAVE = re.compile(r"[A-Z]{6}\d{6}\d{2}[HMX]\d{3}")
# The 32 states, and 87, 88 for who was born abroad.
CLAVE_STATES = {f"{number:02d}" for number in (*range(1, 33), 87, 88)}
# A stop before it makes it part of an amount, unless it is that of "C.P.", whose blank readers lose.
POSTAL_CODE = re.compile(r"(?:(?<=[Pp]\.)|(?<![\d.,$]))\d{5}(?![\d,]|\.\d)")
LENGTH = 18
UNBORN = 2050


def curp_in(text: str) -> tuple[str, bool] | None:
    """A CURP and whether its check digit proves it; the proven one goes first."""
    found = [one for run in runs(text) if (one := _curp(run)) is not None]
    return max(found, key=lambda one: one[1], default=None)


def clave_in(text: str) -> str | None:
    """A clave de elector: six letters, a date, a state, the sex, three digits."""
    for run in runs(text):
        clave = by_mask(run, CLAVE_MASK)
        if CLAVE.fullmatch(clave) and _is_day(clave[6:12]) and clave[12:14] in CLAVE_STATES:
            return clave
    return None


def postal_codes_in(text: str) -> list[str]:
    """Groups of five digits that are no part of a longer number or an amount."""
    return POSTAL_CODE.findall(text)


def runs(text: str) -> Iterator[str]:
    """Every run of 18 letters and digits that begins or ends at a word's edge, blanks left out."""
    words = re.findall(r"[A-Z0-9]+", text.upper())
    for start in range(len(words)):
        joined = ""
        for word in words[start:]:
            joined += word
            if len(joined) >= LENGTH:
                yield joined[:LENGTH]
                yield joined[-LENGTH:]
                break


def _curp(run: str) -> tuple[str, bool] | None:
    right = fitting(run, CURP_MASK, _is_curp)
    if right is not None:
        return right, True
    plain = by_mask(run, CURP_MASK)
    return (plain, False) if SHAPE.fullmatch(plain) and _is_day(plain[4:10]) else None


def _is_curp(text: str) -> bool:
    """A letter in the 17th place says that the person was born after 2000. The check digit can not
    tell O from 0 there (25 and 0 weigh alike), the year can: nobody was born in 2090."""
    try:
        return Curp(text).birth_date.year < UNBORN
    except InvalidInput:
        return False


def _is_day(text: str) -> bool:
    """YYMMDD of any century: 29 February counts."""
    try:
        date(2000 + int(text[:2]) // 4 * 4, int(text[2:4]), int(text[4:6]))
    except ValueError:
        return False
    return True
