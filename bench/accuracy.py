"""How well documents are read and faces told apart: `make bench-accuracy` (docs/reader.md).

231 synthetic pictures, 11 documents by 3 conditions by 7 people, through the reader as it answers
Textract's and Rekognition's calls, and through the parsers. Pictures and answers are kept under
build/accuracy, so that a second run measures changed parsers within seconds.
"""

import argparse
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from statistics import median
from typing import Any

from bench.reading import ON, adults, answer, as_read, faces, texts
from llave.documents.kinds import DocumentKind, Slot
from llave.documents.parsing import read_bill, read_identity
from llave.documents.readings import IdentityReading
from llave.documents.textlines import lines_of
from llave.people.names import comparable
from tools.documents import portraits
from tools.documents.catalogue import DOCUMENTS, FACES
from tools.documents.conditions import CONDITIONS
from tools.documents.sheets import Sheet

PEOPLE = 7
THRESHOLD = 80.0
WITH_ZONE = ("ine-back", "inm-back", "passport")


@dataclass
class Tally:
    """One row of the table."""

    images: int = 0
    perfect: int = 0
    fields: int = 0
    exact: int = 0
    alike: int = 0
    absent: int = 0
    wrong: int = 0
    zones: int = 0


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.accuracy", description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--only", choices=DOCUMENTS, action="append")
    parser.add_argument(
        "--misses", action="store_true", help="name each field that was not read exactly"
    )
    given = parser.parse_args()
    rows = {
        (name, condition): _tally(name, condition, given.people, misses=given.misses)
        for name in given.only or DOCUMENTS
        for condition in CONDITIONS
    }
    print("\n".join(_table(rows)))
    if not given.only:
        print("\n".join((*_faces(), *_seconds())))


def _tally(name: str, condition: str, count: int, *, misses: bool) -> Tally:
    tally = Tally()
    for seed in range(count):
        truth, lines = answer(name, condition, seed, partial(_sheet, name, seed))
        said, valid = _said(name, lines)
        before = tally.exact
        for key, value in truth.items():
            _count(tally, value, said.get(key))
            if misses and said.get(key) != value:
                print(f"{name} {condition} {seed} {key}: {value!r} read as {said.get(key)!r}")
        tally.images += 1
        tally.zones += valid
        tally.perfect += tally.exact - before == len(truth)
        if misses and name in WITH_ZONE and not valid:
            print(f"{name} {condition} {seed}: the zone is not valid")
    return tally


def _count(tally: Tally, value: str, said: str | None) -> None:
    tally.fields += 1
    tally.exact += said == value
    tally.alike += said is not None and _plain(said) == _plain(value)
    tally.absent += said is None
    tally.wrong += said is not None and _plain(said) != _plain(value)


def _plain(text: str) -> str:
    return comparable(text).replace("ñ", "n").replace(" ", "")


def _said(name: str, answer: Mapping[str, Any]) -> tuple[dict[str, str], bool]:
    """What the parsers make of an answer, by the names of the truth; and whether a zone is valid."""
    lines = lines_of(answer)
    if name.startswith("bill-"):
        bill = read_bill(lines, ON)
        reads = {
            key: getattr(bill, key) for key in ("issuer", "name", "address", "postal_code", "date")
        }
        said = {key: read.value for key, read in reads.items() if read}
        return said | ({"kind": bill.kind.value} if bill.kind else {}), False
    kind, _, side = name.partition("-")
    slot = Slot(side) if side else Slot.FRONT
    reading: IdentityReading = read_identity(DocumentKind(kind), {slot: lines}, ON)
    said = {key.value: read.value for key, read in reading.fields.items()}
    return said, bool(reading.mrz and reading.mrz.valid)


def _sheet(name: str, seed: int) -> Sheet:
    person = adults()[(seed * 7 + list(DOCUMENTS).index(name)) % len(adults())]
    return DOCUMENTS[name](person, FACES[seed % len(FACES)], seed, ON, None)


def _seconds() -> Iterator[str]:
    """What a picture costs a core: the same on a machine that is busy with other things."""
    yield "\n| picture, as by a phone | CPU seconds |\n|---|---|"
    texts().read(as_read(_sheet("ine-back", 0).image))
    for name in DOCUMENTS:
        picture = as_read(CONDITIONS["phone"](_sheet(name, 0).image, 0))
        start = time.process_time()
        texts().read(picture)
        yield f"| {name} | {time.process_time() - start:.1f} |"


def _faces() -> Iterator[str]:
    """Every document's portrait, in every condition, against every selfie."""
    genuine: dict[str, list[float]] = defaultdict(list)
    impostors: dict[str, list[float]] = defaultdict(list)
    unseen: dict[str, int] = defaultdict(int)
    reader = faces()
    selfies = {(who, n): portraits.selfie(who, n, n) for who in FACES for n in range(4)}
    found = {key: reader.find(as_read(picture)) for key, picture in selfies.items()}
    for condition, change in CONDITIONS.items():
        for name in ("ine-front", "passport", "cartilla", "inm-front"):
            for who in FACES:
                sheet = DOCUMENTS[name](adults()[FACES.index(who)], who, 3, ON, None)
                shown = reader.find(as_read(change(sheet.image, 3)))
                for (other, _), selfie in found.items():
                    if not shown or not selfie:
                        unseen[condition] += 1
                        continue
                    into = genuine if other == who else impostors
                    into[condition].append(reader.similarity(shown[0], selfie[0]))
    yield "\n| faces | pairs of one person | lowest | median | below 80 | pairs of two | highest | false accepts | no face |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for condition in CONDITIONS:
        one, two = genuine[condition], impostors[condition]
        yield (
            f"| {condition} | {len(one)} | {min(one):.1f} | {median(one):.1f} |"
            f" {sum(v < THRESHOLD for v in one)} | {len(two)} | {max(two):.1f} |"
            f" {sum(v >= THRESHOLD for v in two)} | {unseen[condition]} |"
        )


def _table(rows: Mapping[tuple[str, str], Tally]) -> Iterator[str]:
    yield "| document | condition | images | all fields exact | fields | exact | alike | absent | wrong | MRZ valid |"
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for (name, condition), row in rows.items():
        zones = f"{row.zones}/{row.images}" if name in WITH_ZONE else "—"
        yield (
            f"| {name} | {condition} | {row.images} | {row.perfect} | {row.fields} |"
            f" {row.exact / row.fields:.1%} | {row.alike / row.fields:.1%} | {row.absent} | {row.wrong} |"
            f" {zones} |"
        )
    for condition in CONDITIONS:
        of = [row for (_, one), row in rows.items() if one == condition]
        fields, images = sum(row.fields for row in of), sum(row.images for row in of)
        yield (
            f"| **all** | {condition} | {images} | {sum(row.perfect for row in of)} | {fields} |"
            f" {sum(row.exact for row in of) / fields:.1%} | {sum(row.alike for row in of) / fields:.1%} |"
            f" {sum(row.absent for row in of)} | {sum(row.wrong for row in of)} | |"
        )


if __name__ == "__main__":
    main()
