"""Builds the postal catalogue from the file that Correos de México (SEPOMEX) publishes.

    python -m tools.sepomex CPdescarga.txt layers/shared/python/llave/places/data/postal.bin

The post's terms do not let its file be passed on, so an operator downloads it and it is never
committed. Latin-1, a notice in line 1, the header in line 2, fields divided by |.
"""

import csv
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from llave.places.postal import alphabetical
from llave.places.postal_file import Row, packed

NEEDED = frozenset(
    "d_codigo d_asenta d_tipo_asenta D_mnpio c_estado c_mnpio id_asenta_cpcons".split()
)


def rows(lines: Iterable[str]) -> Iterator[Row]:
    """The settlements of the file, by name within a code; ValueError names the line at fault."""
    content = iter(lines)
    next(content, None)
    reader = csv.DictReader(content, delimiter="|", quoting=csv.QUOTE_NONE)
    if missing := NEEDED - set(reader.fieldnames or ()):
        raise ValueError(f"line 2 has no {', '.join(sorted(missing))}")
    found = (_row(fields, number) for number, fields in enumerate(reader, start=3))
    yield from sorted(found, key=lambda row: (alphabetical(row.name), row.number))


def _row(fields: dict[str, str], line: int) -> Row:
    try:
        return Row(
            code=int(fields["d_codigo"]),
            number=int(fields["id_asenta_cpcons"]),
            name=fields["d_asenta"].strip(),
            type=fields["d_tipo_asenta"].strip(),
            state=int(fields["c_estado"]),
            municipality=int(fields["c_mnpio"]),
            municipality_name=fields["D_mnpio"].strip(),
        )
    except (AttributeError, TypeError, ValueError) as error:
        raise ValueError(f"line {line} is not what SEPOMEX's format says") from error


def main(source: Path, target: Path) -> None:
    """Convert the file; the target is replaced only when all of it could be read."""
    with source.open(encoding="latin-1", newline="") as file:
        content = packed(rows(file))
    target.write_bytes(content)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
