"""What a decision stands on."""

from dataclasses import dataclass
from datetime import date

from llave.documents.capture import Capture
from llave.documents.kinds import BillKind, DocumentKind
from llave.documents.readings import BillReading, IdentityReading
from llave.documents.registries import Credential
from llave.documents.reuse import Finding
from llave.people.population import RegisteredPerson


@dataclass(frozen=True, slots=True)
class FaceMatch:
    """How alike the face in the photograph and the one most like it on the document are, 0 to 1; None
    where either shows no face. `beside` is the least alike of the document's others, None without."""

    similarity: float | None
    faces_on_document: int = 1
    faces_in_photograph: int = 1
    beside: float | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Facts:
    """Everything that a decision stands on.

    `submitted_on` is the day of submission in the capital; `account` what the account declares;
    `postal_code` the account's, None abroad; `population` RENAPO's answer, None when it knows no
    living person by this CURP; `credential` INE's, None when not asked; `other_holder` says that
    another account has proved the CURP.
    """

    kind: DocumentKind
    bill_kind: BillKind
    submitted_on: date
    account: RegisteredPerson
    postal_code: str | None
    identity: IdentityReading | None
    bill: BillReading | None
    face: FaceMatch
    capture: Capture
    population: RegisteredPerson | None
    credential: Credential | None
    reuse: tuple[Finding, ...] = ()
    other_holder: bool = False
