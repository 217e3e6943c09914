"""What a level stands on, read alone: who tells agencies of it never writes it."""

from llave.adapters import dynamodb
from llave.adapters.accounts import person_key
from llave.adapters.holder_items import evidence_of
from llave.people.evidence import Evidence


class EvidencesTable:
    """`PERSON#<id>` / `EVIDENCE#<id>` of the people table."""

    def __init__(self, people: str) -> None:
        self._people = people

    def get(self, person: str, evidence: str) -> Evidence | None:
        """The record of that id, or None."""
        item = dynamodb.get(self._people, person_key(person), f"EVIDENCE#{evidence}")
        return evidence_of(item) if item else None
