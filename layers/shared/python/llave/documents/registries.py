"""INE's register of credentials as a decision sees it (docs/ine.md)."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from llave.people.curp import Curp


class Credential(StrEnum):
    """What INE says of a credential; not found also when it is not of the person with that CURP."""

    IN_FORCE = "in_force"
    EXPIRED = "expired"
    REPORTED = "reported"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class CredentialAsked:
    """What a credential is looked up by; `cic` is None on models that bear none."""

    clave_elector: str = field(repr=False)
    cic: str | None = field(repr=False)
    curp: Curp


class CredentialRegistry(Protocol):
    """INE."""

    def credential(self, asked: CredentialAsked) -> Credential:
        """Whether the credential is in force; raises Unavailable."""
        ...
