"""Whether a person's documents are being looked at: two reads of what `cases` writes."""

from llave.adapters import dynamodb
from llave.adapters.accounts import person_key
from llave.adapters.case_items import CASE, CASES, case_key
from llave.documents.cases import UNDER_WAY, State


class VerificationsTable:
    """`PERSON#<id>` / `CASES` names the open case; its state is on the case."""

    def __init__(self, people: str) -> None:
        self._people = people

    def is_under_way(self, person: str) -> bool:
        """Whether she has handed in a case that is not decided."""
        mine = dynamodb.get(self._people, person_key(person), CASES)
        if mine is None or "open" not in mine:
            return False
        case = dynamodb.get(self._people, case_key(mine["open"]), CASE)
        return case is not None and State(case["state"]) in UNDER_WAY
