"""The simulated RENAPO and its people."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from llave.people.curp import Curp
from local.registries import ine, population, renapo
from local.registries.population import PopulationInvalid
from local.settings import ROOT
from tests.local.loops import finished

FILE = ROOT / "local/population.json"
PEOPLE: list[dict[str, Any]] = json.loads(FILE.read_text())
KEY = {"x-api-key": renapo.LOCAL_KEY}


@pytest.mark.parametrize("person", PEOPLE, ids=lambda person: person["curp"])
def test_a_curp_agrees_with_its_person(person: dict[str, Any]) -> None:
    curp = Curp(person["curp"])

    assert curp.birth_date == date.fromisoformat(person["birth_date"])
    assert curp.sex == person["sex"]
    assert curp.birth_state.code == person["birth_state"]


def test_every_case_is_among_the_people() -> None:
    names = " ".join(p["first_surname"] + " " + p["given_names"] for p in PEOPLE)
    curps = {p["curp"] for p in PEOPLE}

    assert len(curps) == len(PEOPLE) >= 60
    assert {p["status"] for p in PEOPLE} == set(population.STATUSES)
    assert {p["sex"] for p in PEOPLE} == {"H", "M", "X"}
    assert any(p["second_surname"] is None for p in PEOPLE)
    assert any(p["birth_state"] == "NE" for p in PEOPLE)
    assert any(p["birth_date"] > "2012" for p in PEOPLE)
    assert "Ñ" in names
    assert "DE LA " in names
    assert all(p["replaced_by"] in curps for p in PEOPLE if p["status"] == "replaced")


def _ask(*requests: tuple[str, str, Any]) -> list[tuple[int, Any]]:
    async def scene() -> list[tuple[int, Any]]:
        app: web.Application = renapo.build(population.read(FILE))
        async with TestClient(TestServer(app)) as client:
            answers = []
            for method, path, body in requests:
                answer = await client.request(method, path, json=body, headers=KEY)
                answers.append((answer.status, await answer.json()))
            return answers

    return finished(scene())


def test_a_living_person_is_found_with_the_fields_of_the_contract() -> None:
    ((status, answer),) = _ask(("GET", f"/v1/curp/{PEOPLE[0]['curp']}", None))

    assert (status, answer["outcome"]) == (200, "found")
    assert set(answer["person"]) == set(population.PERSON_FIELDS)


def test_unknown_deceased_and_replaced_have_outcomes_of_their_own() -> None:
    def one(status: str) -> str:
        return next(str(p["curp"]) for p in PEOPLE if p["status"] == status)

    answers = _ask(
        ("GET", "/v1/curp/XAXX900101HDFXXX00", None),
        ("GET", f"/v1/curp/{one('deceased')}", None),
        ("GET", f"/v1/curp/{one('replaced')}", None),
    )

    assert [answer["outcome"] for _, answer in answers] == ["not_found", "deceased", "replaced"]


def test_it_goes_down_when_told_and_comes_back() -> None:
    look_up = ("GET", f"/v1/curp/{PEOPLE[0]['curp']}", None)
    answers = _ask(
        ("POST", "/_control", {"mode": "down"}),
        look_up,
        ("POST", "/_control", {"mode": "sideways"}),
        ("POST", "/_control", {"mode": "up"}),
        look_up,
    )

    assert [status for status, _ in answers] == [200, 503, 400, 200, 200]


def test_without_the_key_it_tells_nothing() -> None:
    async def scene() -> int:
        async with TestClient(TestServer(renapo.build(population.read(FILE)))) as client:
            return (await client.get(f"/v1/curp/{PEOPLE[0]['curp']}")).status

    assert finished(scene()) == 401


def test_a_wrong_population_is_explained_in_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "people.json"
    file.write_text('[{"curp": "X", "status": "active"}]')

    with pytest.raises(PopulationInvalid, match=r"^Person 1 of .* lacks given_names, .*\.$"):
        population.read(file)


CARD = next(p for p in PEOPLE if "ine" in p)
ASKED = {"curp": CARD["curp"], "clave_elector": CARD["ine"]["clave_elector"]}
CIC = CARD["ine"]["cic"]
INE_KEY = {"x-api-key": ine.LOCAL_KEY}


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (ASKED | {"cic": CIC}, "in_force"),
        (ASKED | {"cic": None}, "in_force"),
        (ASKED | {"cic": "999999999"}, "not_found"),
        (ASKED | {"curp": "XEXX010101HNEXXXA4", "cic": CIC}, "not_found"),
    ],
)
def test_ine_knows_whose_credential_it_is(asked: dict[str, Any], said: str) -> None:
    people = population.read(FILE)

    assert ine.outcome(people, asked, date(2026, 11, 22)) == said


def test_a_credential_ends_with_its_year() -> None:
    people = population.read(FILE)

    assert ine.outcome(people, ASKED, date(2099, 1, 1)) == "expired"


def test_ine_can_be_down_while_renapo_answers() -> None:
    async def scene() -> tuple[int, int]:
        app = renapo.build(population.read(FILE))
        async with TestClient(TestServer(app)) as client:
            down = {"registry": "ine", "mode": "down"}
            await client.post("/_control", json=down)
            silent = await client.post("/v1/credentials/status", json=ASKED, headers=INE_KEY)
            speaks = await client.get(f"/v1/curp/{CARD['curp']}", headers=KEY)
            return silent.status, speaks.status

    assert finished(scene()) == (503, 200)
