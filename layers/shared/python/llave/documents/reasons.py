"""Why a case was decided as it was: what the log and reviewers see, and what the person is told.

What mends an honest picture is said; what would tell a forger which check she failed is not.
"""

from dataclasses import dataclass
from enum import StrEnum

from llave.documents.kinds import Slot


class Outcome(StrEnum):
    """What becomes of a case; the gravest reason decides."""

    ACCEPT = "accept"
    REVIEW = "review"
    REJECT = "reject"


class Public(StrEnum):
    """What the person is told: `verificar.motivo.<code>` of the text catalogue."""

    RETAKE = "retake"
    WRONG_DOCUMENT = "wrong_document"
    EXPIRED = "expired"
    BILL_TOO_OLD = "bill_too_old"
    NOT_YOURS = "not_yours"
    NOT_IN_FORCE = "not_in_force"
    NOT_CONFIRMED = "not_confirmed"
    LOOKING = "looking"
    # her account, not her papers
    SECOND_FACTOR = "second_factor"
    # files that could not be opened as pictures
    FILE_FORMAT = "file_format"
    FILE_LOCKED = "file_locked"
    FILE_PAGES = "file_pages"
    FILE_TOO_LARGE = "file_too_large"
    FILE_TOO_SMALL = "file_too_small"


class Why(StrEnum):
    """Every reason there is; private."""

    UNREADABLE = "unreadable"
    WRONG_DOCUMENT = "wrong-document"
    DOCUMENT_EXPIRED = "document-expired"
    BILL_TOO_OLD = "bill-too-old"
    OTHER_CURP = "other-curp"
    OTHER_PERSON = "other-person"
    CREDENTIAL_EXPIRED = "credential-expired"
    NO_FACE = "no-face"
    FACE_DIFFERS = "face-differs"
    # nothing is wrong with the documents; found when the level is raised
    NO_FACTOR = "no-factor"
    # from here on a person looks
    CURP_UNSURE = "curp-unsure"
    CURP_NOT_READ = "curp-not-read"
    NAME_DIFFERS = "name-differs"
    BIRTH_DATE_DIFFERS = "birth-date-differs"
    SEX_DIFFERS = "sex-differs"
    EXPIRY_NOT_READ = "expiry-not-read"
    MRZ_FAILS = "mrz-fails"
    PARTS_DISAGREE = "parts-disagree"
    LOW_CONFIDENCE = "low-confidence"
    BILL_UNKNOWN = "bill-unknown"
    BILL_IN_THE_FUTURE = "bill-in-the-future"
    BILL_ELSEWHERE = "bill-elsewhere"
    NOT_IN_POPULATION = "not-in-population"
    POPULATION_DIFFERS = "population-differs"
    CREDENTIAL_REPORTED = "credential-reported"
    CREDENTIAL_UNKNOWN = "credential-unknown"
    CREDENTIAL_NOT_ASKED = "credential-not-asked"
    FACE_UNSURE = "face-unsure"
    FACE_BESIDE = "face-beside"
    CAPTURE_NOT_VALID = "capture-not-valid"
    NUMBER_REUSED = "number-reused"
    IMAGE_REUSED = "image-reused"
    PORTRAIT_REUSED = "portrait-reused"
    HOLDER_EXISTS = "holder-exists"
    WEAK_EVIDENCE = "weak-evidence"
    # a reviewer's own finding
    REVIEWER = "reviewer"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reason leads to, and what the person is told of it."""

    outcome: Outcome
    public: Public


REJECTS = {
    Why.UNREADABLE: Public.RETAKE,
    Why.WRONG_DOCUMENT: Public.WRONG_DOCUMENT,
    Why.DOCUMENT_EXPIRED: Public.EXPIRED,
    Why.BILL_TOO_OLD: Public.BILL_TOO_OLD,
    Why.OTHER_CURP: Public.NOT_YOURS,
    Why.OTHER_PERSON: Public.NOT_YOURS,
    Why.CREDENTIAL_EXPIRED: Public.NOT_IN_FORCE,
    Why.NO_FACE: Public.RETAKE,
    Why.FACE_DIFFERS: Public.RETAKE,
    Why.NO_FACTOR: Public.SECOND_FACTOR,
    Why.REVIEWER: Public.NOT_CONFIRMED,
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason; `slot` names the picture at fault, `public` overrides what the person is told (a
    reviewer who rejects chooses among the public codes)."""

    why: Why
    slot: Slot | None = None
    said: Public | None = None

    @property
    def outcome(self) -> Outcome:
        """What it leads to."""
        return Outcome.REJECT if self.why in REJECTS else Outcome.REVIEW

    @property
    def public(self) -> Public:
        """What the person is told."""
        return self.said or REJECTS.get(self.why, Public.LOOKING)

    @property
    def code(self) -> str:
        """As it is stored and logged: `why`, `why:slot`, `why:slot:public`."""
        parts = (self.why.value, self.slot.value if self.slot else "", self.said or "")
        return ":".join(parts).rstrip(":")

    @classmethod
    def parse(cls, code: str) -> "Reason":
        """The inverse of `code`."""
        why, slot, said = [*code.split(":"), "", ""][:3]
        return cls(Why(why), Slot(slot) if slot else None, Public(said) if said else None)


def outcome_of(reasons: tuple[Reason, ...]) -> Outcome:
    """The gravest outcome; none is an accept."""
    found = {reason.outcome for reason in reasons}
    gravest = (o for o in (Outcome.REJECT, Outcome.REVIEW) if o in found)
    return next(gravest, Outcome.ACCEPT)


def told(reasons: tuple[Reason, ...]) -> tuple[tuple[Public, Slot | None], ...]:
    """What the person is told, each once: what rejects, if anything does, else that somebody looks."""
    gravest = outcome_of(reasons)
    shown = [(r.public, r.slot) for r in reasons if r.outcome is gravest]
    # Which picture somebody looks at would tell a forger where to mend.
    hidden = [(p, None if p in (Public.LOOKING, Public.NOT_YOURS) else slot) for p, slot in shown]
    return tuple(dict.fromkeys(hidden))
