"""The picture of the workflow is that of the definition that is deployed."""

import pytest

from infra.catalogue import FUNCTIONS
from infra.verification_machine import definition
from tools.workflow import BEGIN, END, TARGET, TOUCHED, TOUCHES, MarksMissing, drawn_into

TABLE = f"{TOUCHES}\n{TOUCHED}"


def test_the_picture_is_today_s():
    page = TARGET.read_text("utf-8")

    assert drawn_into(page) == page, "run: make workflow"


def test_every_state_is_in_the_picture():
    page = drawn_into(f"{BEGIN}\n{END}\n{TABLE}")

    for name in definition(str)["States"]:
        assert f" {name}" in page


def test_every_step_says_what_it_may_touch():
    rows = drawn_into(f"{BEGIN}\n{END}\n{TABLE}").partition(TOUCHES)[2].splitlines()

    steps = [one for one in FUNCTIONS if one.name.startswith("verify-")]
    assert [row.split("`")[1] for row in rows[3:-1]] == [one.name for one in steps]
    concludes = next(row for row in rows if "`verify-conclude`" in row)
    assert "writes people, sessions, ledger" in concludes
    assert "the person's key; `lookup-curp`" in concludes
    registries = next(row for row in rows if "`verify-registries`" in row)
    assert "writes people, ledger" in registries


def test_what_stands_around_the_picture_stays():
    page = drawn_into(f"before\n{BEGIN}\nold\n{END}\nbetween\n{TABLE}\nafter\n")

    assert page.startswith(f"before\n{BEGIN}\n```mermaid\nflowchart TD\n")
    assert f"```\n{END}\nbetween\n{TOUCHES}\n| step" in page
    assert page.endswith(f"|\n{TOUCHED}\nafter\n")
    assert "old" not in page


@pytest.mark.parametrize("page", ["", BEGIN, END, f"{BEGIN}{END}", TABLE])
def test_a_page_without_a_place_for_it_is_refused(page: str):
    with pytest.raises(MarksMissing):
        drawn_into(page)
