"""Proofs of address: electricity, telephone, natural gas, property tax, water.

Every issuer has a layout of its own; what they share is labels, and an address that bears a postal
code below a name.
"""

import re
from collections.abc import Sequence
from datetime import date

from llave.documents.dates import dates_in, month_ends_in
from llave.documents.fields import value_of
from llave.documents.kinds import BillKind, Slot
from llave.documents.labels import below, find
from llave.documents.names import is_name
from llave.documents.readings import BillReading, Read, read_of
from llave.documents.recognising import recognise
from llave.documents.textlines import Line, tidied
from llave.documents.tokens import postal_codes_in
from llave.people.names import comparable

ISSUED = (
    "FECHA DE EMISIÓN", "FECHA DE EXPEDICIÓN", "FECHA DE FACTURACIÓN", "FECHA DE FACTURA",
    "FECHA DE IMPRESIÓN", "FECHA DE ELABORACIÓN", "FECHA Y HORA DE EMISIÓN", "LUGAR Y FECHA DE EXPEDICIÓN",
    "FECHA DE CORTE DE FACTURACIÓN", "FECHA DEL RECIBO", "EMITIDO EL", "EXPEDIDO EL", "EMISIÓN",
)  # fmt: skip
PERIOD = (
    "PERIODO FACTURADO", "PERIODO DE FACTURACIÓN", "PERIODO DE CONSUMO", "MES DE FACTURACIÓN",
    "PERIODO", "BIMESTRE", "MES FACTURADO",
)  # fmt: skip
NAME = ("NOMBRE DEL CLIENTE", "NOMBRE O RAZÓN SOCIAL", "NOMBRE", "TITULAR", "CLIENTE", "PROPIETARIO",
        "CONTRIBUYENTE", "USUARIO")  # fmt: skip
ADDRESS = (
    "DOMICILIO DEL SERVICIO",
    "DIRECCIÓN DEL SERVICIO",
    "DOMICILIO",
    "DIRECCIÓN",
    "UBICACIÓN",
)
STOPS = (*ISSUED, *PERIOD, *NAME, *ADDRESS, "FECHA LÍMITE", "TOTAL", "RFC", "CUENTA", "CONTRATO",
         "NO. DE SERVICIO", "TELÉFONO", "MEDIDOR")  # fmt: skip
ISSUERS = re.compile(
    r"comision|telefonos|telmex|gas |naturgy|tesoreria|organismo|sistema de agua|servicios|secretaria"
    r"|municipi|junta|companhia|compania| s a | sa de| de c v|gobierno"
)
# What tells the row of a street, under a name, from another heading; and what is no name.
STREET = re.compile(r"\d|\bS/?N\b|^(?:C|AV|CALLE|AVENIDA|CDA|PRIV|BLVD|CARR)\b", re.IGNORECASE)
PLACE = re.compile(
    r"^(?:C|AV|CALLE|AVENIDA|CDA|PRIV|BLVD|CARR|COL|COLONIA|FRACC|BARRIO|ENTRE)\b", re.IGNORECASE
)
# An address has at most so many rows above and with the one of the postal code.
MOST_ROWS = 5


def read(lines: Sequence[Line], on: date) -> BillReading:
    """The bill, whatever kind it is."""
    seen = recognise(lines)
    name, address = _addressed(lines)
    period = value_of(lines, _period_end, *PERIOD)
    period_end = read_of(period.value, lines, [period.line], Slot.BILL) if period else None
    return BillReading(
        kind=seen if isinstance(seen, BillKind) else None,
        recognised=seen,
        issuer=_issuer(lines),
        name=_read(lines, name[:1]),
        address=_read(lines, address),
        postal_code=_postal_code(lines, address),
        date=_issued(lines, on) or period_end,
        period_end=period_end,
    )


def _issued(lines: Sequence[Line], on: date) -> Read | None:
    """The day of issue; a day after the submission is a due date that was taken for it."""

    def day(text: str) -> str | None:
        days = [day for day in dates_in(text) if day <= on]
        return days[0].isoformat() if days else None

    found = value_of(lines, day, *ISSUED)
    return read_of(found.value, lines, [found.line], Slot.BILL) if found else None


def _period_end(text: str) -> str | None:
    days = dates_in(text) or month_ends_in(text)
    return max(days).isoformat() if days else None


def _issuer(lines: Sequence[Line]) -> Read | None:
    """The first line in the upper third that names a company or an office, else the highest letters."""
    upper = [at for at, line in enumerate(lines) if line.place.middle[1] < 1 / 3]
    for at in upper:
        if ISSUERS.search(f"{comparable(lines[at].text)} "):
            return _read(lines, [at])
    tallest = max(upper, key=lambda at: lines[at].place.height, default=None)
    return _read(lines, [tallest]) if tallest is not None else None


def _addressed(lines: Sequence[Line]) -> tuple[list[int], list[int]]:
    """The lines of the name and of the address: by their labels, or as a block with a postal code."""
    label = find(lines, *ADDRESS)
    address = below(lines, label.index, STOPS)[:MOST_ROWS] if label else []
    named = find(lines, *NAME)
    name = (
        [at for at in below(lines, named.index, STOPS)[:1] if _is_person(lines[at])]
        if named
        else []
    )
    if address and name:
        return name, address
    block = _block(lines)
    return name or block[:1], address or block[1:]


def _block(lines: Sequence[Line]) -> list[int]:
    """A name, and below it an address up to the row of its postal code."""
    for top, line in enumerate(lines):
        if not _is_person(line):
            continue
        rows = [top, *below(lines, top, STOPS)][: MOST_ROWS + 1]
        coded = [n for n, at in enumerate(rows) if n and postal_codes_in(lines[at].text)]
        if coded and STREET.search(lines[rows[1]].text):
            return rows[: coded[0] + 1]
    return []


def _is_person(line: Line) -> bool:
    text = line.text.strip()
    if PLACE.search(text):
        return False
    return " " in text and is_name(text) and not ISSUERS.search(f"{comparable(text)} ")


def _postal_code(lines: Sequence[Line], address: Sequence[int]) -> Read | None:
    """Of several numbers of five digits in an address, the one behind C.P., else the last."""
    coded = [(code, at) for at in address for code in postal_codes_in(lines[at].text)]
    marked = [(code, at) for code, at in coded if f"cp{code}" in _bare(lines[at].text)]
    for code, at in (*marked, *reversed(coded)):
        return read_of(code, lines, [at], Slot.BILL)
    return None


def _bare(text: str) -> str:
    return comparable(text).replace(" ", "")


def _read(lines: Sequence[Line], at: Sequence[int]) -> Read | None:
    if not at:
        return None
    return read_of(", ".join(tidied(lines[i].text) for i in at), lines, at, Slot.BILL)
