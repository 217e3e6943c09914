"""The machine readable zone (ICAO Doc 9303): TD1 cards of three rows, TD3 passports of two.

Check digits: part 3, section 4.9. Layouts: part 5 section 4.2 (TD1), part 4 section 4.2 (TD3).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from llave.documents.confusions import by_mask, fitting
from llave.documents.mrz_rows import Row, fitted, names_row, rows_in
from llave.documents.textlines import Line

TD1, TD3 = 30, 44
VALUES = {char: value for value, char in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")} | {
    "<": 0
}
TD1_FIRST, TD1_SECOND = "axaaa" + "x" * 9 + "n" + "x" * 15, "nnnnnnnxnnnnnnnaaa" + "x" * 11 + "n"
# The INE's: CIC and OCR numbers; emission and folio in the second row.
INE_FIRST, INE_SECOND = "a" * 5 + "n" * 10 + "ff" + "n" * 13, "nnnnnnnxnnnnnnnaaa" + "f" * 11 + "n"
TD3_SECOND = "x" * 9 + "n" + "aaa" + "nnnnnnnxnnnnnnn" + "x" * 14 + "fn"
# Mexico numbers passports with a letter and eight digits.
MEXICAN_NUMBER = "a" + "n" * 8
LOOKS_TD1 = re.compile(r"\d{7}[A-Z<]\d{7}[A-Z<]{3}.{11}\d")
LOOKS_TD3 = re.compile(r".{9}\d[A-Z<]{3}\d{7}[A-Z<]\d{7}.{14}[\d<]\d")


@dataclass(frozen=True, slots=True, repr=False)
class Zone:
    """What the zone says, as written there: fillers removed at the end, dates YYMMDD.

    `failed` names the check digits that do not agree; `lines` are the indexes where it was read.
    """

    rows: tuple[str, ...]
    lines: tuple[int, ...]
    code: str
    issuer: str
    number: str
    nationality: str
    birth: str
    sex: str
    expires: str
    optional: str
    surnames: str
    given_names: str
    failed: tuple[str, ...]

    def __repr__(self) -> str:
        return f"Zone(failed={self.failed!r})"

    def birth_date(self, on: date) -> date | None:
        """Nobody is born after the day on which she shows a document."""
        return _date(self.birth, latest=on)

    @property
    def expiry_date(self) -> date | None:
        """Always of this century."""
        return _date(self.expires, latest=date(2099, 12, 31))


def check_digit(text: str) -> str:
    """Weights 7, 3, 1; letters count from 10, fillers nothing."""
    return str(sum(VALUES[char] * (7, 3, 1)[at % 3] for at, char in enumerate(text)) % 10)


def find(lines: Sequence[Line]) -> Zone | None:
    """The zone in these lines; of several ways to read its fillers the one with the best checks."""
    rows = rows_in(lines)
    zones = [zone for at in range(len(rows)) for zone in (*_td1(rows, at), *_td3(rows, at))]
    return min(zones, key=lambda zone: len(zone.failed), default=None)


def _td1(rows: Sequence[Row], at: int) -> Iterator[Zone]:
    """Zones whose second row is the one at that place."""
    if not 0 < at < len(rows) - 1:
        return
    above, here, below = rows[at - 1 : at + 2]
    names = by_mask(names_row(below.text, TD1), "a" * TD1)
    for upper, middle in product(fitted(above.text, TD1), fitted(here.text, TD1)):
        is_ine = by_mask(upper, TD1_FIRST).startswith("IDMEX")
        masks = (INE_FIRST, INE_SECOND) if is_ine else (TD1_FIRST, TD1_SECOND)
        first, second = by_mask(upper, masks[0]), by_mask(middle, masks[1])
        if LOOKS_TD1.fullmatch(second):
            yield _card(first, second, names, (*above.lines, *here.lines, *below.lines))


def _card(first: str, second: str, names: str, lines: tuple[int, ...]) -> Zone:
    checks = {
        "number": (first[5:14], first[14]),
        "birth_date": (second[:6], second[6]),
        "expires": (second[8:14], second[14]),
        "composite": (first[5:] + second[:7] + second[8:15] + second[18:29], second[29]),
    }
    surnames, given = _names(names)
    return Zone(
        rows=(first, second, names),
        lines=lines,
        code=first[:2].rstrip("<"),
        issuer=first[2:5],
        number=first[5:14].rstrip("<"),
        nationality=second[15:18].rstrip("<"),
        birth=second[:6],
        sex=second[7],
        expires=second[8:14],
        optional=first[15:],
        surnames=surnames,
        given_names=given,
        failed=_failed(checks),
    )


def _td3(rows: Sequence[Row], at: int) -> Iterator[Zone]:
    """Zones whose second row is the one at that place."""
    if at == 0 or not by_mask(rows[at - 1].text[:1], "a").startswith("P"):
        return
    above, here = rows[at - 1], rows[at]
    first = _passport_names(above.text)
    for text in fitted(here.text, TD3):
        second = by_mask(text, TD3_SECOND)
        if LOOKS_TD3.fullmatch(second):
            yield _data_page(first, _numbered(second), (*above.lines, *here.lines))


def _passport_names(text: str) -> str:
    """Code and issuer stand before the names and would hide where the surnames end."""
    head = by_mask(text[:5].ljust(5, "<"), "aaaaa")
    return head + by_mask(names_row(text[5:], TD3 - 5), "a" * (TD3 - 5))


def _numbered(second: str) -> str:
    """The row with a number that its check digit proves, by Mexico's form or by one double."""
    number, digit = second[:9], second[9]
    for mask in (MEXICAN_NUMBER, "x" * 9):
        right = fitting(number, mask, lambda text: check_digit(text) == digit)
        if right is not None:
            return right + second[9:]
    return second


def _data_page(first: str, second: str, lines: tuple[int, ...]) -> Zone:
    checks = {
        "number": (second[:9], second[9]),
        "birth_date": (second[13:19], second[19]),
        "expires": (second[21:27], second[27]),
        "personal_number": (second[28:42], second[42]),
        "composite": (second[:10] + second[13:20] + second[21:43], second[43]),
    }
    surnames, given = _names(first[5:])
    return Zone(
        rows=(first, second),
        lines=lines,
        code=first[:2].rstrip("<"),
        issuer=first[2:5],
        number=second[:9].rstrip("<"),
        nationality=second[10:13].rstrip("<"),
        birth=second[13:19],
        sex=second[20],
        expires=second[21:27],
        optional=second[28:42],
        surnames=surnames,
        given_names=given,
        failed=_failed(checks),
    )


def _failed(checks: dict[str, tuple[str, str]]) -> tuple[str, ...]:
    """A filler may stand for the digit of a field that is empty."""
    return tuple(
        name
        for name, (text, digit) in checks.items()
        if digit != check_digit(text) and not (digit == "<" and not text.strip("<"))
    )


def _names(row: str) -> tuple[str, str]:
    surnames, _, given = row.partition("<<")
    return surnames.replace("<", " ").strip(), given.replace("<", " ").strip()


def _date(text: str, latest: date) -> date | None:
    for century in (2000, 1900):
        try:
            day = date(century + int(text[:2]), int(text[2:4]), int(text[4:6]))
        except ValueError:
            continue
        if day <= latest:
            return day
    return None
