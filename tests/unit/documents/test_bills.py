from datetime import date

import pytest

from llave.documents.dates import dates_in, month_ends_in
from llave.documents.kinds import BillKind
from llave.documents.parsing import read_bill
from llave.documents.readings import BillReading
from llave.documents.textlines import Line
from tests.unit.documents.pages import column, page

ON = date(2026, 11, 21)


def electricity(*rows: tuple[str, float, float]) -> tuple[Line, ...]:
    """An address as a block, no labels."""
    return page(
        ("COMISIÓN ELÉCTRICA DEL VALLE", 5, 3),
        ("AVISO-RECIBO DE ENERGÍA ELÉCTRICA", 5, 8),
        *column(5, 14, "ANA GARCÍA LÓPEZ", "AV JUÁREZ 362 INT 10", "COL. CENTRO", "C.P. 06000 CUAUHTÉMOC, CDMX"),
        *rows,
        ("CONSUMO KWH 362", 5, 60),
        ("TOTAL A PAGAR 12,345.00", 5, 66),
    )  # fmt: skip


ISSUED = ("FECHA DE EMISIÓN 12 NOV 2026", 5, 44)
PERIOD = ("PERIODO FACTURADO 11 SEP 2026 - 09 NOV 2026", 5, 40)
DUE = ("FECHA LÍMITE DE PAGO 30 NOV 2026", 5, 50)


def said(reading: BillReading) -> dict[str, str | None]:
    reads = {
        name: getattr(reading, name)
        for name in ("issuer", "name", "address", "postal_code", "date")
    }
    return {name: read.value if read else None for name, read in reads.items()}


def test_a_bill_whose_address_is_a_block_is_read():
    reading = read_bill(electricity(PERIOD, ISSUED, DUE), ON)

    assert reading.kind is BillKind.ELECTRICITY
    assert said(reading) == {
        "issuer": "COMISIÓN ELÉCTRICA DEL VALLE",
        "name": "ANA GARCÍA LÓPEZ",
        "address": "AV JUÁREZ 362 INT 10, COL. CENTRO, C.P. 06000 CUAUHTÉMOC, CDMX",
        "postal_code": "06000",
        "date": "2026-11-12",
    }
    assert reading.period_end is not None
    assert reading.period_end.value == "2026-11-09"


def test_a_bill_whose_address_has_labels_is_read():
    lines = page(
        ("TESORERÍA MUNICIPAL DE SAN JACINTO", 5, 3),
        ("BOLETA DEL IMPUESTO PREDIAL", 5, 8),
        *column(5, 14, "CONTRIBUYENTE", "JEAN PIERRE D'AMICO OLIVA"),
        *column(
            5, 25, "UBICACIÓN", "C HIDALGO 12345", "COL. ZONA CENTRO C.P. 22000", "TIJUANA, B.C."
        ),
        ("Fecha de expedición: 3 de noviembre de 2026", 5, 50),
        ("CLAVE CATASTRAL 00123", 5, 60),
    )

    reading = read_bill(lines, ON)

    assert reading.kind is BillKind.PROPERTY_TAX
    assert said(reading) == {
        "issuer": "TESORERÍA MUNICIPAL DE SAN JACINTO",
        "name": "JEAN PIERRE D'AMICO OLIVA",
        "address": "C HIDALGO 12345, COL. ZONA CENTRO C.P. 22000, TIJUANA, B.C.",
        "postal_code": "22000",
        "date": "2026-11-03",
    }


def test_a_bill_without_a_day_of_issue_counts_from_the_end_of_its_period():
    assert said(read_bill(electricity(PERIOD, DUE), ON))["date"] == "2026-11-09"


def test_a_period_of_months_ends_with_the_last_one():
    period = ("PERIODO: SEP 2026 - OCT 2026", 5, 40)

    assert said(read_bill(electricity(period), ON))["date"] == "2026-10-31"


def test_the_day_by_which_to_pay_is_no_day_of_issue():
    assert said(read_bill(electricity(DUE), ON))["date"] is None


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("RECIBO DE AGUA POTABLE Y ALCANTARILLADO", BillKind.WATER),
        ("FACTURA DE GAS NATURAL", BillKind.GAS),
        ("ESTADO DE CUENTA TELEFÓNICO", BillKind.TELEPHONE),
        ("BOLETA DEL IMPUESTO PREDIAL", BillKind.PROPERTY_TAX),
        ("COMISIÓN FEDERAL DE ELECTRICIDAD", BillKind.ELECTRICITY),
        ("LISTA DE COMPRAS", None),
    ],
)
def test_the_kind_is_told_by_what_the_bill_says(title: str, kind: BillKind | None):
    assert read_bill(page((title, 5, 5), ("Cuenta 1", 5, 12)), ON).kind is kind


@pytest.mark.parametrize(
    "text",
    [
        "12 ENE 2026", "12/01/2026", "12-01-2026", "12.01.26", "12/ENE/26", "12-ene-2026", "12ENE2026",
        "12 de enero de 2026", "12 DE ENERO DEL 2026", "a 12 de Enero, 2026", "12DEENERODE2026",
        "enero 12, 2026", "2026-01-12", "12 01 2026", "I2/O1/2026", "12/01/2O26",
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(text: str):
    assert dates_in(text) == [date(2026, 1, 12)]


@pytest.mark.parametrize(
    "text", ["31/02/2026", "12/13/2026", "C.P. 06000", "5512345678", "$1,201.20", "AGO"]
)
def test_what_is_no_day_is_none(text: str):
    assert dates_in(text) == []


def test_days_of_a_period_come_in_their_order():
    assert dates_in("DEL 03 DIC 25 AL 02 FEB 26") == [date(2025, 12, 3), date(2026, 2, 2)]


def test_a_month_ends_with_its_last_day():
    assert month_ends_in("ENERO 2028 - FEB 2028") == [date(2028, 1, 31), date(2028, 2, 29)]


def test_an_empty_page_is_read_as_nothing():
    assert read_bill((), ON) == BillReading(kind=None)


def test_a_reading_survives_being_kept():
    reading = read_bill(electricity(PERIOD, ISSUED, DUE), ON)

    assert BillReading.from_json(reading.to_json()) == reading
    assert "GARC" not in repr(reading)
