"""What an account was verified with: the record that stays when the pictures are gone."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum


class Strength(IntEnum):
    """How much evidence proves, least first; `llave.documents.standing` says which has which.

    DECLARED is a CURP that somebody typed.
    """

    DECLARED = 0
    WEAK = 1
    FAIR = 2
    STRONG = 3
    SUPERIOR = 4


@dataclass(frozen=True, slots=True)
class Evidence:
    """One verification, by names and ids alone.

    `document` and `bill` are kinds (`ine`, `electricity`), `registries` those that confirmed
    (`renapo`, `ine`), `reviewers` the staff ids of who looked at it, oldest first.
    """

    id: str
    person: str
    case: str
    document: str
    bill: str
    registries: tuple[str, ...]
    reviewers: tuple[str, ...]
    strength: Strength
    at: datetime
