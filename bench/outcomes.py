"""What becomes of whole cases: `make bench-outcomes` (docs/verification.md).

People with their own documents, bill and photograph, in every condition, read and decided as in
production: how many are accepted at once, how many a person looks at, how many are sent back. Then the
same documents in wrong hands: none may be accepted. Registries confirm everything, also the impostors'
stories, and captures are valid: only reading, faces and the decision are measured. What somebody's face
beside a document does to its reading is left out, in the impostor's favour.
"""

import argparse
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import sqrt

from PIL import Image

from bench.reading import ON, adults, answer, as_read, faces
from bench.stories import LAID
from llave.documents.capture import Capture
from llave.documents.decision import Decision, decide
from llave.documents.facts import FaceMatch, Facts
from llave.documents.kinds import SIDES, BillKind, DocumentKind
from llave.documents.likeness import Likeness, least_beside, most
from llave.documents.parsing import read_bill, read_identity
from llave.documents.reasons import Outcome
from llave.documents.registries import Credential
from llave.documents.textlines import Line, lines_of
from llave.documents.thresholds import Thresholds
from llave.people.curp import Curp
from llave.people.names import PersonName
from llave.people.population import RegisteredPerson
from local.reader.faces import Face
from tools.documents import portraits
from tools.documents.catalogue import DOCUMENTS, FACES
from tools.documents.conditions import CONDITIONS
from tools.documents.people import Holder
from tools.documents.sheets import Sheet

PEOPLE = 5
BILLS = tuple(BillKind)


@dataclass(frozen=True, slots=True)
class Set:
    """One person's papers in one condition; `face` is whose portrait they bear."""

    kind: DocumentKind
    condition: str
    seed: int

    @property
    def person(self) -> Holder:
        return adults()[(self.seed * 11 + list(DocumentKind).index(self.kind)) % len(adults())]

    @property
    def face(self) -> str:
        return FACES[self.seed % len(FACES)]

    @property
    def bill(self) -> BillKind:
        return BILLS[(self.seed + list(DocumentKind).index(self.kind)) % len(BILLS)]


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.outcomes", description=__doc__)
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--reasons", action="store_true", help="why cases were not accepted")
    given = parser.parse_args()
    print("\n".join(_tables(given.people, reasons=given.reasons)))


def _tables(people: int, *, reasons: bool) -> Iterator[str]:
    why: list[str] = []
    wrong: Counter[tuple[str, Outcome]] = Counter()
    yield "| document | condition | cases | accepted at once | a person looks | sent back |"
    yield "|---|---|---|---|---|---|"
    for kind in DocumentKind:
        for condition in CONDITIONS:
            own: Counter[Outcome] = Counter()
            for seed in range(people):
                papers = Set(kind, condition, seed)
                facts = _facts(papers)
                decision = decide(facts, Thresholds())
                own[decision.outcome] += 1
                why.extend(_why(papers, decision))
                for story, told in _impostors(papers, facts):
                    wrong[story, decide(told, Thresholds()).outcome] += 1
            yield (
                f"| {kind.value} | {condition} | {people} | "
                + " | ".join(
                    str(own[one]) for one in (Outcome.ACCEPT, Outcome.REVIEW, Outcome.REJECT)
                )
                + " |"
            )
    yield "\n| impostor | cases | accepted | a person looks | sent back |"
    yield "|---|---|---|---|---|"
    for story in sorted({story for story, _ in wrong}):
        each = [wrong[story, one] for one in (Outcome.ACCEPT, Outcome.REVIEW, Outcome.REJECT)]
        yield f"| {story} | {sum(each)} | " + " | ".join(map(str, each)) + " |"
    if reasons:
        yield from why


def _facts(papers: Set) -> Facts:
    kind, person = papers.kind, papers.person
    pictures = {
        slot: _lines(papers, f"{kind.value}-{slot.value}" if len(SIDES[kind]) > 1 else kind.value)
        for slot in SIDES[kind]
    }
    return Facts(
        kind=kind,
        bill_kind=papers.bill,
        submitted_on=ON,
        account=_registered(person),
        postal_code=person.address.postal_code,
        identity=read_identity(kind, pictures, ON),
        bill=read_bill(_lines(papers, f"bill-{papers.bill.value}"), ON),
        face=_match(papers, papers.face),
        capture=Capture.VALID,
        population=_registered(person),
        credential=Credential.IN_FORCE if kind is DocumentKind.INE else None,
    )


def _impostors(papers: Set, facts: Facts) -> Iterator[tuple[str, Facts]]:
    other = replace(papers, seed=papers.seed + 1).person
    for face in FACES:
        if face != papers.face:
            stranger = _match(papers, face)
            for story, laid in LAID.items():
                yield story, replace(facts, face=_match(papers, face, laid))
            yield "her documents, another's face", replace(facts, face=stranger)
            thief = replace(facts, account=_registered(other), population=_registered(other))
            yield "another's documents, own account and face", replace(thief, face=stranger)
    yield (
        "another's documents and photograph, own account",
        replace(facts, account=_registered(other), population=_registered(other)),
    )


def _match(
    papers: Set, face: str, laid: Callable[[Image.Image, Image.Image], Image.Image] | None = None
) -> FaceMatch:
    """As the workflow does it; `laid` puts another photograph of that face to the document."""
    side = f"{papers.kind.value}-front" if len(SIDES[papers.kind]) > 1 else papers.kind.value
    front = _sheet(papers, side).image
    if laid is not None:
        front = laid(front, portraits.selfie(face, papers.seed + 1, papers.seed + 1))
    on_document = faces().find(as_read(CONDITIONS[papers.condition](front, papers.seed)))
    ahead = faces().find(as_read(portraits.selfie(face, papers.seed, papers.seed)))
    alike = [_likeness(ahead[0], one) for one in on_document] if ahead else []
    return FaceMatch(most(alike), len(on_document), len(ahead), least_beside(alike))


def _likeness(ahead: Face, one: Face) -> Likeness:
    height, width = one.picture.shape[:2]
    return Likeness(faces().similarity(ahead, one) / 100, sqrt(one.area / (width * height)))


def _lines(papers: Set, name: str) -> list[Line]:
    key = f"case.{papers.person.curp}.{name}"
    _, said = answer(key, papers.condition, papers.seed, lambda: _sheet(papers, name))
    return lines_of(said)


def _sheet(papers: Set, name: str) -> Sheet:
    return DOCUMENTS[name](papers.person, papers.face, papers.seed, ON, None)


def _registered(person: Holder) -> RegisteredPerson:
    name = PersonName(person.given_names, person.first_surname, person.second_surname)
    return RegisteredPerson(Curp(person.curp), name, person.sex, person.born, person.birth_state)


def _why(papers: Set, decision: Decision) -> Iterator[str]:
    if decision.outcome is not Outcome.ACCEPT:
        codes = " ".join(reason.code for reason in decision.reasons)
        yield f"{papers.kind.value} {papers.condition} {papers.seed} {decision.outcome}: {codes}"


if __name__ == "__main__":
    main()
