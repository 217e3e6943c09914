"""The importer of the post's own file, on a file made up here."""

from pathlib import Path

import pytest

from llave.places.postal import PostalCatalogue, PostalCode
from llave.places.postal_file import PostalFile
from tools import sepomex

NOTICE = "Aviso inventado para esta prueba; los datos de abajo también lo son.\r\n"
HEADER = (
    "d_codigo|d_asenta|d_tipo_asenta|D_mnpio|d_estado|d_ciudad|d_CP|c_estado|c_oficina|c_CP"
    "|c_tipo_asenta|c_mnpio|id_asenta_cpcons|d_zona|c_cve_ciudad\r\n"
)
ROWS = (
    '09990|Peña "Alta"|Colonia|Álvaro Obregón|Ciudad de México||09001|09|09001||09|010|0007|Urbano|\r\n',
    "09990|Árbol Solo|Pueblo|Álvaro Obregón|Ciudad de México||09001|09|09001||28|010|0003|Rural|\r\n",
    "44999|Ñuu|Barrio|Guadalajara|Jalisco|Guadalajara|44001|14|44001||02|039|0001|Urbano|02\r\n",
)


def converted(folder: Path, text: str) -> PostalCatalogue:
    source, target = folder / "CPdescarga.txt", folder / "postal.bin"
    source.write_bytes(text.encode("latin-1"))
    sepomex.main(source, target)
    return PostalCatalogue(PostalFile(target))


def test_the_posts_file_becomes_a_catalogue(tmp_path: Path) -> None:
    catalogue = converted(tmp_path, NOTICE + HEADER + "".join(ROWS))

    place = catalogue.find(PostalCode("09990"))

    assert place is not None
    assert place.as_contract() == {
        "postal_code": "09990",
        "state": {"code": "09", "name": "Ciudad de México"},
        "municipality": {"code": "010", "name": "Álvaro Obregón"},
        "settlements": [
            {"id": "09990-0003", "name": "Árbol Solo", "type": "Pueblo"},
            {"id": "09990-0007", "name": 'Peña "Alta"', "type": "Colonia"},
        ],
    }
    assert catalogue.find(PostalCode("44999")) is not None
    assert catalogue.find(PostalCode("06000")) is None


def test_the_order_of_the_posts_rows_does_not_matter(tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder, rows in zip(folders, (ROWS, ROWS[::-1]), strict=True):
        folder.mkdir()
        converted(folder, NOTICE + HEADER + "".join(rows))

    one, two = ((folder / "postal.bin").read_bytes() for folder in folders)
    assert one == two


def test_a_file_without_its_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="line 2 has no"):
        converted(tmp_path, HEADER + "".join(ROWS))


def test_a_broken_row_is_named_by_its_line_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="line 4 is not"):
        converted(tmp_path, NOTICE + HEADER + ROWS[0] + "44999|Ñuu\r\n")

    assert not (tmp_path / "postal.bin").exists()


def test_a_file_of_another_kind_is_no_catalogue(tmp_path: Path) -> None:
    other = tmp_path / "postal.bin"
    other.write_bytes(b"something else, long enough to hold a header")

    with pytest.raises(ValueError, match="no postal catalogue"):
        PostalFile(other)
