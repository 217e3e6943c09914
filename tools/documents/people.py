"""The made-up people whose documents are drawn: local/population.json, and what follows from a seed."""

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

POPULATION = Path(__file__).resolve().parents[2] / "local/population.json"
CONSONANTS = "BCDFGHJKLMNPQRSTVWXYZ"
ADULT = 18
STREETS = (
    "AV JUÁREZ",
    "C HIDALGO",
    "C 5 DE MAYO",
    "AV DE LA PAZ",
    "CDA DEL ROSAL",
    "C NIÑOS HÉROES",
)
PLACES = (
    ("CENTRO", "06000", "CUAUHTÉMOC", "CDMX"),
    ("SAN ÁNGEL", "01000", "ÁLVARO OBREGÓN", "CDMX"),
    ("GUADALAJARA CENTRO", "44100", "GUADALAJARA", "JAL."),
    ("MÉRIDA CENTRO", "97000", "MÉRIDA", "YUC."),
    ("ZONA CENTRO", "22000", "TIJUANA", "B.C."),
    ("PUEBLA CENTRO", "72000", "PUEBLA", "PUE."),
)


@dataclass(frozen=True, slots=True)
class Address:
    """As documents print it, in capitals."""

    street: str
    settlement: str
    postal_code: str
    municipality: str
    state: str

    @property
    def rows(self) -> tuple[str, str, str]:
        """The three rows of a credential."""
        return (
            self.street,
            f"COL {self.settlement} {self.postal_code}",
            f"{self.municipality}, {self.state}",
        )


@dataclass(frozen=True, slots=True)
class Holder:
    """A person with the numbers that her documents bear."""

    curp: str
    given_names: str
    first_surname: str
    second_surname: str | None
    sex: str
    born: date
    birth_state: str
    address: Address
    clave_elector: str
    cic: str
    ocr: str
    section: str
    registered: int
    passport: str
    matricula: str
    nue: str
    valid_until: date

    @property
    def surnames(self) -> str:
        """One or both, in their order."""
        return " ".join(part for part in (self.first_surname, self.second_surname) if part)


def adults(path: Path = POPULATION, on: date = date(2026, 11, 21)) -> list[Holder]:
    """Everybody alive who may hold documents, in the order of the file."""
    people = json.loads(path.read_text("utf-8"))
    held = [holder(person) for person in people if person["status"] == "active"]
    return [one for one in held if on.year - one.born.year > ADULT]


def by_curp(curp: str, path: Path = POPULATION) -> Holder:
    """Raises StopIteration when nobody bears it."""
    people = json.loads(path.read_text("utf-8"))
    return next(holder(person) for person in people if person["curp"] == curp)


def holder(person: Mapping[str, Any]) -> Holder:
    """The same record gives the same numbers, always."""
    chance = random.Random(person["curp"])
    born = date.fromisoformat(person["birth_date"])
    ine = person.get("ine") or {}
    section = f"{chance.randrange(1, 6000):04d}"
    until = ine.get("valid_until") or f"{2028 + chance.randrange(8)}-12-31"
    return Holder(
        **{name: person[name] for name in ("curp", "given_names", "first_surname", "sex")},
        second_surname=person["second_surname"] or None,
        born=born,
        birth_state=person["birth_state"],
        address=_address(chance),
        clave_elector=ine.get("clave_elector") or _clave(person, born, chance),
        cic=ine.get("cic") or f"{chance.randrange(10**8, 2 * 10**8):09d}",
        ocr=section + f"{chance.randrange(10**9):09d}",
        section=section,
        registered=max(born.year + ADULT, 1991),
        passport="G" + f"{chance.randrange(10**8):08d}",
        matricula=f"{chance.choice('ABCD')}-{chance.randrange(10**7):07d}",
        nue=f"{chance.randrange(10**12):012d}",
        valid_until=date.fromisoformat(until),
    )


def _address(chance: random.Random) -> Address:
    inside = chance.choice(("", "", f" INT {chance.randrange(1, 20)}"))
    return Address(
        f"{chance.choice(STREETS)} {chance.randrange(1, 900)}{inside}", *chance.choice(PLACES)
    )


def _clave(person: Mapping[str, Any], born: date, chance: random.Random) -> str:
    letters = "".join(chance.choice(CONSONANTS) for _ in range(6))
    state = f"{chance.randrange(1, 33):02d}"
    return f"{letters}{born:%y%m%d}{state}{person['sex']}{chance.randrange(1000):03d}"
