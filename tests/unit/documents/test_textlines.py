import math
from typing import Any

import pytest

from llave.documents.textlines import Box, lines_of, tidied


def block(text: str, corners: list[tuple[float, float]], page: int = 1) -> dict[str, Any]:
    across, down = [x for x, _ in corners], [y for _, y in corners]
    return {
        "BlockType": "LINE",
        "Text": text,
        "Confidence": 98.0,
        "Page": page,
        "Geometry": {
            "BoundingBox": {
                "Left": min(across),
                "Top": min(down),
                "Width": max(across) - min(across),
                "Height": max(down) - min(down),
            },
            "Polygon": [{"X": x, "Y": y} for x, y in corners],
        },
    }


def rectangle(left: float, top: float, width: float, height: float) -> list[tuple[float, float]]:
    right, bottom = left + width, top + height
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def spun(corners: list[tuple[float, float]], degrees: float) -> list[tuple[float, float]]:
    """Turned about the middle of a square page."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    around = [(x - 0.5, y - 0.5) for x, y in corners]
    return [(0.5 + x * cos - y * sin, 0.5 + x * sin + y * cos) for x, y in around]


def test_lines_keep_their_text_confidence_and_box():
    answer = {"Blocks": [{"BlockType": "PAGE"}, block("NOMBRE", rectangle(0.2, 0.1, 0.3, 0.05))]}

    (line,) = lines_of(answer)

    assert (line.text, line.confidence, line.page) == ("NOMBRE", 0.98, 1)
    assert line.box == line.place == Box(0.2, 0.1, 0.3, pytest.approx(0.05))


def test_an_answer_without_text_has_no_lines():
    assert lines_of({"Blocks": [{"BlockType": "PAGE"}]}) == ()


def test_a_block_without_polygon_is_read_by_its_box():
    one = block("CURP", rectangle(0.2, 0.1, 0.3, 0.05))
    del one["Geometry"]["Polygon"]

    assert lines_of({"Blocks": [one]})[0].place.left == pytest.approx(0.2)


@pytest.mark.parametrize("degrees", [-12, 7, 90, 180, 270])
def test_a_page_that_lies_askew_is_set_upright(degrees: float):
    rows = [
        ("SEXO", rectangle(0.7, 0.2, 0.2, 0.04)),
        ("NOMBRE", rectangle(0.2, 0.2, 0.3, 0.04)),
        ("GARCÍA", rectangle(0.2, 0.26, 0.3, 0.04)),
    ]
    answer = {"Blocks": [block(text, spun(corners, degrees)) for text, corners in rows]}

    lines = lines_of(answer)
    name, sex, surname = sorted(lines, key=lambda line: "NSG".index(line.text[0]))

    assert lines[-1] is surname
    assert name.place.middle[1] == pytest.approx(sex.place.middle[1])
    assert surname.place.left == pytest.approx(name.place.left)
    assert surname.place.top > name.place.bottom


def test_pages_follow_each_other():
    second = block("dos", rectangle(0.1, 0.1, 0.2, 0.05), page=2)
    first = block("uno", rectangle(0.1, 0.8, 0.2, 0.05))

    assert [line.text for line in lines_of({"Blocks": [second, first]})] == ["uno", "dos"]


def test_what_a_person_reads_does_not_stand_in_a_line_s_representation():
    (line,) = lines_of({"Blocks": [block("GALA900514MDFRPN09", rectangle(0.1, 0.1, 0.5, 0.05))]})

    assert "GALA" not in repr(line) + str(line)


def test_letters_of_other_scripts_that_look_like_ours_are_ours():
    (line,) = lines_of({"Blocks": [block("ESΡ ΑВС", rectangle(0.1, 0.1, 0.5, 0.05))]})

    assert line.text == "ESP ABC"


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("COL.CENTRO", "COL. CENTRO"),
        ("PUEBLA,PUE.", "PUEBLA, PUE."),
        ("C.P. 06000  TIJUANA,B.C.", "C.P. 06000 TIJUANA, B.C."),
        ("S.A. DE C.V.", "S.A. DE C.V."),
        ("1,234.50", "1,234.50"),
    ],
)
def test_blanks_that_readers_drop_are_put_back(seen: str, meant: str):
    assert tidied(seen) == meant
