"""The picture of the workflow is that of the definition that is deployed."""

import pytest

from infra.verification_machine import definition
from tools.workflow import BEGIN, END, TARGET, MarksMissing, drawn_into


def test_the_picture_is_today_s():
    page = TARGET.read_text("utf-8")

    assert drawn_into(page) == page, "run: make workflow"


def test_every_state_is_in_the_picture():
    page = drawn_into(f"{BEGIN}\n{END}")

    for name in definition(str)["States"]:
        assert f" {name}" in page


def test_what_stands_around_the_picture_stays():
    page = drawn_into(f"before\n{BEGIN}\nold\n{END}\nafter\n")

    assert page.startswith(f"before\n{BEGIN}\n```mermaid\nflowchart TD\n")
    assert page.endswith(f"```\n{END}\nafter\n")
    assert "old" not in page


@pytest.mark.parametrize("page", ["", BEGIN, END])
def test_a_page_without_a_place_for_it_is_refused(page: str):
    with pytest.raises(MarksMissing):
        drawn_into(page)
