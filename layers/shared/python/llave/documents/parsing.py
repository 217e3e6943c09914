"""From the lines of a case's pictures to its readings: one entrance, whatever the document is."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from llave.documents import bills, cartilla, ine, inm, passport
from llave.documents.kinds import DocumentKind, Slot
from llave.documents.readings import BillReading, IdentityReading
from llave.documents.textlines import Line

Pictures = Mapping[Slot, Sequence[Line]]
PARSERS: Mapping[DocumentKind, Callable[[Pictures, date], IdentityReading]] = {
    DocumentKind.INE: ine.read,
    DocumentKind.PASSPORT: passport.read,
    DocumentKind.CARTILLA: cartilla.read,
    DocumentKind.INM: inm.read,
}


def read_identity(kind: DocumentKind, pictures: Pictures, on: date) -> IdentityReading:
    """Read the document that the person said it is; `on` is the day of submission.

    Never raises for what is or is not in the pictures: what could not be read is absent.
    """
    return PARSERS[kind](pictures, on)


def read_bill(lines: Sequence[Line], on: date) -> BillReading:
    """Read a proof of address of any kind; `on` is the day of submission."""
    return bills.read(lines, on)
