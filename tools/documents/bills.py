"""Five kinds of bills of made-up issuers, each with its own layout and its own way to write a date."""

import random
from datetime import date, timedelta
from typing import NamedTuple

from tools.documents.canvas import Canvas
from tools.documents.people import Address, Holder
from tools.documents.sheets import LETTER, Sheet

WHITE = (252, 252, 250)
SHORT = "ENE FEB MAR ABR MAY JUN JUL AGO SEP OCT NOV DIC".split()
LONG = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()


class Design(NamedTuple):
    """How one kind of bill says things."""

    kind: str
    issuer: str
    title: str
    issued: str
    period: str
    style: str
    rows: tuple[str, ...]


DESIGNS = (
    Design("electricity", "COMISIÓN ELÉCTRICA DEL VALLE", "AVISO-RECIBO DE ENERGÍA ELÉCTRICA",
           "FECHA DE EMISIÓN", "PERIODO FACTURADO", "short",
           ("NO. DE SERVICIO", "MEDIDOR", "TARIFA", "CONSUMO KWH", "TOTAL A PAGAR")),
    Design("telephone", "TELÉFONOS DEL ANÁHUAC S.A. DE C.V.", "ESTADO DE CUENTA TELEFÓNICO",
           "Fecha de facturación", "Mes de facturación", "slash",
           ("TELÉFONO", "RENTA MENSUAL", "INTERNET", "SALDO ANTERIOR", "TOTAL A PAGAR")),
    Design("gas", "GAS NATURAL DE LA SIERRA", "FACTURA DE GAS NATURAL",
           "Fecha de emisión", "Periodo de consumo", "long",
           ("CUENTA", "MEDIDOR", "CONSUMO M3", "CARGO FIJO", "TOTAL A PAGAR")),
    Design("property_tax", "TESORERÍA MUNICIPAL DE SAN JACINTO", "BOLETA DEL IMPUESTO PREDIAL",
           "Fecha de expedición", "Bimestre", "long",
           ("CUENTA PREDIAL", "CLAVE CATASTRAL", "VALOR CATASTRAL", "RECARGOS", "TOTAL A PAGAR")),
    Design("water", "ORGANISMO OPERADOR DE AGUA DEL LAGO", "RECIBO DE AGUA POTABLE Y ALCANTARILLADO",
           "FECHA DE EMISION", "PERIODO", "slash",
           ("CONTRATO", "MEDIDOR", "CONSUMO M3", "DRENAJE", "TOTAL A PAGAR")),
)  # fmt: skip


def bill(kind: str, person: Holder, seed: int, issued: date, name: str | None = None) -> Sheet:
    """`name` is another's than the person's when the bill is in another name."""
    design = next(one for one in DESIGNS if one.kind == kind)
    chance = random.Random(seed)
    page = Canvas(*LETTER, WHITE, seed)
    page.text(70, 50, design.issuer, 38, bold=True)
    page.text(70, 105, design.title, 30)
    page.specimen(620, 1560, 40)
    who = name or f"{person.given_names} {person.surnames}"
    _addressed(page, who, person.address, labelled=seed % 2 == 1)
    start, end = issued - timedelta(days=62), issued - timedelta(days=3)
    page.inline(70, 470, design.period, f"{_date(start, design)} - {_date(end, design)}", 28)
    page.inline(70, 530, design.issued, _date(issued, design), 28)
    due = issued + timedelta(days=18)
    page.inline(70, 590, "FECHA LÍMITE DE PAGO", _date(due, design), 28)
    _table(page, design, chance)
    return Sheet(page.image, _truth(design, who, person.address, issued))


def _addressed(page: Canvas, name: str, address: Address, *, labelled: bool) -> None:
    rows = (address.street, f"COL. {address.settlement}", _last_row(address))
    if labelled:
        page.field(70, 200, "NOMBRE", name, size=32)
        page.field(70, 290, "DOMICILIO", *rows, size=30)
        return
    page.text(70, 220, name, 34, bold=True)
    for number, row in enumerate(rows):
        page.text(70, 268 + 42 * number, row, 30)


def _last_row(address: Address) -> str:
    return f"C.P. {address.postal_code} {address.municipality}, {address.state}"


def _table(page: Canvas, design: Design, chance: random.Random) -> None:
    page.rule(680, 70, 1200)
    for number, row in enumerate(design.rows):
        page.text(90, 700 + number * 60, row, 28)
        page.text(900, 700 + number * 60, f"{chance.randrange(100, 99999):,}.00", 28)
    page.rule(1030, 70, 1200)
    page.text(90, 1060, "Conserve este recibo. Documento de prueba, sin valor.", 26)
    page.text(90, 1110, "Pague antes de la fecha límite y evite la suspensión del servicio.", 26)


def _date(day: date, design: Design) -> str:
    match design.style:
        case "short":
            return f"{day.day:02d} {SHORT[day.month - 1]} {day.year}"
        case "long":
            return f"{day.day} de {LONG[day.month - 1]} de {day.year}"
        case _:
            return f"{day:%d/%m/%Y}"


def _truth(design: Design, name: str, address: Address, issued: date) -> dict[str, str]:
    rows = (address.street, f"COL. {address.settlement}", _last_row(address))
    return {
        "kind": design.kind,
        "issuer": design.issuer,
        "name": name,
        "address": ", ".join(rows),
        "postal_code": address.postal_code,
        "date": issued.isoformat(),
    }
