"""Dates as Mexican documents write them."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

MONTHS = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()
BY_NAME = {name: number for number, name in enumerate(MONTHS, 1)}
BY_NAME |= {name[:3]: number for name, number in BY_NAME.items()}
BY_NAME |= {"sept": 9, "setiembre": 9, "set": 9}
_NAMES = "|".join(sorted(BY_NAME, key=len, reverse=True))
_GAP = r"[\s/.,\-]*"
_YEAR = r"(?P<year>(?:19|20)\d{2}|\d{2})(?!\d)"
# 12 de enero de 2026, 12 ENE 2026, 12/ENE/26, 12ENE2026
NAMED = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}}){_GAP}(?:de\s*)?(?P<month>{_NAMES})[a-z]*{_GAP}(?:del?\s*)?{_YEAR}"
)
# enero 12, 2026
NAMED_FIRST = re.compile(
    rf"(?P<month>{_NAMES})[a-z]*{_GAP}(?P<day>\d{{1,2}}){_GAP}(?:del?\s*)?(?P<year>20\d{{2}})"
)
# 12/01/2026, 12-01-26, 12.01.2026, 12 01 2026
NUMBERS = re.compile(
    rf"(?<![\d])(?P<day>\d{{1,2}})(?P<gap>[/.\- ])(?P<month>\d{{1,2}})(?P=gap){_YEAR}"
)
ISO = re.compile(r"(?<!\d)(?P<year>20\d{2}|19\d{2})-(?P<month>\d{2})-(?P<day>\d{2})(?!\d)")
# enero 2026, ENE-26: the whole month
MONTH = re.compile(
    rf"(?<![\da-z])(?P<month>{_NAMES})[a-z]*{_GAP}(?:del?\s*)?(?P<year>20\d{{2}})(?!\d)"
)


def dates_in(text: str) -> list[date]:
    """Every day named in the text, in the order in which they stand."""
    plain = _plain(text)
    found = [
        (match.start(), day)
        for pattern in (ISO, NAMED, NAMED_FIRST, NUMBERS)
        for match in pattern.finditer(plain)
        if (day := _day(match)) is not None
    ]
    return [day for _, day in sorted(_without_echoes(found))]


def month_ends_in(text: str) -> list[date]:
    """The last day of every month named without a day."""
    ends = []
    for match in MONTH.finditer(_plain(text)):
        year, month = int(match["year"]), BY_NAME[match["month"]]
        ends.append(date(year, month, monthrange(year, month)[1]))
    return ends


def _plain(text: str) -> str:
    """Lower case; an O or I among digits, and not at a word's edge, is a 0 or 1."""
    text = re.sub(r"(?<=\d)[OoQ](?![A-Za-z])|(?<![A-Za-z])[OoQ](?=\d)", "0", text)
    text = re.sub(r"(?<=\d)[Il|](?![A-Za-z])|(?<![A-Za-z])[Il|](?=\d)", "1", text)
    return text.lower()


def _day(match: re.Match[str]) -> date | None:
    month = match["month"]
    year = int(match["year"])
    try:
        return date(
            year if year > 99 else 2000 + year,
            BY_NAME[month] if month in BY_NAME else int(month),
            int(match["day"]),
        )
    except ValueError:
        return None


def _without_echoes(found: list[tuple[int, date]]) -> Iterator[tuple[int, date]]:
    """Two patterns may see one date."""
    seen: set[date] = set()
    for start, day in sorted(found):
        if day not in seen:
            seen.add(day)
            yield start, day
