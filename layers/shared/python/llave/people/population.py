"""The population registry (RENAPO) as registration sees it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Protocol

from llave.errors import InvalidInput, NotAllowed
from llave.people.curp import Curp
from llave.people.names import PersonName

# Ages are counted by the day in the capital, which has had no summer time since 2022.
MEXICO_CITY = timezone(timedelta(hours=-6))


class CurpNotFound(InvalidInput):
    """RENAPO has no living person with this CURP: unknown, deceased and replaced read alike."""

    def __init__(self) -> None:
        super().__init__("curp_not_found", field="curp")


class UnderMinimumAge(NotAllowed):
    """Somebody else has to act for a child; nothing is stored."""

    code = "under_minimum_age"


@dataclass(frozen=True, slots=True, repr=False)
class RegisteredPerson:
    """A person as RENAPO knows her; `birth_state` is the CURP's code."""

    curp: Curp
    name: PersonName
    sex: str
    birth_date: date
    birth_state: str

    def fields(self) -> dict[str, str]:
        """The texts to seal, by the names of `SEALED_FIELDS`."""
        second = self.name.second_surname
        return {
            "curp": self.curp.value,
            "given_names": self.name.given_names,
            "first_surname": self.name.first_surname,
            **({"second_surname": second} if second else {}),
            "sex": self.sex,
            "birth_date": self.birth_date.isoformat(),
            "birth_state": self.birth_state,
        }


class PopulationRegistry(Protocol):
    """RENAPO."""

    def find(self, curp: Curp) -> RegisteredPerson | None:
        """The living person who bears this CURP; None when it is unknown, its holder has died or
        another took its place, which nobody is told apart; raises Unavailable."""
        ...


def old_enough(birth_date: date, minimum_age: int, now: datetime) -> bool:
    """Whether the person has that age today, in the capital."""
    today = now.astimezone(MEXICO_CITY).date()
    birthday_came = (today.month, today.day) >= (birth_date.month, birth_date.day)
    return today.year - birth_date.year - (not birthday_came) >= minimum_age


def person_in(fields: Mapping[str, str]) -> RegisteredPerson:
    """The person in unsealed fields."""
    name = PersonName(fields["given_names"], fields["first_surname"], fields.get("second_surname"))
    born = date.fromisoformat(fields["birth_date"])
    return RegisteredPerson(Curp(fields["curp"]), name, fields["sex"], born, fields["birth_state"])
