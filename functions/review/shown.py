"""A case as the console shows it: texts and rows."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from functions.review.dossier import Dossier
from functions.review.words import (
    BILLS,
    CAPTURES,
    CREDENTIALS,
    DOCUMENTS,
    FIELDS,
    REASONS,
    SLOTS,
    WHYS,
)
from llave.documents.capture import Capture
from llave.documents.cases import Case
from llave.documents.kinds import Slot, slots_of
from llave.documents.readings import BillReading, IdentityReading, Read
from llave.documents.reads import Field
from llave.documents.reasons import Reason
from llave.documents.registries import Credential
from llave.people.names import comparable
from llave.people.population import RegisteredPerson, person_in
from llave.settings import settings
from llave.staff.members import Role
from llave.web.texts import text

Row = dict[str, str]
# The capital's time, all year since 2022.
CAPITAL = timezone(timedelta(hours=-6))
ROLES = {Role.REVIEWER: "revision.rol.revisor", Role.OPERATOR: "revision.rol.operador"}
REASON_ITEMS = [{"value": code, "text": text(key)} for code, key in REASONS.items()]
NONE = "—"
# The document's portrait and her own face side by side, then what is read.
ORDER = (Slot.FRONT, Slot.FACE, Slot.BACK, Slot.BILL)
DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def age(since: datetime, now: datetime) -> str:
    """How long something has waited."""
    minutes = max(0, int((now - since).total_seconds()) // 60)
    if minutes < 60:
        return text("revision.edad.minutos", minutos=minutes)
    if minutes < 48 * 60:
        return text("revision.edad.horas", horas=minutes // 60, minutos=minutes % 60)
    return text("revision.edad.dias", dias=minutes // 1440, horas=minutes % 1440 // 60)


def day_and_hour(at: datetime) -> str:
    """In the capital's time."""
    return f"{at.astimezone(CAPITAL):%d/%m/%Y %H:%M}"


def role_text(role: Role) -> str:
    """A role in words."""
    return text(ROLES[role])


def facts(found: Dossier, now: datetime) -> list[Row]:
    """What the case is, and what is known of it beside the pictures."""
    face = found.said.get("face", {})
    likeness = face.get("similarity")
    ine = found.said.get("ine", {}).get("outcome")
    capture = CAPTURES[Capture(face["capture"])] if face else ""
    return [
        _row("revision.dato.caso", found.case.id[:8]),
        _row("revision.dato.edad", age(found.waiting.since, now)),
        _row("revision.dato.documento", text(DOCUMENTS[found.case.kind])),
        _row("revision.dato.recibo", text(BILLS[found.case.bill])),
        _row("revision.dato.parecido", NONE if likeness is None else _per_cent(likeness)),
        _row("revision.dato.captura", text(capture) if capture else NONE),
        _row("revision.dato.ine", text(CREDENTIALS[Credential(ine)]) if ine else NONE),
        _row("revision.dato.miradas", str(len(found.review.looks))),
    ]


def comparison(found: Dossier) -> list[dict[str, Any]]:
    """Field by field: what the document says, what RENAPO says, what the account declares."""
    reading = IdentityReading.from_json(found.said["identity"])
    known = found.said["renapo"]["person"]
    registered = _values(person_in(known)) if known else {}
    declared = _values(found.person)
    sure = settings().thresholds.sure
    rows = []
    for name in (*declared, *(f for f in reading.fields if f not in declared)):
        read = reading.fields.get(name)
        rows.append(
            {
                "label": text(FIELDS[name]),
                "read": _said(read.value) if read else NONE,
                "sure": _per_cent(read.confidence) if read else "",
                "unsure": read is not None and read.confidence < sure and not read.proven,
                "registered": _said(registered.get(name, "")) or NONE,
                "declared": _said(declared.get(name, "")) or NONE,
                "differs": _differ(read, declared.get(name)),
            }
        )
    return rows


def bill_rows(found: Dossier) -> list[Row]:
    """What the proof of address says, beside the account's address."""
    bill = BillReading.from_json(found.said["address"])
    reads = (
        ("revision.recibo.empresa", bill.issuer),
        ("revision.recibo.nombre", bill.name),
        ("revision.recibo.domicilio", bill.address),
        ("revision.recibo.cp", bill.postal_code),
        ("revision.recibo.fecha", bill.date),
    )
    rows = [
        _row(key, f"{_said(read.value)} ({_per_cent(read.confidence)})" if read else NONE)
        for key, read in reads
    ]
    kind = text(BILLS[bill.kind]) if bill.kind else NONE
    rows.insert(0, _row("revision.recibo.tipo", kind))
    return [*rows, _row("revision.recibo.cuenta", _address(found.address))]


def doubts(found: Dossier) -> list[str]:
    """Why a person has to look."""
    reasons = [Reason.parse(code) for code in found.said["decision"]["reasons"]]
    return [
        text(WHYS[one.why]) + (f" ({text(SLOTS[one.slot])})" if one.slot else "") for one in reasons
    ]


def picture_rows(case: Case, names: Mapping[str, object]) -> list[dict[str, Any]]:
    """Each picture with what it is."""
    rows = []
    for name in sorted(names, key=lambda name: ORDER.index(_slot(name))):
        slot, number = _slot(name), name.partition("-")[2]
        caption = text("revision.imagen", foto=text(SLOTS[slot]), numero=number)
        src = f"/revision/caso/{case.id}/imagen/{name}"
        rows.append({"src": src, "caption": caption, "is_face": slot is Slot.FACE})
    return rows


def slot_items(case: Case) -> list[Row]:
    """The pictures that may be at fault."""
    return [{"value": slot.value, "text": text(SLOTS[slot])} for slot in slots_of(case.kind)]


def _values(person: RegisteredPerson) -> dict[Field, str]:
    return {
        Field.CURP: person.curp.value,
        Field.GIVEN_NAMES: person.name.given_names,
        Field.FIRST_SURNAME: person.name.first_surname,
        Field.SECOND_SURNAME: person.name.second_surname or "",
        Field.BIRTH_DATE: person.birth_date.isoformat(),
        Field.SEX: person.sex,
    }


def _differ(read: Read | None, declared: str | None) -> bool:
    if read is None or declared is None:
        return False
    return comparable(read.value) != comparable(declared)


def _address(address: Mapping[str, Any]) -> str:
    parts = (address.get(name) for name in ("street", "exterior_number", "postal_code"))
    lines = address.get("address_lines")
    return " ".join(str(one) for one in parts if one) or str(lines or NONE)


def _slot(name: str) -> Slot:
    return Slot(name.partition("-")[0])


def _said(value: str) -> str:
    """A day as it is written in Mexico; anything else as it is."""
    found = DAY.fullmatch(value)
    return f"{found[3]}/{found[2]}/{found[1]}" if found else value


def _per_cent(share: float) -> str:
    return f"{round(share * 100)} %"


def _row(key: str, value: str) -> Row:
    return {"key": text(key), "value": value}
