"""The `verified_claims` claim: what was verified, by which framework and evidence, and when.

OpenID Identity Assurance Schema Definition 1.0; `schemas/verified_claims.json` is its schema here.
Document numbers are never given. Times are days: a moment to the second would tell two agencies that
they mean the same person.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

from llave.oidc.assurance import TRUST_FRAMEWORK, Ask
from llave.people.evidence import Evidence

# Document types, records and check methods in the words of the eKYC-IDA working group's list.
DOCUMENTS = {
    "ine": ("voter_id", "Instituto Nacional Electoral"),
    "passport": ("passport", "Secretaría de Relaciones Exteriores"),
    "cartilla": ("military_id", "Secretaría de la Defensa Nacional"),
    "inm": ("residence_permit", "Instituto Nacional de Migración"),
}
BILLS = {
    "electricity": "utility_statement",
    "telephone": "utility_statement",
    "gas": "utility_statement",
    "water": "utility_statement",
    "property_tax": "tax_statement",
}
RECORDS = {
    "renapo": ("population_register", "Registro Nacional de Población"),
    "ine": ("voter_register", "Instituto Nacional Electoral"),
}
# A programme read it and compared the faces; or a person looked at both.
BY_MACHINE = ("vdig", "bvr")
BY_PERSON = ("vri", "pvr")
CHECKED_WITH_RECORDS = "data"
VERIFIER = "Llave"
COUNTRY = "MX"


class Evidences(Protocol):
    """Where the records of verifications are read."""

    def get(self, person: str, evidence: str) -> Evidence | None:
        """The record of that id, or None."""
        ...


def verified_claims(
    ask: Ask, evidence: Evidence, claims: Mapping[str, Any]
) -> dict[str, Any] | None:
    """The claim for what was asked, of the claims that the agency may have; None when none is left."""
    given = {name: claims[name] for name in ask.claims if name in claims}
    if not given:
        return None
    whole = {
        "assurance_level": evidence.strength.name.lower(),
        "time": _day(evidence.at),
        "evidence": _evidence(ask, evidence),
    }
    elements = {name: whole[name] for name in ask.elements}
    return {"verification": {"trust_framework": TRUST_FRAMEWORK, **elements}, "claims": given}


def _evidence(ask: Ask, evidence: Evidence) -> list[dict[str, Any]]:
    kind, issuer = DOCUMENTS[evidence.document]
    documents = [
        _document(evidence, kind, issuer),
        _document(evidence, BILLS[evidence.bill], None),
    ]
    records = [_record(*RECORDS[name]) for name in evidence.registries if name in RECORDS]
    return [one for one in (*documents, *records) if one["type"] in ask.types]


def _document(evidence: Evidence, kind: str, issuer: str | None) -> dict[str, Any]:
    looked, compared = BY_PERSON if evidence.reviewers else BY_MACHINE
    # Nobody's face is on a bill.
    methods = (looked, compared) if issuer else (looked,)
    details: dict[str, Any] = {"type": kind}
    if issuer:
        details["issuer"] = {"name": issuer, "country_code": COUNTRY}
    return {
        "type": "document",
        "check_details": [{"check_method": one, "organization": VERIFIER} for one in methods],
        "time": _day(evidence.at),
        "document_details": details,
    }


def _record(kind: str, source: str) -> dict[str, Any]:
    return {
        "type": "electronic_record",
        "check_details": [{"check_method": CHECKED_WITH_RECORDS, "organization": VERIFIER}],
        "record": {"type": kind, "source": {"name": source, "country_code": COUNTRY}},
    }


def _day(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT00:00Z")
