from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llave.documents.kinds import DocumentKind, Slot, slots_of
from llave.documents.parsing import PARSERS, read_bill, read_identity
from llave.documents.readings import BillReading, IdentityReading
from tests.unit.documents.pages import page
from tools.documents import people, zones

ON = date(2026, 11, 21)
ANA = people.by_curp("GALA900514MDFRPN09")
SAID = [
    "NOMBRE", "DOMICILIO", "CURP", ANA.curp, "VIGENCIA 2017 - 2027", "SEXO", "M", "SECCIÓN", "0000",
    "Apellidos/Surnames", "MATRÍCULA", "CLASE", "NUE", "RESIDENTE TEMPORAL", "FECHA DE EMISIÓN",
    "31/02/2026", "12 ENE 2026", "PERIODO", "C.P. 06000", "ANA GARCÍA", "", " ", "<<<<<<<<<<<<<<<<",
    *zones.ine(ANA), *zones.passport(ANA),
]  # fmt: skip
LINES = st.lists(
    st.tuples(
        st.one_of(st.sampled_from(SAID), st.text(max_size=50)),
        st.floats(-20, 120),
        st.floats(-20, 120),
    ),
    max_size=20,
)


@given(LINES, LINES)
@settings(max_examples=40)
def test_whatever_stands_in_the_pictures_nothing_raises_and_it_can_be_kept(
    front: list[tuple[str, float, float]], back: list[tuple[str, float, float]]
):
    pictures = {Slot.FRONT: page(*front), Slot.BACK: page(*back)}

    for kind in DocumentKind:
        reading = read_identity(kind, pictures, ON)
        assert IdentityReading.from_json(reading.to_json()) == reading
    bill = read_bill(pictures[Slot.FRONT], ON)
    assert BillReading.from_json(bill.to_json()) == bill


@pytest.mark.parametrize("kind", DocumentKind)
def test_a_document_without_any_picture_is_read_as_nothing(kind: DocumentKind):
    reading = read_identity(kind, {}, ON)

    assert (reading.kind, reading.fields, reading.mrz, reading.recognised) == (kind, {}, None, None)


def test_every_kind_has_a_parser_and_its_pictures():
    assert set(PARSERS) == set(DocumentKind)
    assert all(slots_of(kind)[-2:] == (Slot.BILL, Slot.FACE) for kind in DocumentKind)
