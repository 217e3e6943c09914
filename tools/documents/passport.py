"""The data page of a Mexican passport, in a neutral dress."""

from datetime import date

from PIL import Image

from tools.documents import zones
from tools.documents.canvas import Canvas
from tools.documents.people import Holder
from tools.documents.sheets import DATA_PAGE, Sheet

TINT = (236, 244, 238)


def front(person: Holder, portrait: Image.Image, seed: int) -> Sheet:
    """The page with the portrait and the two rows of the zone."""
    page = Canvas(*DATA_PAGE, TINT, seed)
    page.text(60, 30, "ESTADOS UNIDOS MEXICANOS", 36, bold=True)
    page.text(720, 36, "PASAPORTE / PASSPORT", 30, bold=True)
    page.specimen(500, 735, 40)
    page.paste(portrait, 60, 150, 360, 470)
    page.field(480, 110, "Tipo/Type", "P")
    page.field(660, 110, "Clave del país de expedición/Code", "MEX")
    page.field(1100, 110, "Pasaporte No./Passport No.", person.passport)
    page.field(480, 190, "Apellidos/Surnames", person.surnames, size=34)
    page.field(480, 275, "Nombres/Given names", person.given_names, size=34)
    page.field(480, 360, "Nacionalidad/Nationality", "MEXICANA")
    page.field(900, 360, "CURP/Personal No.", person.curp)
    page.field(480, 445, "Fecha de nacimiento/Date of birth", _day(person.born))
    page.field(900, 445, "Sexo/Sex", _sex(person.sex))
    page.field(1060, 445, "Lugar de nacimiento/Place of birth", "MÉXICO")
    issued = person.valid_until.replace(year=person.valid_until.year - 10)
    page.field(480, 530, "Fecha de expedición/Date of issue", _day(issued))
    page.field(900, 530, "Autoridad/Authority", "MUESTRA")
    page.field(480, 615, "Fecha de caducidad/Date of expiry", _day(person.valid_until))
    zone = zones.passport(person)
    page.zone(70, 850, zone, 30.6, 40)
    return Sheet(page.image, _truth(person), zone)


def _truth(person: Holder) -> dict[str, str]:
    # A page does not say where the first surname ends; the two stand in one line.
    return {
        "surnames": person.surnames,
        "given_names": person.given_names,
        "curp": person.curp,
        "sex": person.sex,
        "birth_date": person.born.isoformat(),
        "valid_until": person.valid_until.isoformat(),
        "number": person.passport,
        "nationality": "MEX",
    }


def _day(day: date) -> str:
    return f"{day:%d %m %Y}"


def _sex(sex: str) -> str:
    return {"H": "M", "M": "F"}.get(sex, "X")
