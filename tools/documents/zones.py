"""Machine readable zones as ICAO Doc 9303 and the INE compose them, for drawn documents."""

import unicodedata
from datetime import date

from tools.documents.people import Holder

VALUES = {char: number for number, char in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}


def check(text: str) -> str:
    """Doc 9303 part 3, section 4.9; written apart from the parser's, which is held against it."""
    return str(sum(VALUES.get(c, 0) * (7, 3, 1)[i % 3] for i, c in enumerate(text)) % 10)


def ine(person: Holder) -> tuple[str, str, str]:
    """IDMEX, CIC with its digit, OCR number; the sex is H or M as in the CURP."""
    first = f"IDMEX{person.cic}{check(person.cic)}<<{person.ocr}"
    return _td1(first, person, person.sex.replace("X", "<"), "MEX", "<02<<12345<")


def inm(person: Holder, nationality: str) -> tuple[str, str, str]:
    """Document code I, issued by Mexico; the number is the last nine digits of the NUE."""
    number = person.nue[-9:]
    first = f"I<MEX{number}{check(number)}".ljust(30, "<")
    return _td1(first, person, _icao_sex(person.sex), nationality, "<" * 11)


def passport(person: Holder) -> tuple[str, str]:
    """TD3, without a personal number, as Mexico issues it."""
    born, until = _with_digit(person.born), _with_digit(person.valid_until)
    number = person.passport + check(person.passport)
    personal = "<" * 14 + "0"
    total = check(number + born + until + personal)
    second = f"{number}MEX{born}{_icao_sex(person.sex)}{until}{personal}{total}"
    return f"P<MEX{_names(person, 39)}", second


def _td1(
    first: str, person: Holder, sex: str, nationality: str, extra: str
) -> tuple[str, str, str]:
    born, until = _with_digit(person.born), _with_digit(person.valid_until)
    total = check(first[5:] + born + until + extra)
    return first, f"{born}{sex}{until}{nationality}{extra}{total}", _names(person, 30)


def _names(person: Holder, width: int) -> str:
    text = f"{_plain(person.surnames)}<<{_plain(person.given_names)}"
    return text[:width].ljust(width, "<")


def _plain(text: str) -> str:
    """Letters without marks, apostrophes dropped, everything else a filler (Doc 9303-3, 4.6, 6.A)."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    bare = bare.replace("'", "").replace(".", "")
    return "<".join("".join(c if c in VALUES else " " for c in bare).split())


def _with_digit(day: date) -> str:
    text = f"{day:%y%m%d}"
    return text + check(text)


def _icao_sex(sex: str) -> str:
    return {"H": "M", "M": "F"}.get(sex, "<")
