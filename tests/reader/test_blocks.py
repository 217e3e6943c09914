import pytest

from llave.documents.textlines import lines_of
from local.reader.blocks import ReadLine, answer, words_of

LINE = ReadLine("CLAVE DE ELECTOR", 0.97, ((0.1, 0.2), (0.5, 0.2), (0.5, 0.25), (0.1, 0.25)))


def test_a_page_has_its_lines_and_a_line_its_words():
    blocks = {block["Id"]: block for block in answer([LINE])["Blocks"]}

    page = next(block for block in blocks.values() if block["BlockType"] == "PAGE")
    (line,) = (blocks[one] for one in page["Relationships"][0]["Ids"])
    words = [blocks[one]["Text"] for one in line["Relationships"][0]["Ids"]]
    assert (line["Text"], line["Confidence"]) == ("CLAVE DE ELECTOR", 97.0)
    assert words == ["CLAVE", "DE", "ELECTOR"]


def test_words_share_their_line_by_letters():
    (first, *_, last) = [corners for _, corners in words_of(LINE)]

    assert first[0] == LINE.corners[0]
    assert last[1] == pytest.approx(LINE.corners[1])
    assert first[1][0] == pytest.approx(0.1 + 0.4 * 5 / 16)


def test_an_empty_page_is_a_page():
    (page,) = answer([])["Blocks"]

    assert page["BlockType"] == "PAGE"
    assert "Relationships" not in page


def test_the_parsers_see_what_the_reader_saw():
    (line,) = lines_of(answer([LINE]))

    assert (line.text, line.confidence) == (LINE.text, pytest.approx(LINE.score))
    assert (line.box.left, line.box.top) == (0.1, 0.2)
