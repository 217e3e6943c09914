"""What was seen before in another account's case, side by side, and no more of her than that."""

import base64
import io
import json
from dataclasses import replace

import pytest
from PIL import Image

from llave import wiring
from llave.documents.pictures import prefixes
from llave.people.names import PersonName
from llave.staff.chain import Line
from tests.console import AtDesk, Console
from tests.verifying import ANA, LUIS


@pytest.fixture
def matched(console: Console) -> Console:
    """Luis's case had first what Ana's has: number, pictures and portrait of the document."""
    console.seen_before()
    return console


@pytest.fixture
def rebeca(matched: Console) -> AtDesk:
    """A stranger to both, with Ana's case in her hands."""
    made = matched.reviewer("rebeca")
    assert "Revisa este caso" in made.take().page.text
    return made


def lines(what: str) -> list[Line]:
    return [entry.line for entry in wiring.chain().entries() if entry.line.what.value == what]


def test_a_reviewer_sees_what_matches_since_when_and_whether_the_curp_is_one(rebeca: AtDesk):
    text = rebeca.open("c1").page.text

    assert "El número del documento, Una imagen idéntica" in text
    assert "Un retrato parecido" in text
    assert "El otro caso c0. Sin decidir" in text
    assert "CURP de la otra cuenta Otra" in text


def test_nothing_that_names_the_other_is_on_the_page(rebeca: AtDesk):
    body = rebeca.open("c1").body

    shown = (LUIS.curp.value, LUIS.name.given_names, LUIS.name.first_surname)
    assert not [one for one in shown if one in body]


def test_both_portraits_are_cut_out_marked_and_each_look_names_both_cases(rebeca: AtDesk):
    rebeca.open("c1")

    pair = [rebeca.picture("c1", f"retrato-{number}") for number in (0, 1)]

    for one in pair:
        assert one.headers["content-type"] == "image/jpeg"
        assert one.headers["cache-control"] == "no-store"
        face = Image.open(io.BytesIO(base64.b64decode(one.body)))
        # Half a page of some 320 by 300, enlarged.
        assert max(face.size) == 480
    looks = [line.refs for line in lines("picture")]
    assert looks == [
        {"case": "c1", "picture": "retrato-0", "of": "c1"},
        {"case": "c1", "picture": "retrato-1", "of": "c0"},
    ]
    assert {line.refs.get("others") for line in lines("opened")} == {"c0"}


def test_only_in_whose_hands_the_case_is(matched: Console, rebeca: AtDesk):
    samuel = matched.reviewer("samuel")

    assert samuel.picture("c1", "retrato-1").status == 404
    assert rebeca.picture("c0", "retrato-0").status == 404
    assert rebeca.picture("c1", "retrato-2").status == 404
    assert rebeca.picture("c1", "retrato-x").status == 404


def test_where_the_other_s_pictures_are_gone_nothing_is_compared(rebeca: AtDesk):
    for prefix in prefixes("c0"):
        wiring.pictures().delete_all(prefix)

    text = rebeca.open("c1").page.text

    assert "Ya no hay retrato del otro caso" in text
    assert rebeca.picture("c1", "retrato-1").status == 404


def test_a_case_that_is_like_no_other_has_nothing_to_compare(console: Console):
    console.waiting_case()
    rebeca = console.reviewer("rebeca")

    assert "Coincidencias" not in rebeca.take().page.text
    assert rebeca.picture("c1", "retrato-0").status == 404


def test_whose_it_is_stands_sealed_and_nowhere_in_the_workflow(
    matched: Console, capsys: pytest.CaptureFixture[str]
):
    matched.office.account("p2", of=replace(ANA, name=PersonName("ZOE", "RIOS", "SOTO")))
    matched.office.submit("p2", "c2")
    machine = matched.office.machine()
    capsys.readouterr()

    machine.run({"case": "c2"})

    items = [one for one in matched.office.aws.items("people") if one["pk"] == "CASE#c2"]
    told = json.dumps([machine.passed, items], default=str) + capsys.readouterr().out
    assert items
    assert not [one for one in ('"c0"', '"p0"', "CASE#c0", "PERSON#p0") if one in told]
