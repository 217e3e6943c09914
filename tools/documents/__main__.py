"""`python -m tools.documents --curp GALA900514MDFRPN09 --out build/documents`: one person's pictures."""

import argparse
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from PIL import Image

from tools.documents import movements, people, portraits
from tools.documents.catalogue import BILL_AGE, DOCUMENTS
from tools.documents.conditions import CONDITIONS
from tools.documents.people import Holder
from tools.documents.photographs import ALL

# What she photographs of herself: one picture, or what a capture of the face asks for.
SELFIES: Mapping[str, Callable[[str, int], Image.Image]] = {
    "selfie": lambda face, seed: portraits.selfie(face, 1, seed),
    **{f"face-{name}": draw for name, draw in movements.FRAMES.items()},
}
TODAY = date(2026, 11, 21)


def main() -> None:
    given = _parser().parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    person = _person(given)
    for name in given.only or (*DOCUMENTS, *SELFIES):
        if name in SELFIES:
            picture = SELFIES[name](given.face, given.seed)
        else:
            sheet = DOCUMENTS[name](person, given.face, given.seed, given.on, given.bill_age)
            picture = CONDITIONS[given.condition](sheet.image, given.seed)
            truth = json.dumps(dict(sheet.truth), ensure_ascii=False, indent=1)
            (given.out / f"{name}.json").write_text(truth, "utf-8")
        picture.save(given.out / f"{name}.jpg", quality=92)
        print(given.out / f"{name}.jpg")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tools.documents", description=__doc__)
    parser.add_argument("--curp", required=True, help="a person of the population")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--population", type=Path, default=people.POPULATION)
    parser.add_argument("--face", choices=ALL, default="a")
    parser.add_argument("--condition", choices=CONDITIONS, default="phone")
    parser.add_argument("--seed", type=int, default=0)
    day = date.fromisoformat
    parser.add_argument("--on", type=day, default=TODAY, help="the day of submission")
    parser.add_argument("--bill-age", type=int, help=f"days; by default below {BILL_AGE}")
    parser.add_argument("--valid-until", type=day, help="another end than the person's own")
    parser.add_argument("--only", choices=(*DOCUMENTS, *SELFIES), action="append")
    return parser


def _person(given: argparse.Namespace) -> Holder:
    person = people.by_curp(given.curp, given.population)
    return replace(person, valid_until=given.valid_until) if given.valid_until else person


if __name__ == "__main__":
    main()
