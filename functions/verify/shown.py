"""A case as the pages show it: texts and rows."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone

from functions.verify.paths import SLOTS as SLOT_NAMES
from functions.verify.paths import picture_path
from llave.documents.carrying import comes_from_another
from llave.documents.cases import Case, State
from llave.documents.kinds import MOST_PAGES, BillKind, DocumentKind, Slot, slots_of
from llave.documents.reasons import Public, told
from llave.documents.retention import Retention, goes_on, lapses_at
from llave.web.problems import FieldError
from llave.web.texts import error_text, text

Row = dict[str, str]

# The capital's time, all year since 2022.
CAPITAL = timezone(timedelta(hours=-6))

DOCUMENTS = {
    DocumentKind.INE: ("verificar.documento.ine", "verificar.documento.ine.ayuda"),
    DocumentKind.PASSPORT: ("verificar.documento.pasaporte", "verificar.documento.pasaporte.ayuda"),
    DocumentKind.CARTILLA: ("verificar.documento.cartilla", "verificar.documento.cartilla.ayuda"),
    DocumentKind.INM: ("verificar.documento.inm", "verificar.documento.inm.ayuda"),
}
BILLS = {
    BillKind.ELECTRICITY: "verificar.recibo.luz",
    BillKind.TELEPHONE: "verificar.recibo.telefono",
    BillKind.GAS: "verificar.recibo.gas",
    BillKind.PROPERTY_TAX: "verificar.recibo.predial",
    BillKind.WATER: "verificar.recibo.agua",
}
SLOTS = {
    Slot.FRONT: "verificar.foto.frente",
    Slot.BACK: "verificar.foto.reverso",
    Slot.BILL: "verificar.foto.recibo",
    Slot.FACE: "verificar.foto.rostro",
}
# A passport's data page and an open cartilla are no "front".
ONLY_SIDES = {
    DocumentKind.PASSPORT: "verificar.foto.pasaporte",
    DocumentKind.CARTILLA: "verificar.foto.cartilla",
}
HINTS = {
    Slot.FRONT: "verificar.foto.frente.ayuda",
    Slot.BACK: "verificar.foto.reverso.ayuda",
    Slot.BILL: "verificar.foto.recibo.ayuda",
    Slot.FACE: "verificar.foto.rostro.ayuda",
}
REASONS = {
    Public.RETAKE: "verificar.motivo.retake",
    Public.WRONG_DOCUMENT: "verificar.motivo.wrong_document",
    Public.EXPIRED: "verificar.motivo.expired",
    Public.BILL_TOO_OLD: "verificar.motivo.bill_too_old",
    Public.NOT_YOURS: "verificar.motivo.not_yours",
    Public.NOT_IN_FORCE: "verificar.motivo.not_in_force",
    Public.NOT_CONFIRMED: "verificar.motivo.not_confirmed",
    Public.SECOND_FACTOR: "verificar.motivo.second_factor",
    Public.LOOKING: "verificar.motivo.looking",
    Public.FILE_FORMAT: "verificar.motivo.file_format",
    Public.FILE_LOCKED: "verificar.motivo.file_locked",
    Public.FILE_PAGES: "verificar.motivo.file_pages",
    Public.FILE_TOO_LARGE: "verificar.motivo.file_too_large",
    Public.FILE_TOO_SMALL: "verificar.motivo.file_too_small",
}
# Title, and what happens now.
STATES: Mapping[State, tuple[str, str]] = {
    State.SUBMITTED: ("verificar.estado.enviada", "verificar.estado.enviada.texto"),
    State.WAITING: ("verificar.estado.espera", "verificar.estado.espera.texto"),
    State.REVIEW: ("verificar.estado.revision", "verificar.estado.revision.texto"),
    State.STUCK: ("verificar.estado.atorada", "verificar.estado.atorada.texto"),
    State.ACCEPTED: ("verificar.estado.aceptada", "verificar.estado.aceptada.texto"),
    State.REJECTED: ("verificar.estado.rechazada", "verificar.estado.rechazada.texto"),
}
# How a refusal of the bucket comes back, by `problema` in the query.
PROBLEMS = {
    "tamano": "upload_size",
    "vencida": "upload_expired",
    "servicio": "upload_failed",
}


def document_items() -> list[Row]:
    """The documents to choose from."""
    return [
        {"value": kind.value, "text": text(name), "hint": text(hint)}
        for kind, (name, hint) in DOCUMENTS.items()
    ]


def bill_items() -> list[Row]:
    """The bills to choose from."""
    return [{"value": kind.value, "text": text(name)} for kind, name in BILLS.items()]


def picture_name(case: Case, slot: Slot) -> str:
    """What a picture shows: "Frente de tu credencial"."""
    if slot is Slot.FRONT and case.kind in ONLY_SIDES:
        return text(ONLY_SIDES[case.kind])
    return text(SLOTS[slot])


def formats(slot: Slot) -> str:
    """Which files are taken for a picture: the key of the text."""
    return "verificar.foto.formatos" if MOST_PAGES[slot] > 1 else "verificar.foto.formatos_una"


def tasks(case: Case) -> list[dict[str, object]]:
    """The pictures that a case needs, each with where it is taken."""
    return [
        {
            "text": picture_name(case, slot),
            "href": picture_path(slot),
            "done": slot in case.pictures,
        }
        for slot in slots_of(case.kind)
    ]


def received(case: Case, name: str) -> str:
    """What to say of a picture that has just come; nothing when it did not."""
    slot = SLOT_NAMES.get(name)
    if slot is None or slot not in case.pictures:
        return ""
    return text("verificar.caso.recibida", foto=picture_name(case, slot))


def kept(case: Case) -> str:
    """What to say of pictures that came along from the case before, if any did."""
    along = any(comes_from_another(case, picture) for picture in case.pictures.values())
    return text("verificar.caso.conservadas") if along else ""


def until(case: Case, retention: Retention) -> str:
    """How long there is to hand it in, and what becomes of it otherwise."""
    last = lapses_at(case, retention).astimezone(CAPITAL).date()
    waits, after = retention.collecting.days, retention.cancelled.days
    return text("verificar.caso.plazo", dia=_day(last), plazo=waits, dias=after)


def chosen_before(case: Case | None) -> Row:
    """The documents of the case before, to be chosen again or not."""
    return {"document": case.kind.value, "bill": case.bill.value} if case else {}


def choice_rows(case: Case) -> list[Row]:
    """What was chosen."""
    return [
        {"key": text("verificar.caso.documento"), "value": text(DOCUMENTS[case.kind][0])},
        {"key": text("verificar.caso.recibo"), "value": text(BILLS[case.bill])},
    ]


def state_rows(case: Case, retention: Retention) -> list[Row]:
    """When what happened, and what becomes of the pictures."""
    moments = (
        ("verificar.estado.fecha_envio", case.submitted_at),
        ("verificar.estado.fecha_respuesta", case.decided_at),
    )
    rows = [{"key": text(key), "value": when(at)} for key, at in moments if at]
    return [
        *choice_rows(case),
        *rows,
        {"key": text("verificar.estado.fotos"), "value": _pictures(case, retention)},
    ]


def reasons(case: Case) -> list[str]:
    """Why it was not accepted and what to do, with the picture at fault where there is one."""
    if case.state is not State.REJECTED:
        return []
    return [_reason(case, public, slot) for public, slot in told(case.reasons)]


def upload_errors(problem: str) -> tuple[FieldError, ...]:
    """What to show beside the file when the bucket did not take it."""
    code = PROBLEMS.get(problem)
    return (FieldError("file", code, error_text(code, "file")),) if code else ()


def when(moment: datetime) -> str:
    """A moment on the clocks of the capital: half a million people live by others."""
    there = moment.astimezone(CAPITAL)
    return text("verificar.estado.cuando", dia=_day(there.date()), hora=f"{there:%H:%M}")


def _pictures(case: Case, retention: Retention) -> str:
    if case.pictures_deleted_at:
        gone = case.pictures_deleted_at.astimezone(CAPITAL).date()
        return text("verificar.estado.fotos.borradas", cuando=_day(gone))
    day = goes_on(case, retention)
    if day is None:
        return text("verificar.estado.fotos.despues", dias=retention.decided.days)
    return text("verificar.estado.fotos.hasta", dia=_day(day))


def _day(day: date) -> str:
    return day.strftime("%d/%m/%Y")


def _reason(case: Case, public: Public, slot: Slot | None) -> str:
    said = text(REASONS[public])
    if slot is None:
        return said
    return text("verificar.motivo.foto", foto=picture_name(case, slot), motivo=said)
