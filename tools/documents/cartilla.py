"""The military service card, in a neutral dress: matrícula, name, levy and, on newer ones, the CURP."""

from PIL import Image

from tools.documents.canvas import Canvas
from tools.documents.people import Holder
from tools.documents.sheets import DATA_PAGE, Sheet

TINT = (240, 240, 226)
MONTHS = "ENERO FEBRERO MARZO ABRIL MAYO JUNIO JULIO AGOSTO SEPTIEMBRE OCTUBRE NOVIEMBRE DICIEMBRE".split()


def front(person: Holder, portrait: Image.Image, seed: int) -> Sheet:
    """Odd seeds are of the older kind, without CURP."""
    page = Canvas(*DATA_PAGE, TINT, seed)
    page.text(330, 30, "SECRETARÍA DE LA DEFENSA NACIONAL", 34, bold=True)
    page.text(300, 80, "CARTILLA DE IDENTIDAD DEL SERVICIO MILITAR NACIONAL", 30, bold=True)
    page.specimen(480, 960, 40)
    page.paste(portrait, 60, 190, 330, 430)
    page.inline(480, 170, "MATRÍCULA", person.matricula, 38)
    page.inline(1000, 170, "CLASE", str(person.born.year), 38)
    full = f"{person.given_names} {person.surnames}"
    page.field(480, 250, "NOMBRE", full, size=34)
    born = person.born
    page.field(
        480, 350, "FECHA DE NACIMIENTO", f"{born.day} DE {MONTHS[born.month - 1]} DE {born.year}"
    )
    page.field(480, 440, "LUGAR DE NACIMIENTO", "MÉXICO")
    page.field(480, 530, "DOMICILIO", *person.address.rows[:2])
    truth = {
        "full_name": full,
        "number": person.matricula.replace("-", ""),
        "year": str(born.year),
        "birth_date": born.isoformat(),
    }
    if seed % 2 == 0:
        page.field(480, 660, "CURP", person.curp)
        truth["curp"] = person.curp
    page.field(480, 750, "LUGAR Y FECHA DE EXPEDICIÓN", f"MÉXICO, 12 DE ENERO DE {born.year + 18}")
    return Sheet(page.image, truth)
