"""The INE credential, front in two designs and back, in a neutral dress."""

from PIL import Image

from tools.documents import zones
from tools.documents.canvas import Canvas
from tools.documents.people import Holder
from tools.documents.sheets import CARD, Sheet

TINT = (246, 238, 243)


def front(person: Holder, portrait: Image.Image, seed: int) -> Sheet:
    """Even seeds have labels above the values (2019 and later), odd ones before them (2014)."""
    page = Canvas(*CARD, TINT, seed)
    page.text(420, 30, "MÉXICO", 40, bold=True)
    page.text(640, 26, "INSTITUTO NACIONAL ELECTORAL", 30, bold=True)
    page.text(640, 62, "CREDENCIAL PARA VOTAR", 28)
    page.specimen(60, 800)
    page.paste(portrait, 60, 170, 370, 480)
    names = [person.first_surname, person.second_surname or "", person.given_names]
    page.field(470, 150, "NOMBRE", *[name for name in names if name], size=34)
    page.inline(1180, 150, "SEXO", person.sex)
    page.field(470, 320, "DOMICILIO", *person.address.rows)
    page.inline(470, 462, "CLAVE DE ELECTOR", person.clave_elector, 30)
    (_above if seed % 2 == 0 else _before)(page, person)
    return Sheet(page.image, _front_truth(person))


def back(person: Holder, seed: int) -> Sheet:
    """The zone with CIC and OCR numbers."""
    page = Canvas(*CARD, TINT, seed)
    page.text(70, 50, "ELECCIONES FEDERALES, LOCALES Y EXTRAORDINARIAS", 26)
    page.specimen(70, 400)
    page.rule(470, 70, 1330)
    zone = zones.ine(person)
    page.zone(70, 560, zone, 42.0, 52)
    return Sheet(page.image, {"cic": person.cic, "ocr": person.ocr}, zone)


def _above(page: Canvas, person: Holder) -> None:
    page.field(470, 515, "CURP", person.curp)
    page.field(960, 515, "AÑO DE REGISTRO", f"{person.registered} 02")
    page.field(470, 600, "FECHA DE NACIMIENTO", f"{person.born:%d/%m/%Y}")
    page.field(800, 600, "SECCIÓN", person.section)
    page.field(960, 600, "VIGENCIA", f"{person.valid_until.year - 10} - {person.valid_until.year}")


def _before(page: Canvas, person: Holder) -> None:
    page.inline(470, 520, "CURP", person.curp)
    page.inline(960, 520, "AÑO DE REGISTRO", f"{person.registered} 00")
    page.inline(470, 575, "ESTADO", "09")
    page.inline(640, 575, "MUNICIPIO", "015")
    page.inline(900, 575, "SECCIÓN", person.section)
    page.inline(470, 630, "LOCALIDAD", "0001")
    page.inline(720, 630, "EMISIÓN", str(person.valid_until.year - 10))
    page.inline(950, 630, "VIGENCIA", str(person.valid_until.year))
    page.field(1120, 200, "FECHA DE NACIMIENTO", f"{person.born:%d/%m/%Y}", size=28)


def _front_truth(person: Holder) -> dict[str, str]:
    second = {"second_surname": person.second_surname} if person.second_surname else {}
    return second | {
        "first_surname": person.first_surname,
        "given_names": person.given_names,
        "sex": person.sex,
        "birth_date": person.born.isoformat(),
        "address": ", ".join(person.address.rows),
        "postal_code": person.address.postal_code,
        "clave_elector": person.clave_elector,
        "curp": person.curp,
        "registered": str(person.registered),
        "section": person.section,
        "valid_until": f"{person.valid_until.year}-12-31",
    }
