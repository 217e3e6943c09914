"""The checks of a decision: here those on the identity document, and the list of all."""

from collections.abc import Callable, Iterator

from llave.documents import checks_bill, checks_face, checks_registers
from llave.documents.facts import Facts
from llave.documents.kinds import DocumentKind, Slot
from llave.documents.names_alike import Alike, alike
from llave.documents.reading_days import confidence, day_in
from llave.documents.readings import Field, IdentityReading
from llave.documents.reasons import Reason, Why
from llave.documents.thresholds import Thresholds
from llave.errors import InvalidInput
from llave.people.curp import Curp
from llave.people.names import PersonName

Found = Iterator[Reason]
Check = Callable[[Facts, Thresholds], Found]

# Without one or the other on its front a document says nothing of who it is; a cartilla has the whole
# name in one line.
NEEDED = ((Field.GIVEN_NAMES, Field.FIRST_SURNAME), (Field.FULL_NAME,))
# What a decision rests on: read unsurely, a person looks.
RESTS_ON = (
    Field.CURP,
    Field.GIVEN_NAMES,
    Field.FIRST_SURNAME,
    Field.FULL_NAME,
    Field.VALID_UNTIL,
    Field.CLAVE_ELECTOR,
    Field.NUMBER,
)
# The others bear no zone for machines.
WITH_ZONE = {
    DocumentKind.INE: Slot.BACK,
    DocumentKind.PASSPORT: Slot.FRONT,
    DocumentKind.INM: Slot.BACK,
}
WITHOUT_END = frozenset({DocumentKind.CARTILLA})
# So many characters a reader takes for others; beyond, it is another CURP.
MISREAD = 2


def readable(facts: Facts, thresholds: Thresholds) -> Found:
    """The right document, and enough of it read."""
    identity = facts.identity
    if identity is None:
        yield Reason(Why.UNREADABLE, Slot.FRONT)
        return
    if identity.recognised not in (None, facts.kind):
        yield Reason(Why.WRONG_DOCUMENT, Slot.FRONT)
        return
    named = [min(_confidence(identity, name) for name in names) for names in NEEDED]
    if max(named) < thresholds.unreadable:
        yield Reason(Why.UNREADABLE, Slot.FRONT)
    zone = WITH_ZONE.get(facts.kind)
    if zone is not None and identity.mrz is None:
        yield Reason(Why.UNREADABLE, zone)


def sure(facts: Facts, thresholds: Thresholds) -> Found:
    """What was read was read surely, and the document does not contradict itself."""
    identity = facts.identity
    if identity is None:
        return
    unsure = [n for n in RESTS_ON if 0 < _confidence(identity, n) < thresholds.sure]
    if any(not identity.fields[name].proven for name in unsure):
        yield Reason(Why.LOW_CONFIDENCE)
    if identity.mrz is not None and not identity.mrz.valid:
        yield Reason(Why.MRZ_FAILS, WITH_ZONE.get(facts.kind))
    if identity.conflicts:
        yield Reason(Why.PARTS_DISAGREE)


def same_curp(facts: Facts, thresholds: Thresholds) -> Found:
    """The CURP on the document is the account's."""
    read = facts.identity.fields.get(Field.CURP) if facts.identity else None
    if facts.identity is None or read is None:
        yield Reason(Why.CURP_NOT_READ)
        return
    own = facts.account.curp.value
    if read.value == own:
        return
    certain = read.confidence >= thresholds.sure and _proven(read.value)
    if certain and distance(read.value, own) > MISREAD:
        yield Reason(Why.OTHER_CURP)
    else:
        yield Reason(Why.CURP_UNSURE, Slot.FRONT)


def same_person(facts: Facts, thresholds: Thresholds) -> Found:
    """Name, day of birth and sex are the account's."""
    identity, account = facts.identity, facts.account
    if identity is None:
        return
    name = name_on(identity)
    likeness = alike(name, account.name) if name else Alike.SAME
    born = identity.value(Field.BIRTH_DATE)
    another_day = born is not None and born != account.birth_date.isoformat()
    # Another name alone may be a marriage abroad or a bad reading; with another birthday it is not.
    if likeness is Alike.NO and another_day:
        yield Reason(Why.OTHER_PERSON)
    # Readers lose tildes; the CURP says that Pena is Peña here.
    tilde = likeness is Alike.BUT_TILDE and identity.value(Field.CURP) == account.curp.value
    if likeness is not Alike.SAME and not tilde:
        yield Reason(Why.NAME_DIFFERS)
    if another_day:
        yield Reason(Why.BIRTH_DATE_DIFFERS)
    if identity.value(Field.SEX) not in (None, account.sex):
        yield Reason(Why.SEX_DIFFERS)


def in_force(facts: Facts, thresholds: Thresholds) -> Found:
    """The document has not expired."""
    if facts.identity is None or facts.kind in WITHOUT_END:
        return
    if _is_for_ever(facts.identity, thresholds):
        return
    read = facts.identity.fields.get(Field.VALID_UNTIL)
    until, certain = day_in(read), confidence(read) >= thresholds.sure
    if until is None:
        yield Reason(Why.EXPIRY_NOT_READ)
    elif until < facts.submitted_on:
        # A misread digit of the year must not send an honest person away.
        yield Reason(Why.DOCUMENT_EXPIRED, Slot.FRONT) if certain else Reason(Why.EXPIRY_NOT_READ)


CHECKS: tuple[Check, ...] = (
    readable,
    sure,
    same_curp,
    same_person,
    in_force,
    checks_bill.of_a_kind,
    checks_bill.recent,
    checks_bill.at_home,
    checks_face.one_face,
    checks_face.same_face,
    checks_face.nobody_beside,
    checks_face.taken_now,
    checks_registers.registered,
    checks_registers.credential,
    checks_registers.unused,
    checks_registers.free,
    checks_registers.strong_enough,
)


def name_on(identity: IdentityReading) -> PersonName | None:
    """The name that the document bears, if it was read."""
    given, first = identity.value(Field.GIVEN_NAMES), identity.value(Field.FIRST_SURNAME)
    if given is not None and first is not None:
        return PersonName(given, first, identity.value(Field.SECOND_SURNAME))
    whole = identity.value(Field.FULL_NAME)
    # Names are compared by their words, so that nobody has to guess where the surnames begin.
    return PersonName(whole, "") if whole else None


def distance(one: str, other: str) -> int:
    """How many characters differ, place by place."""
    return sum(a != b for a, b in zip(one, other, strict=False)) + abs(len(one) - len(other))


def _confidence(identity: IdentityReading, name: Field) -> float:
    return confidence(identity.fields.get(name))


def _is_for_ever(identity: IdentityReading, thresholds: Thresholds) -> bool:
    """A permanent resident's card says so where others have the day of their end."""
    permanent = identity.value(Field.STAY) == "permanent"
    return permanent and _confidence(identity, Field.STAY) >= thresholds.sure


def _proven(text: str) -> bool:
    """Whether it is a CURP that somebody could bear: a misread character breaks its check digit."""
    try:
        Curp(text)
    except InvalidInput:
        return False
    return True
