"""What an agency may ask of verified claims, and how it is kept with its grant.

The words are those of OpenID Identity Assurance Schema Definition 1.0 and OpenID Connect for Identity
Assurance 1.0; `llave.oidc.verified_claims` makes the claim itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

VERIFIED_CLAIMS = "verified_claims"
TRUST_FRAMEWORK = "mx_llave"
# Read from documents and confirmed by registries; what a person merely typed is not among them.
CLAIMS = ("given_name", "family_name", "first_surname", "second_surname", "birthdate", "curp")
# What may stand in `verification` beside the trust framework, which always does. A reference to the
# process is not among it: two agencies could tell by it that they mean the same person.
ELEMENTS = ("assurance_level", "time", "evidence")
EVIDENCE = ("document", "electronic_record")


@dataclass(frozen=True, slots=True)
class Ask:
    """Claims to be given as verified, which elements of their verification are told, and which types
    of evidence."""

    claims: tuple[str, ...]
    elements: tuple[str, ...] = ()
    types: tuple[str, ...] = EVIDENCE

    def as_item(self) -> dict[str, list[str]]:
        """How it is stored."""
        return {
            "claims": list(self.claims),
            "elements": list(self.elements),
            "types": list(self.types),
        }

    @classmethod
    def of_item(cls, item: Mapping[str, Any]) -> "Ask":
        """The inverse of `as_item`."""
        return cls(tuple(item["claims"]), tuple(item["elements"]), tuple(item["types"]))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for, by where it is to be given."""

    userinfo: Ask | None = None
    id_token: Ask | None = None

    def __bool__(self) -> bool:
        return self.userinfo is not None or self.id_token is not None

    def as_item(self) -> dict[str, Any] | None:
        """How it is stored; None when nothing is asked."""
        places = {"userinfo": self.userinfo, "id_token": self.id_token}
        return {name: ask.as_item() for name, ask in places.items() if ask} or None

    @classmethod
    def of_item(cls, item: Mapping[str, Any] | None) -> "Wanted":
        """The inverse of `as_item`."""
        asks = {name: Ask.of_item(ask) for name, ask in (item or {}).items()}
        return cls(asks.get("userinfo"), asks.get("id_token"))


NOTHING = Wanted()
