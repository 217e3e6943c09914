"""The words of the console for what the workflow knows by codes."""

from llave.documents.capture import Capture
from llave.documents.cases import State
from llave.documents.kinds import BillKind, DocumentKind, Slot
from llave.documents.reads import Field
from llave.documents.reasons import Why
from llave.documents.registries import Credential
from llave.documents.reuse import Trace
from llave.people.evidence import Strength

DOCUMENTS = {
    DocumentKind.INE: "revision.documento.ine",
    DocumentKind.PASSPORT: "revision.documento.pasaporte",
    DocumentKind.CARTILLA: "revision.documento.cartilla",
    DocumentKind.INM: "revision.documento.inm",
}
BILLS = {
    BillKind.ELECTRICITY: "revision.recibo.luz",
    BillKind.TELEPHONE: "revision.recibo.telefono",
    BillKind.GAS: "revision.recibo.gas",
    BillKind.PROPERTY_TAX: "revision.recibo.predial",
    BillKind.WATER: "revision.recibo.agua",
}
SLOTS = {
    Slot.FRONT: "revision.foto.frente",
    Slot.BACK: "revision.foto.reverso",
    Slot.BILL: "revision.foto.recibo",
    Slot.FACE: "revision.foto.rostro",
}
CAPTURES = {
    Capture.VALID: "revision.captura.valida",
    Capture.MISSING: "revision.captura.falta",
    Capture.REPLAYED: "revision.captura.repetida",
    Capture.LATE: "revision.captura.tarde",
    Capture.NOT_SHOWN: "revision.captura.no_se_ve",
    Capture.OTHER_FACE: "revision.captura.otro_rostro",
    Capture.COPIED: "revision.captura.copia",
}
CREDENTIALS = {
    Credential.IN_FORCE: "revision.ine.vigente",
    Credential.EXPIRED: "revision.ine.vencida",
    Credential.REPORTED: "revision.ine.reportada",
    Credential.NOT_FOUND: "revision.ine.no_existe",
}
TRACES = {
    Trace.NUMBER: "revision.coincidencia.numero",
    Trace.IMAGE: "revision.coincidencia.imagen",
    Trace.PORTRAIT: "revision.coincidencia.retrato",
}
STATES = {
    State.COLLECTING: "revision.coincidencia.pendiente",
    State.SUBMITTED: "revision.coincidencia.pendiente",
    State.WAITING: "revision.coincidencia.pendiente",
    State.REVIEW: "revision.coincidencia.pendiente",
    State.STUCK: "revision.coincidencia.pendiente",
    State.ACCEPTED: "revision.coincidencia.aceptado",
    State.REJECTED: "revision.coincidencia.rechazado",
    State.CANCELLED: "revision.coincidencia.cancelado",
}
STRENGTHS = {
    Strength.DECLARED: "revision.fuerza.declarada",
    Strength.WEAK: "revision.fuerza.debil",
    Strength.FAIR: "revision.fuerza.suficiente",
    Strength.STRONG: "revision.fuerza.fuerte",
    Strength.SUPERIOR: "revision.fuerza.muy_fuerte",
}
FIELDS = {
    Field.FIRST_SURNAME: "revision.campo.primer_apellido",
    Field.SECOND_SURNAME: "revision.campo.segundo_apellido",
    Field.GIVEN_NAMES: "revision.campo.nombres",
    Field.SURNAMES: "revision.campo.apellidos",
    Field.FULL_NAME: "revision.campo.nombre_completo",
    Field.CURP: "revision.campo.curp",
    Field.SEX: "revision.campo.sexo",
    Field.BIRTH_DATE: "revision.campo.nacimiento",
    Field.ADDRESS: "revision.campo.domicilio",
    Field.POSTAL_CODE: "revision.campo.cp",
    Field.VALID_UNTIL: "revision.campo.vigencia",
    Field.NATIONALITY: "revision.campo.nacionalidad",
    Field.NUMBER: "revision.campo.numero",
    Field.CLAVE_ELECTOR: "revision.campo.clave_elector",
    Field.REGISTERED: "revision.campo.registro",
    Field.SECTION: "revision.campo.seccion",
    Field.CIC: "revision.campo.cic",
    Field.OCR: "revision.campo.ocr",
    Field.YEAR: "revision.campo.clase",
    Field.STAY: "revision.campo.estancia",
}
# What a reviewer may tell the person, by its public code.
REASONS = {
    "retake": "revision.motivo.retake",
    "wrong_document": "revision.motivo.wrong_document",
    "expired": "revision.motivo.expired",
    "bill_too_old": "revision.motivo.bill_too_old",
    "not_yours": "revision.motivo.not_yours",
    "not_in_force": "revision.motivo.not_in_force",
    "not_confirmed": "revision.motivo.not_confirmed",
}
WHYS = {
    Why.UNREADABLE: "revision.duda.unreadable",
    Why.WRONG_DOCUMENT: "revision.duda.wrong_document",
    Why.DOCUMENT_EXPIRED: "revision.duda.document_expired",
    Why.BILL_TOO_OLD: "revision.duda.bill_too_old",
    Why.OTHER_CURP: "revision.duda.other_curp",
    Why.OTHER_PERSON: "revision.duda.other_person",
    Why.CREDENTIAL_EXPIRED: "revision.duda.credential_expired",
    Why.NO_FACE: "revision.duda.no_face",
    Why.FACE_DIFFERS: "revision.duda.face_differs",
    Why.NO_FACTOR: "revision.motivo.second_factor",
    Why.CURP_UNSURE: "revision.duda.curp_unsure",
    Why.CURP_NOT_READ: "revision.duda.curp_not_read",
    Why.NAME_DIFFERS: "revision.duda.name_differs",
    Why.BIRTH_DATE_DIFFERS: "revision.duda.birth_date_differs",
    Why.SEX_DIFFERS: "revision.duda.sex_differs",
    Why.EXPIRY_NOT_READ: "revision.duda.expiry_not_read",
    Why.MRZ_FAILS: "revision.duda.mrz_fails",
    Why.PARTS_DISAGREE: "revision.duda.parts_disagree",
    Why.LOW_CONFIDENCE: "revision.duda.low_confidence",
    Why.BILL_IN_THE_FUTURE: "revision.duda.bill_in_the_future",
    Why.BILL_UNKNOWN: "revision.duda.bill_unknown",
    Why.BILL_ELSEWHERE: "revision.duda.bill_elsewhere",
    Why.NOT_IN_POPULATION: "revision.duda.not_in_population",
    Why.POPULATION_DIFFERS: "revision.duda.population_differs",
    Why.CREDENTIAL_REPORTED: "revision.duda.credential_reported",
    Why.CREDENTIAL_UNKNOWN: "revision.duda.credential_unknown",
    Why.CREDENTIAL_NOT_ASKED: "revision.duda.credential_not_asked",
    Why.FACE_UNSURE: "revision.duda.face_unsure",
    Why.FACE_BESIDE: "revision.duda.face_beside",
    Why.CAPTURE_NOT_VALID: "revision.duda.capture_not_valid",
    Why.NUMBER_REUSED: "revision.duda.number_reused",
    Why.IMAGE_REUSED: "revision.duda.image_reused",
    Why.PORTRAIT_REUSED: "revision.duda.portrait_reused",
    Why.HOLDER_EXISTS: "revision.duda.holder_exists",
    Why.WEAK_EVIDENCE: "revision.duda.weak_evidence",
    Why.REVIEWER: "revision.duda.reviewer",
}
