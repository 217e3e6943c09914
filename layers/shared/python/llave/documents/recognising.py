"""What kind of document the lines look like, so that a wrong picture is told from an unreadable one."""

from collections.abc import Sequence

from llave.documents import mrz
from llave.documents.kinds import BillKind, DocumentKind
from llave.documents.labels import distance
from llave.documents.textlines import Line
from llave.people.names import comparable

# Words and what each weighs. Blanks do not count: readers drop them.
MARKS: dict[DocumentKind | BillKind, dict[str, int]] = {
    DocumentKind.INE: {
        "instituto nacional electoral": 3,
        "instituto federal electoral": 3,
        "credencial para votar": 3,
        "clave de elector": 3,
        "idmex": 4,
        "seccion": 1,
        "vigencia": 1,
    },
    DocumentKind.PASSPORT: {
        "pasaporte": 3,
        "passport": 2,
        "p<mex": 4,
        "apellidos/surname": 2,
        "given names": 1,
        "fecha de caducidad": 2,
    },
    DocumentKind.CARTILLA: {
        "servicio militar": 4,
        "defensa nacional": 3,
        "cartilla": 3,
        "matricula": 2,
        "clase": 1,
    },
    DocumentKind.INM: {
        "instituto nacional de migracion": 4,
        "residente permanente": 3,
        "residente temporal": 3,
        "tarjeta de residente": 3,
        "i<mex": 3,
        "nue": 1,
    },
    BillKind.ELECTRICITY: {
        "comision federal de electricidad": 4,
        "cfe": 1,
        "energia electrica": 3,
        "electrica": 2,
        "kwh": 2,
    },
    BillKind.TELEPHONE: {
        "telefonos de mexico": 4,
        "telmex": 3,
        "telefonic": 3,
        "telefonos": 2,
        "renta mensual": 2,
        "internet": 1,
    },
    BillKind.GAS: {"gas natural": 4, "naturgy": 4, "consumo de gas": 3, "consumo m3": 1},
    BillKind.PROPERTY_TAX: {
        "impuesto predial": 4,
        "predial": 3,
        "catastral": 2,
        "tesoreria": 2,
        "secretaria de finanzas": 2,
    },
    BillKind.WATER: {
        "agua potable": 4,
        "alcantarillado": 3,
        "sistema de aguas": 4,
        "de agua": 2,
        "drenaje": 2,
        "consumo m3": 1,
    },
}
ENOUGH = 3
# What a machine readable zone weighs.
SURE = 4
LONG = 12


def recognise(lines: Sequence[Line]) -> DocumentKind | BillKind | None:
    """The kind with most marks, if they are enough; documents of identity win a tie."""
    texts = [_bare(line.text) for line in lines]
    weights: dict[DocumentKind | BillKind, int] = {
        kind: sum(weight for mark, weight in marks.items() if _stands(_bare(mark), texts))
        for kind, marks in MARKS.items()
    }
    zone = mrz.find(lines)
    if zone is not None:
        weights[_bearer(zone)] += SURE
    best = max(weights, key=lambda kind: weights[kind])
    return best if weights[best] >= ENOUGH else None


def _bearer(zone: mrz.Zone) -> DocumentKind:
    if len(zone.rows) == 2:
        return DocumentKind.PASSPORT
    return DocumentKind.INE if zone.code == "ID" else DocumentKind.INM


def _stands(mark: str, texts: Sequence[str]) -> bool:
    """Short marks letter by letter; a long one may have a letter wrong, at the beginning of a line."""
    if any(mark in text for text in texts):
        return True
    return len(mark) >= LONG and any(distance(text[: len(mark)], mark, 2) <= 2 for text in texts)


def _bare(text: str) -> str:
    # Fillers of a machine readable zone are marks too.
    return comparable(text.replace("<", "ß")).replace(" ", "").replace("ss", "<")
