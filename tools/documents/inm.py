"""A resident's card of the migration institute, front and back, in a neutral dress."""

from datetime import timedelta

from PIL import Image

from tools.documents import zones
from tools.documents.canvas import Canvas
from tools.documents.people import Holder
from tools.documents.sheets import CARD, Sheet

TINT = (234, 241, 247)
COUNTRIES = (
    ("COL", "COLOMBIA"),
    ("ESP", "ESPAÑA"),
    ("USA", "ESTADOS UNIDOS"),
    ("VEN", "VENEZUELA"),
)


def front(person: Holder, portrait: Image.Image, seed: int) -> Sheet:
    """Even seeds are temporary residents; a permanent one's card bears no end."""
    page = Canvas(*CARD, TINT, seed)
    temporary = seed % 2 == 0
    page.text(60, 30, "INSTITUTO NACIONAL DE MIGRACIÓN", 34, bold=True)
    page.text(60, 78, "RESIDENTE TEMPORAL" if temporary else "RESIDENTE PERMANENTE", 34, bold=True)
    page.specimen(470, 800)
    page.paste(portrait, 60, 170, 350, 450)
    page.field(470, 150, "NOMBRE(S)", person.given_names, size=34)
    page.field(470, 235, "APELLIDO(S)", person.surnames, size=34)
    page.field(470, 325, "NACIONALIDAD", _country(person)[1])
    page.field(900, 325, "SEXO", person.sex)
    page.field(470, 410, "FECHA DE NACIMIENTO", f"{person.born:%d/%m/%Y}")
    page.field(900, 410, "NUE", person.nue)
    page.field(470, 495, "CURP", person.curp)
    issued = person.valid_until - timedelta(days=1461)
    page.field(470, 580, "FECHA DE EXPEDICIÓN", f"{issued:%d/%m/%Y}")
    page.field(
        900, 580, "VIGENCIA", f"{person.valid_until:%d/%m/%Y}" if temporary else "PERMANENTE"
    )
    return Sheet(page.image, _truth(person, temporary=temporary))


def back(person: Holder, seed: int) -> Sheet:
    """The zone, which also a permanent resident's card has; its end of validity is the card's."""
    page = Canvas(*CARD, TINT, seed)
    page.text(70, 60, "TARJETA DE RESIDENTE", 32, bold=True)
    page.inline(70, 150, "NUE", person.nue, 32)
    page.specimen(70, 400)
    zone = zones.inm(person, _country(person)[0])
    page.zone(70, 560, zone, 42.0, 52)
    return Sheet(page.image, {"nationality": _country(person)[0]}, zone)


def _country(person: Holder) -> tuple[str, str]:
    return COUNTRIES[int(person.nue) % len(COUNTRIES)]


def _truth(person: Holder, *, temporary: bool) -> dict[str, str]:
    return {
        "given_names": person.given_names,
        "surnames": person.surnames,
        "sex": person.sex,
        "birth_date": person.born.isoformat(),
        "number": person.nue,
        "curp": person.curp,
        "stay": "temporary" if temporary else "permanent",
    } | ({"valid_until": person.valid_until.isoformat()} if temporary else {})
