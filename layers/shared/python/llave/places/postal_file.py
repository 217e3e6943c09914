"""The layout of the postal catalogue's file, its reader and its writer.

Little-endian: header, then codes, settlements, municipalities and types as arrays of fixed records,
then the texts (a length byte and UTF-8, each once). The file depends on the rows alone, so that two
builds of the same rows are equal byte for byte.
"""

import mmap
import struct
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).parent / "data" / "postal.bin"
MAGIC = b"LLAVECP1"
HEADER = struct.Struct("<8s4I")  # magic; how many codes, settlements, municipalities, types
CODE = struct.Struct("<IHI")  # postal code, its municipality, its first settlement
SETTLEMENT = struct.Struct("<HI")  # the post's number; place of the name << 8 | type
MUNICIPALITY = struct.Struct("<BHI")  # INEGI's state and municipality, place of the name
TYPE = struct.Struct("<I")  # place of the name


class Row(NamedTuple):
    """A settlement as a source gives it; the order of rows within a code is kept."""

    code: int
    number: int
    name: str
    type: str
    state: int
    municipality: int
    municipality_name: str


@dataclass(frozen=True, slots=True)
class Record:
    """What the file knows of a code; settlements are (the post's number, name, type)."""

    state: str
    municipality: str
    municipality_name: str
    settlements: tuple[tuple[int, str, str], ...]


class PostalFile:
    """A mapped catalogue."""

    def __init__(self, path: Path = DATA) -> None:
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        magic, *self._counts = HEADER.unpack_from(self._map)
        if magic != MAGIC:
            raise ValueError(f"{path.name} is no postal catalogue of this version")
        codes, settlements, municipalities, types = self._counts
        self._settlements = HEADER.size + (codes + 1) * CODE.size
        self._municipalities = self._settlements + settlements * SETTLEMENT.size
        self._types = self._municipalities + municipalities * MUNICIPALITY.size
        self._texts = self._types + types * TYPE.size

    @property
    def codes(self) -> range:
        """The places of the codes in their array."""
        return range(self._counts[0])

    @property
    def settlement_count(self) -> int:
        """How many settlements there are."""
        return int(self._counts[1])

    def code_at(self, place: int) -> int:
        """The postal code at a place of the array."""
        return int(CODE.unpack_from(self._map, HEADER.size + place * CODE.size)[0])

    def find(self, code: int) -> Record | None:
        """The record of a postal code."""
        place = bisect_left(self.codes, code, key=self.code_at)
        if place == len(self.codes) or self.code_at(place) != code:
            return None
        at = HEADER.size + place * CODE.size
        _, municipality, first = CODE.unpack_from(self._map, at)
        _, _, end = CODE.unpack_from(self._map, at + CODE.size)
        return Record(*self._municipality(municipality), tuple(self._rows(first, end)))

    def municipality_name(self, state: str, municipality: str) -> str | None:
        """The name of a municipality by INEGI's codes."""
        wanted = (state, municipality)
        return next((name for s, m, name in self.municipalities() if (s, m) == wanted), None)

    def municipalities(self) -> Iterator[tuple[str, str, str]]:
        """All municipalities: INEGI's state and municipality, name."""
        return map(self._municipality, range(self._counts[2]))

    def _municipality(self, place: int) -> tuple[str, str, str]:
        at = self._municipalities + place * MUNICIPALITY.size
        state, number, name = MUNICIPALITY.unpack_from(self._map, at)
        return f"{state:02d}", f"{number:03d}", self._text(name)

    def _rows(self, first: int, end: int) -> Iterator[tuple[int, str, str]]:
        records = self._map[
            self._settlements + first * SETTLEMENT.size : self._settlements + end * SETTLEMENT.size
        ]
        for number, packed in SETTLEMENT.iter_unpack(records):
            yield number, self._text(packed >> 8), self._type_names[packed & 0xFF]

    @cached_property
    def _type_names(self) -> tuple[str, ...]:
        places = TYPE.iter_unpack(self._map[self._types : self._texts])
        return tuple(self._text(place) for (place,) in places)

    def _text(self, place: int) -> str:
        start = self._texts + place
        return self._map[start + 1 : start + 1 + self._map[start]].decode()


@cache
def built_file() -> PostalFile:
    """The catalogue that came with this version."""
    return PostalFile()


def packed(rows: Iterable[Row]) -> bytes:
    """The file that holds these rows."""
    ordered = sorted(rows, key=lambda row: row.code)
    types = sorted({row.type for row in ordered})
    municipalities = sorted({(r.state, r.municipality, r.municipality_name) for r in ordered})
    texts = _Texts({r.name for r in ordered} | set(types) | {name for *_, name in municipalities})
    firsts = [i for i, row in enumerate(ordered) if i == 0 or ordered[i - 1].code != row.code]
    place_of = {key: place for place, key in enumerate(municipalities)}
    codes = [
        CODE.pack(r.code, place_of[r.state, r.municipality, r.municipality_name], i)
        for i, r in ((i, ordered[i]) for i in firsts)
    ]
    return b"".join(
        (
            HEADER.pack(MAGIC, len(firsts), len(ordered), len(municipalities), len(types)),
            *codes,
            CODE.pack(0, 0, len(ordered)),
            *(SETTLEMENT.pack(r.number, texts[r.name] << 8 | types.index(r.type)) for r in ordered),
            *(
                MUNICIPALITY.pack(state, number, texts[name])
                for state, number, name in municipalities
            ),
            *(TYPE.pack(texts[name]) for name in types),
            texts.packed,
        )
    )


class _Texts:
    def __init__(self, texts: set[str]) -> None:
        self._places: dict[str, int] = {}
        packed = bytearray()
        for text in sorted(texts):
            self._places[text] = len(packed)
            encoded = text.encode()
            packed += bytes((len(encoded),)) + encoded
        self.packed = bytes(packed)

    def __getitem__(self, text: str) -> int:
        return self._places[text]
