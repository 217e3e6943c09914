"""What stands on the identity document, or on the proof of address; kept under the person's key."""

import json
from typing import Any

from functions.verify.steps.cleaned import Cleaned, pages_of
from functions.verify.steps.opening import Opened, opened
from functions.verify.steps.step import Input, Output, step
from llave import wiring
from llave.documents.days import submitted_on
from llave.documents.kinds import SIDES, DocumentKind, Slot
from llave.documents.parsing import read_bill, read_identity
from llave.documents.reader import UnreadablePicture
from llave.documents.textlines import Line


def read(event: Input) -> Output:
    """`{"case", "what", "cleaned"}` -> `{"ask"}`: "ine" when the card is one that INE answers for."""
    found = opened(event["case"])
    if event["what"] == "address":
        keep(found, "address", _address(found, event["cleaned"]))
        return {"ask": "nobody"}
    keep(found, "identity", _identity(found, event["cleaned"]))
    return {"ask": "ine" if found.case.kind is DocumentKind.INE else "nobody"}


def keep(found: Opened, name: str, value: dict[str, Any]) -> None:
    """Seal what was read; a second time takes the place of the first."""
    sealed = found.key().seal(f"reading:{name}", json.dumps(value))
    wiring.cases().keep_reading(found.case.id, name, sealed)


def _identity(found: Opened, cleaned: Cleaned) -> dict[str, Any]:
    case = found.case
    pictures = {slot: _lines(found, slot, cleaned) for slot in SIDES[case.kind]}
    return read_identity(case.kind, pictures, submitted_on(case)).to_json()


def _address(found: Opened, cleaned: Cleaned) -> dict[str, Any]:
    lines = _lines(found, Slot.BILL, cleaned)
    return read_bill(lines, submitted_on(found.case)).to_json()


def _lines(found: Opened, slot: Slot, cleaned: Cleaned) -> list[Line]:
    """Of every page; one that the reader can not open has none."""
    lines: list[Line] = []
    for page in pages_of(found.case, slot, cleaned):
        try:
            lines.extend(wiring.reader().lines(page))
        except UnreadablePicture:
            continue
    return lines


handle = step(read)
