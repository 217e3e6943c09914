"""Documents for whoever proves who she is: drawn for one person of the population, with one face.

In one cloud a person proves her CURP once, and a portrait that another account used is a reason to look
twice. So each test takes the next person and the next face, and what was taken stands beside the cloud.
"""

import fcntl
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from tests.cloud import RunningCloud
from tests.reader.running import draw
from tests.somebody import PEOPLE, Person

# Whose head turns well enough to either side (tools/documents/photographs.py).
FACES = ("a", "c", "a2", "a3", "am", "cm", "a2m", "a3m")
MOVEMENTS = ("ahead", "left", "right", "blink")
PICTURES = {"front": "ine-front", "back": "ine-back", "bill": "bill-electricity"}
CAPITAL = timezone(timedelta(hours=-6))
TAKEN, LOOKED_AT = "papers-taken", "papers-looked-at"
# Of nobody who is to be accepted at once.
FACE, OTHER_FACE = "b", "bm"


@dataclass(frozen=True)
class Papers:
    """One person's pictures in a folder; drawn anew with `again`."""

    person: Person
    face: str
    folder: Path
    seed: int

    @property
    def postal_code(self) -> str:
        """What the bill says, for the account's address."""
        said = json.loads((self.folder / "bill-electricity.json").read_text("utf-8"))
        return str(said["postal_code"])

    def path(self, name: str) -> Path:
        """The file of a slot, or of a document by its name."""
        return self.folder / f"{PICTURES.get(name, name)}.jpg"

    def read(self, name: str) -> bytes:
        """Its content."""
        return self.path(name).read_bytes()

    def frames(self) -> Mapping[str, bytes]:
        """What a capture of the face asks for."""
        return {name: self.read(f"face-{name}") for name in MOVEMENTS}

    def again(self, name: str, *options: str) -> "Papers":
        """The same with one document drawn otherwise: `--bill-age 125`, `--valid-until 2024-12-31`."""
        other = replace(self, folder=self.folder / secrets.token_hex(3))
        _draw(other, [PICTURES.get(name, name)], *options)
        return other


def taken(cloud: RunningCloud, folder: Path) -> Papers:
    """The next person with a credential, and the next face; skips when everybody was taken."""
    number = _next(cloud.settings.home / TAKEN)
    people = with_credentials()
    if number >= len(FACES):
        pytest.skip("every face was used in this cloud: begin a new one")
    papers = Papers(people[number], FACES[number], folder, seed=number)
    _draw(papers, [*PICTURES.values(), "selfie", *(f"face-{name}" for name in MOVEMENTS)])
    return papers


def looked_at(cloud: RunningCloud, folder: Path) -> Papers:
    """A person whom `taken` does not come to, with a plain photograph of her face: a reviewer's case."""
    number = _next(cloud.settings.home / LOOKED_AT)
    people = with_credentials()[len(FACES) :]
    if number >= len(people):
        pytest.skip("every person was used in this cloud: begin a new one")
    papers = Papers(people[-1 - number], FACE, folder, seed=number)
    _draw(papers, [*PICTURES.values(), "selfie"])
    return papers


def with_face(papers: Papers, face: str, folder: Path) -> Papers:
    """The papers of the same person as somebody would have them who looks otherwise."""
    others = replace(papers, face=face, folder=folder)
    _draw(others, [*PICTURES.values(), "selfie"])
    return others


def with_credentials() -> list[Person]:
    """Adults whom the simulated INE knows, with a credential that is in force."""
    today = datetime.now(CAPITAL).date().isoformat()
    found: list[Any] = [one for one in PEOPLE if one["status"] == "active" and one.get("ine")]
    return [
        one
        for one in found
        if one["birth_date"] < "2000" and one["ine"].get("valid_until", "9999") > today
    ]


def _draw(papers: Papers, names: list[str], *options: str) -> None:
    today = datetime.now(CAPITAL).date().isoformat()
    only = [part for name in names for part in ("--only", name)]
    who = ("--curp", papers.person["curp"], "--face", papers.face)
    draw(papers.folder, *who, "--seed", str(papers.seed), "--on", today, *only, *options)


def _next(file: Path) -> int:
    with file.open("a+") as kept:
        fcntl.flock(kept, fcntl.LOCK_EX)
        kept.seek(0)
        number = len(kept.read())
        kept.write(".")
    return number
