"""INE's register of credentials over HTTP, as docs/ine.md states it."""

from dataclasses import dataclass
from typing import Any

from llave.adapters.registry import NoAnswer, Registry
from llave.documents.registries import Credential, CredentialAsked


@dataclass(frozen=True, slots=True)
class IneRegistry:
    """The credentials that INE gave out."""

    registry: Registry

    def credential(self, asked: CredentialAsked) -> Credential:
        """Whether the credential is in force; raises RegistryDown."""
        body = {
            "clave_elector": asked.clave_elector,
            "cic": asked.cic,
            "curp": asked.curp.value,
        }
        return self.registry.ask(_credential, "POST", "/v1/credentials/status", body)


def _credential(answer: Any) -> Credential:
    try:
        return Credential(answer["outcome"])
    except (KeyError, TypeError, ValueError):
        raise NoAnswer("not the contract") from None
