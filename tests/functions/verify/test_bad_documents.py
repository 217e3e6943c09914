"""Documents as people bring them: each says what to do, and leaves account and case as they should be."""

from dataclasses import replace
from datetime import date

import pytest

from functions.verify import shown
from llave import wiring
from llave.documents.cases import State, opened
from llave.documents.kinds import BillKind, DocumentKind, Slot
from llave.people.accounts import Level
from llave.people.audit import Event, What
from llave.people.curp import Curp
from llave.people.names import PersonName
from llave.people.population import RegisteredPerson
from tests import verifying
from tests.security.hostile_files import HOSTILE, paper
from tests.verifying import APP, bill, identity, read

CLAVE = "GRLPNX90051401M100"
LUIS = RegisteredPerson(
    Curp("HECL680203HPLRRS09"),
    PersonName("LUIS FERNANDO", "HERNÁNDEZ", "CRUZ"),
    "H",
    date(1968, 2, 3),
    "PL",
)
FRONT, BACK = "Frente de tu identificación: ", "Reverso de tu identificación: "
BILL, FACE = "Comprobante de domicilio: ", "Foto de tu rostro: "
UNCLEAR = "No se ve con claridad. Tómala de nuevo, con buena luz, completa y sin que salga movida."
ANOTHER = "No es el documento que elegiste. Toma la foto del correcto o elige otro documento."

MORE_PAGES = (
    "El PDF tiene más páginas de las que pedimos. Envía solo la que pedimos, o tómale una foto."
)

READ = {
    "the wrong document": (
        {"identity": replace(identity(), recognised=DocumentKind.PASSPORT)},
        FRONT + ANOTHER,
    ),
    "somebody else's": (
        {"identity": identity(person=LUIS)},
        "Los datos de la identificación no son los de tu cuenta. Usa una identificación tuya.",
    ),
    "an expired one": (
        {"identity": identity(valid_until="2024-12-31")},
        FRONT + "Tu identificación está vencida. Usa otra que esté vigente.",
    ),
    "a bill of four months": (
        {"bill": bill(date=read("2026-07-15"))},
        BILL + "Tu comprobante tiene más de tres meses. Usa uno más reciente.",
    ),
    "a credential in the place of the bill": (
        {"bill": bill(recognised=DocumentKind.INE)},
        BILL + ANOTHER,
    ),
    "a blurred front": ({"identity": identity(given_names=None)}, FRONT + UNCLEAR),
    "a back that is cut": ({"identity": replace(identity(), mrz=None)}, BACK + UNCLEAR),
    "a bill without its date": ({"bill": bill(date=None)}, BILL + UNCLEAR),
}
FILES = {
    "empty": (Slot.FRONT, FRONT + UNCLEAR),
    "a-hundred-pages": (
        Slot.BILL,
        BILL + MORE_PAGES,
    ),
    "two-pages": (Slot.BACK, BACK + MORE_PAGES),
    "50,000-by-50,000": (
        Slot.FRONT,
        FRONT + "La imagen es demasiado grande. Toma una foto con tu teléfono.",
    ),
    "locked-pdf": (
        Slot.BILL,
        BILL
        + "El archivo tiene contraseña o está protegido, y no podemos revisarlo. Quítala o toma una foto"
        " del documento.",
    ),
    "tiny": (
        Slot.FACE,
        FACE + "La imagen es demasiado pequeña para leerla. Toma una foto con tu teléfono.",
    ),
    "text": (
        Slot.BACK,
        BACK
        + "Ese archivo no es una foto JPEG, PNG o HEIC ni un PDF que podamos abrir. Toma una foto del"
        " documento.",
    ),
    "cut-off-jpeg": (Slot.FACE, FACE + UNCLEAR),
}


def goes_back(office, said: str) -> None:
    """Rejected with these words; nothing else changed, and she may begin again."""
    office.submit()
    office.machine().run({"case": "c1"})

    case = office.case()
    account = wiring.accounts().get("p1")
    assert case.state is State.REJECTED
    assert said in shown.reasons(case)
    assert account is not None
    assert account.level is Level.BASICA
    assert wiring.reviews().stuck() == ()
    again = opened("c2", "p1", DocumentKind.INE, BillKind.WATER, wiring.now())
    wiring.cases().open(again, APP, Event("e2", "p1", What.CASE_OPENED, wiring.now()))


@pytest.mark.parametrize("name", READ)
def test_what_is_read_is_answered_with_what_to_do(office, name):
    changes, said = READ[name]
    office.identity = changes.get("identity", office.identity)
    office.bill = changes.get("bill", office.bill)

    goes_back(office, said)


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_answered_with_what_to_do(office, name):
    slot, said = FILES[name]
    office.files[slot] = paper(2) if name == "two-pages" else HOSTILE[name][0]

    goes_back(office, said)


def test_a_married_name_on_the_bill_is_nobody_s_concern(office):
    office.bill = replace(office.bill, name=read("ANA GARCÍA DE HERNÁNDEZ", slot=Slot.BILL))
    office.submit()

    office.machine().run({"case": "c1"})

    assert office.case().state is State.ACCEPTED


def test_a_married_name_on_the_document_is_looked_at_by_a_person(office):
    office.identity = verifying.identity(clave_elector=CLAVE, second_surname="LÓPEZ DE HERNÁNDEZ")
    office.answer = {"verdict": "accept", "reviewers": ["r1", "r2"], "reasons": []}
    office.submit()

    machine = office.machine()
    machine.run({"case": "c1"})

    assert "Review" in machine.entered
    assert office.case().state is State.ACCEPTED


def of(curp: str, names: tuple[str, str, str | None], state: str) -> RegisteredPerson:
    parsed = Curp(curp)
    return RegisteredPerson(parsed, PersonName(*names), parsed.sex.value, parsed.birth_date, state)


PEOPLE = {
    "a single surname": (
        of("PAXS891102MOCRXL01", ("SOLEDAD", "PAREDES", None), "OC"),
        DocumentKind.INE,
        {"clave_elector": "PRXXSL89110222M121"},
    ),
    "particles, divided elsewhere by the reader": (
        of("CUSL820319HTCRNS09", ("JOSÉ LUIS", "DE LA CRUZ", "DE LOS SANTOS"), "TC"),
        DocumentKind.PASSPORT,
        {"first_surname": "DE", "second_surname": "LA CRUZ DE LOS SANTOS"},
    ),
    "sex X": (
        of("TOMA980909XDFRDL05", ("ALEX", "TORRES", "MEDINA"), "DF"),
        DocumentKind.INE,
        {"clave_elector": "TRMDLX98090925M124"},
    ),
    "a foreign resident": (
        of("TAXK860117HNENXN01", ("KENJI", "TANAKA", None), "NE"),
        DocumentKind.INM,
        {"nationality": "JPN", "stay": "permanent", "valid_until": None},
    ),
}


@pytest.mark.parametrize("name", PEOPLE)
def test_people_whose_names_and_cards_are_less_usual_are_accepted_at_once(office, name):
    person, kind, changes = PEOPLE[name]
    office.is_of(person)
    office.identity = verifying.identity(kind, person, **changes)
    office.submit(kind=kind)

    machine = office.machine()
    machine.run({"case": "c1"})

    assert "Review" not in machine.entered
    assert office.case().state is State.ACCEPTED
