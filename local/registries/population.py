"""The people that the simulated registries know: `local/population.json`, or LLAVE_POPULATION."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web

PERSON_FIELDS = (
    "curp",
    "given_names",
    "first_surname",
    "second_surname",
    "sex",
    "birth_date",
    "birth_state",
)
STATUSES = ("active", "deceased", "replaced")


class PopulationInvalid(Exception):
    """One sentence for whoever wrote the file."""


@dataclass(frozen=True, slots=True)
class Population:
    """The records by CURP, as the file gives them."""

    records: Mapping[str, Mapping[str, Any]]

    def answer(self, curp: str) -> dict[str, Any]:
        """RENAPO's answer of docs/renapo.md."""
        record = self.records.get(curp.upper())
        match record and record["status"]:
            case None:
                return {"outcome": "not_found"}
            case "active":
                return {"outcome": "found", "person": _person(record or {})}
            case "replaced":
                return {"outcome": "replaced", "replaced_by": (record or {}).get("replaced_by")}
            case _:
                return {"outcome": "deceased"}

    @property
    def first(self) -> str:
        """The CURP of the first person alive: the sample that a newcomer tries."""
        return next(curp for curp, one in self.records.items() if one["status"] == "active")


POPULATION = web.AppKey("population", Population)


def read(path: Path) -> Population:
    """Raises PopulationInvalid with the first thing that is wrong."""
    try:
        people = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as reason:
        raise PopulationInvalid(f"The population {path} cannot be read: {reason}") from reason
    for number, person in enumerate(people, start=1):
        missing = [field for field in (*PERSON_FIELDS, "status") if field not in person]
        if missing or person["status"] not in STATUSES:
            problem = f"lacks {', '.join(missing)}" if missing else "has an unknown status"
            raise PopulationInvalid(f"Person {number} of {path} {problem}.")
    return Population({person["curp"]: person for person in people})


def _person(record: Mapping[str, Any]) -> dict[str, Any]:
    return {field: record[field] for field in PERSON_FIELDS}
