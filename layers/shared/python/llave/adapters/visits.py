"""The agencies that a person visited: those she allowed something and those that hold a grant."""

from llave.adapters import dynamodb
from llave.adapters.accounts import person_key
from llave.adapters.dynamodb import Item


class VisitsTable:
    """Reading what consents and grants tell of visits."""

    def __init__(self, people: str, sessions: str) -> None:
        self._people = people
        self._sessions = sessions

    def agencies(self, person: str) -> tuple[str, ...]:
        """The ids of the clients, each once."""
        allowed = [i["sk"].partition("#")[2] for i in self._of(person, self._people, "CONSENT#")]
        granted = [i["client"] for i in self._of(person, self._sessions, "GRANT#")]
        return tuple(sorted({*allowed, *granted}))

    def _of(self, person: str, table: str, begins: str) -> list[Item]:
        return dynamodb.query(table, person_key(person), begins)
