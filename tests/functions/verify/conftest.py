"""One person with a case that was handed in, and the workflow over moto, run from its definition."""

import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import boto3
import pytest

from functions.verify.steps import match, read, sanitise
from functions.verify.steps.cleaning.clean import Scan, clean
from infra.catalogue import FUNCTIONS
from infra.verification_machine import definition
from llave import wiring
from llave.adapters.accounts import account_item
from llave.adapters.evidence_store import client as s3
from llave.documents.capture import Capture
from llave.documents.cases import Case, Picture, opened
from llave.documents.kinds import BillKind, DocumentKind, Slot
from llave.documents.likeness import Likeness
from llave.documents.pictures import original_key
from llave.documents.readings import BillReading, IdentityReading
from llave.documents.registries import Credential
from llave.errors import Unavailable
from llave.people import lookups
from llave.people.audit import Event, What
from llave.people.outbox import Kind, Message
from llave.people.population import RegisteredPerson
from tests import verifying
from tests.asl import Machine, StateFailed
from tests.aws import REGION, Aws
from tests.scanning import Scanner
from tests.security.hostile_files import picture
from tests.verifying import ANA

HANDLERS = {one.name: one.handler for one in FUNCTIONS}
FACE = {"Left": 0.1, "Top": 0.1, "Width": 0.5, "Height": 0.5}


CLEANED: dict[tuple[bytes, int], list[bytes]] = {}


def cleaned_once(content: bytes, pages: int, infected: Scan) -> list[bytes]:
    """What came of the same bytes before: most cases have the same pictures, and a child process for
    each of theirs takes its time. Refusals are made anew."""
    known = CLEANED.get((content, pages))
    if known is None or infected(content):
        known = CLEANED[content, pages] = clean(content, pages, infected)
    return known


@dataclass
class FakeReader:
    """What it sees is told by the test."""

    similarity: float | None = 0.98
    beside: tuple[Likeness, ...] = ()

    def lines(self, content: bytes) -> list[Any]:
        return []

    def faces(self, content: bytes) -> Mapping[str, Any]:
        return {"FaceDetails": [{"BoundingBox": FACE}]}

    def compare(self, face: bytes, picture: bytes) -> Sequence[Likeness]:
        if self.similarity is None:
            return ()
        return (Likeness(self.similarity, 0.5), *self.beside)


@dataclass
class FakeRegistries:
    """RENAPO and INE; `down` counts the calls that they do not answer."""

    down: int = 0
    credential_said: Credential = Credential.IN_FORCE
    person: RegisteredPerson = ANA

    def find(self, curp: object) -> RegisteredPerson | None:
        self._answer()
        return self.person

    def credential(self, asked: object) -> Credential:
        self._answer()
        return self.credential_said

    def _answer(self) -> None:
        if self.down > 0:
            self.down -= 1
            raise Unavailable("down")


@dataclass
class Office:
    """`identity` and `bill` are what the pictures say."""

    aws: Aws
    reader: FakeReader = field(default_factory=FakeReader)
    registries: FakeRegistries = field(default_factory=FakeRegistries)
    identity: IdentityReading = field(
        default_factory=lambda: verifying.identity(clave_elector="GRLPNX90051401M100")
    )
    bill: BillReading = field(default_factory=lambda: recent_bill())
    capture: Capture = Capture.VALID
    answer: dict[str, Any] = field(default_factory=dict)
    around: Callable[[str, Callable[[], Any]], Any] = lambda name, work: work()
    files: dict[Slot, bytes] = field(default_factory=dict)
    carries: dict[Slot, Picture] = field(default_factory=dict)
    scanner: Scanner = field(default_factory=Scanner)
    definition: dict[str, Any] = field(default_factory=lambda: definition(lambda name: name))

    def account(self, person: str = "p1", of: RegisteredPerson = ANA) -> None:
        """An active account that declares the CURP."""
        key = wiring.person_keys().create(person)
        sealed = key.seal_all({**of.fields(), "address": '{"postal_code": "06000"}'})
        made = replace(verifying.account(person), wrapped_key=key.wrapped, sealed=sealed)
        self.aws.put("people", account_item(made))
        self.aws.put("people", verifying.app_of(person))
        for index in lookups.by_curp(of.curp, wiring.keyring()).all:
            declared = {"pk": f"DECLARED#{index.key}", "sk": f"PERSON#{person}", "person": person}
            self.aws.put("people", declared)

    def is_of(self, person: RegisteredPerson) -> None:
        """Another person's account, in the register as well."""
        self.registries.person = person
        self.account(of=person)

    def submit(
        self, person: str = "p1", case_id: str = "c1", kind: DocumentKind = DocumentKind.INE
    ) -> Case:
        """A case with pictures of each slot."""
        now = wiring.now()
        case = opened(case_id, person, kind, BillKind.ELECTRICITY, now)
        case = replace(case, pictures=self.carries)
        wiring.cases().open(case, verifying.APP, _event(case, What.CASE_OPENED))
        for number, slot in enumerate(case.missing):
            content = self.files.get(slot, picture(size=(320 + number, 300)))
            put = wiring.pictures().write(original_key(case.id, slot), content, "image/jpeg")
            case = wiring.cases().place(case, slot, put, now)
        self.scanner.works()
        message = Message(
            f"m-{case_id}", Kind.CASE_SUBMITTED, person, now, "cases", {"case": case_id}
        )
        line = _event(case, What.CASE_SUBMITTED)
        return wiring.cases().submit(case, verifying.APP, now, line, message)

    def machine(self) -> Machine:
        """The workflow; each call of a function goes through `around`."""

        def call(name: str, given: Any) -> Any:
            module, _, handler = HANDLERS[name].rpartition(".")
            handle = getattr(importlib.import_module(module), handler)
            try:
                return self.around(name, lambda: handle(given, None))
            except Exception as error:
                # By this name the definition's Retry and Catch know it, and decide.
                raise StateFailed(type(error).__name__) from error

        # What was copied meanwhile is scanned while the workflow waits for it.
        return Machine(self.definition, call, lambda _: self.answer, lambda: self.scanner.works())

    def case(self, case_id: str = "c1") -> Case:
        found = wiring.cases().get(case_id)
        assert found is not None
        return found


def recent_bill(**changes: Any) -> BillReading:
    """Of a month ago, whatever day it is: the steps go by the clock."""
    issued = (wiring.now() - timedelta(days=30)).date().isoformat()
    return verifying.bill(**{"date": verifying.read(issued, slot=Slot.BILL), **changes})


def _event(case: Case, what: What) -> Event:
    return Event(wiring.new_id(), case.person, what, wiring.now(), {"case": case.id})


@pytest.fixture
def office(aws: Aws, monkeypatch: pytest.MonkeyPatch) -> Office:
    """Everything is well until a test says otherwise."""
    s3.cache_clear()
    plain = boto3.client("s3")
    if not plain.list_buckets()["Buckets"]:
        where: Any = {"LocationConstraint": REGION}
        plain.create_bucket(Bucket="llave-unit-evidence", CreateBucketConfiguration=where)
    plain.put_bucket_versioning(
        Bucket="llave-unit-evidence", VersioningConfiguration={"Status": "Enabled"}
    )
    made = Office(aws)
    monkeypatch.setattr(wiring, "reader", lambda: made.reader)
    monkeypatch.setattr(wiring, "population", lambda: made.registries)
    monkeypatch.setattr(wiring, "credential_register", lambda: made.registries)
    monkeypatch.setattr(sanitise, "clean", cleaned_once)
    monkeypatch.setattr(match, "_capture", lambda *_: made.capture)
    monkeypatch.setattr(read, "read_identity", lambda *_: made.identity)
    monkeypatch.setattr(read, "read_bill", lambda *_: made.bill)
    made.account()
    return made
