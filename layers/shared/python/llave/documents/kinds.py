"""Kinds of documents that Llave Verificada accepts, and the pictures each needs."""

from enum import StrEnum


class DocumentKind(StrEnum):
    """An official photo identification."""

    INE = "ine"
    PASSPORT = "passport"
    CARTILLA = "cartilla"
    INM = "inm"


class BillKind(StrEnum):
    """A proof of address, by what is paid with it."""

    ELECTRICITY = "electricity"
    TELEPHONE = "telephone"
    GAS = "gas"
    PROPERTY_TAX = "property_tax"
    WATER = "water"


class Slot(StrEnum):
    """A place for one picture in a case."""

    FRONT = "front"
    BACK = "back"
    BILL = "bill"
    FACE = "face"


# Sides that carry what is read; a passport's data page is its front.
SIDES: dict[DocumentKind, tuple[Slot, ...]] = {
    DocumentKind.INE: (Slot.FRONT, Slot.BACK),
    DocumentKind.PASSPORT: (Slot.FRONT,),
    DocumentKind.CARTILLA: (Slot.FRONT,),
    DocumentKind.INM: (Slot.FRONT, Slot.BACK),
}


# A second page before the one that is read could show whatever its sender likes. Of a bill the file is
# taken as the company made it, which bears its text beside advertising.
MOST_PAGES = {Slot.FRONT: 1, Slot.BACK: 1, Slot.BILL: 5, Slot.FACE: 1}


def slots_of(kind: DocumentKind) -> tuple[Slot, ...]:
    """Every picture that a case with this document needs, in the order in which it is asked for."""
    return (*SIDES[kind], Slot.BILL, Slot.FACE)
