"""People for tests against the local cloud; each test gets people, addresses and phones of its own."""

import json
import secrets
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

PEOPLE = json.loads((Path(__file__).parents[1] / "local/population.json").read_text())

Person = dict[str, str]


@pytest.fixture
def somebody() -> Callable[..., Person]:
    """A made-up person whom the simulated RENAPO knows."""
    return pick


def pick(*, born_before: date = date(2000, 1, 1), status: str = "active") -> Person:
    """Any person of the population with that status, born before that day."""
    fitting = [
        person
        for person in PEOPLE
        if person["status"] == status and date.fromisoformat(person["birth_date"]) < born_before
    ]
    return secrets.choice(fitting)


def a_child() -> Person:
    """Somebody younger than the minimum age."""
    return next(person for person in PEOPLE if person["birth_date"] > "2013")


@pytest.fixture
def mark() -> str:
    """Something that makes addresses and passwords of one test its own."""
    return secrets.token_hex(5)


@pytest.fixture
def phone() -> str:
    """A mobile of Mexico City that nobody else uses."""
    return f"55{secrets.randbelow(10**8):08d}"
