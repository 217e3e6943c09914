"""RENAPO over HTTP, as docs/renapo.md states it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from llave.adapters.registry import NoAnswer, Registry
from llave.errors import InvalidInput
from llave.people.curp import Curp
from llave.people.names import PersonName
from llave.people.population import RegisteredPerson


@dataclass(frozen=True, slots=True)
class RenapoRegistry:
    """The population, by CURP."""

    registry: Registry

    def find(self, curp: Curp) -> RegisteredPerson | None:
        """The living person who bears this CURP, or None; raises RegistryDown."""
        return self.registry.ask(
            lambda answer: _person(answer, curp), "GET", f"/v1/curp/{curp.value}"
        )


def _person(answer: Any, asked: Curp) -> RegisteredPerson | None:
    """None for every outcome but `found`: which of them it is stays here."""
    try:
        if answer["outcome"] in ("not_found", "deceased", "replaced"):
            return None
        given = answer["person"]
        name = PersonName(given["given_names"], given["first_surname"], given["second_surname"])
        born = date.fromisoformat(given["birth_date"])
        person = RegisteredPerson(
            Curp(given["curp"]), name, str(given["sex"]), born, str(given["birth_state"])
        )
    except (KeyError, TypeError, ValueError, InvalidInput):
        raise NoAnswer("not the contract") from None
    # Another person's data would be shown to whoever asked.
    if answer["outcome"] != "found" or person.curp != asked:
        raise NoAnswer("not the one asked for")
    return person
