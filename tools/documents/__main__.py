"""`python -m tools.documents --curp GALA900514MDFRPN09 --out build/documents`: one person's pictures."""

import argparse
import json
from datetime import date
from pathlib import Path

from tools.documents import people, portraits
from tools.documents.catalogue import DOCUMENTS, FACES
from tools.documents.conditions import CONDITIONS

# What a capture of the face asks for.
SELFIES = {
    "selfie": portraits.selfie,
    "straight": lambda face: portraits.selfie(face, 0, 1),
    "turned-left": lambda face: portraits.turned(face, -35),
    "turned-right": lambda face: portraits.turned(face, 35),
    "blinking": portraits.blinking,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="tools.documents", description=__doc__)
    parser.add_argument("--curp", required=True, help="a person of the population")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--population", type=Path, default=people.POPULATION)
    parser.add_argument("--face", choices=FACES, default="a")
    parser.add_argument("--condition", choices=CONDITIONS, default="phone")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--on", type=date.fromisoformat, default=date(2026, 11, 21), help="the day of submission"
    )
    parser.add_argument("--only", choices=(*DOCUMENTS, *SELFIES), action="append")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    person = people.by_curp(given.curp, given.population)
    for name in given.only or (*DOCUMENTS, *SELFIES):
        if name in SELFIES:
            picture = SELFIES[name](given.face)
        else:
            sheet = DOCUMENTS[name](person, given.face, given.seed, given.on)
            picture = CONDITIONS[given.condition](sheet.image, given.seed)
            truth = json.dumps(dict(sheet.truth), ensure_ascii=False, indent=1)
            (given.out / f"{name}.json").write_text(truth, "utf-8")
        picture.save(given.out / f"{name}.jpg", quality=92)
        print(given.out / f"{name}.jpg")


if __name__ == "__main__":
    main()
