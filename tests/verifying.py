"""What tests of verification stand on: a person's good documents, and cases and accounts in moto."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from llave import wiring
from llave.adapters.accounts import account_item, person_key
from llave.adapters.factor_items import factor_item
from llave.documents.capture import Capture
from llave.documents.cases import Case, Picture, State, moved, opened
from llave.documents.facts import FaceMatch, Facts
from llave.documents.kinds import BillKind, DocumentKind, Slot, slots_of
from llave.documents.readings import BillReading, Field, IdentityReading, MrzReading, Read
from llave.documents.registries import Credential
from llave.people.accounts import Account, Channel, Contact, Level, Residence, Status
from llave.people.audit import Event, What
from llave.people.bound import Bound
from llave.people.curp import Curp
from llave.people.evidence import Evidence, Strength
from llave.people.factors import Method, Totp
from llave.people.keyring import Keyring
from llave.people.lookups import Indexes, by_curp
from llave.people.names import PersonName
from llave.people.outbox import Kind, Message
from llave.people.population import RegisteredPerson
from tests.aws import Aws
from tests.fakes import NOW, FakeKeyring

CURP = Curp("GALA900514MDFRPN09")
ANA = RegisteredPerson(CURP, PersonName("ANA", "GARCÍA", "LÓPEZ"), "M", date(1990, 5, 14), "DF")
LUIS = RegisteredPerson(
    Curp("HECL680203HPLRRS09"), PersonName("LUIS", "HERNÁNDEZ", "CRUZ"), "H", date(1968, 2, 3), "PL"
)
TODAY = date(2026, 11, 21)
LONG_AGO = NOW - timedelta(days=30)
# What whoever shows documents has enrolled before.
APP = Bound(Method.TOTP)


def read(value: str, confidence: float = 0.97, slot: Slot = Slot.FRONT) -> Read:
    return Read(value, confidence, 0, slot)


def identity(
    kind: DocumentKind = DocumentKind.INE, person: RegisteredPerson = ANA, **changes: str | None
) -> IdentityReading:
    """A document of that person; a change of None takes the field away."""
    values: dict[str, str | None] = {
        "given_names": person.name.given_names,
        "first_surname": person.name.first_surname,
        "second_surname": person.name.second_surname,
        "curp": person.curp.value,
        "sex": person.sex,
        "birth_date": person.birth_date.isoformat(),
        "valid_until": "2029-12-31",
        "number": "180000000",
        **changes,
    }
    fields = {Field(name): read(value) for name, value in values.items() if value is not None}
    zone = None if kind is DocumentKind.CARTILLA else MrzReading(("IDMEX",))
    return IdentityReading(kind, fields, zone, kind)


def bill(**changes: Any) -> BillReading:
    reading = BillReading(
        kind=BillKind.ELECTRICITY,
        issuer=read("CFE", slot=Slot.BILL),
        name=read("JUAN PÉREZ", slot=Slot.BILL),
        address=read("AV JUÁREZ 1 CENTRO", slot=Slot.BILL),
        postal_code=read("06000", slot=Slot.BILL),
        date=read("2026-10-15", slot=Slot.BILL),
        recognised=BillKind.ELECTRICITY,
    )
    return replace(reading, **changes)


def facts(**changes: Any) -> Facts:
    """Everything is well."""
    return replace(
        Facts(
            kind=DocumentKind.INE,
            bill_kind=BillKind.ELECTRICITY,
            submitted_on=TODAY,
            account=ANA,
            postal_code="06000",
            identity=identity(),
            bill=bill(),
            face=FaceMatch(0.98),
            capture=Capture.VALID,
            population=ANA,
            credential=Credential.IN_FORCE,
        ),
        **changes,
    )


def account(person: str, level: Level = Level.BASICA, created_at: datetime = LONG_AGO) -> Account:
    return Account(
        person=person,
        status=Status.ACTIVE,
        level=level,
        residence=Residence.MEXICO,
        created_at=created_at,
        ended_before=datetime.fromtimestamp(0, NOW.tzinfo),
        privacy_notice="2026-11",
        contacts={Channel.EMAIL: Contact(f"EMAIL#1#{person}", LONG_AGO)},
        wrapped_key=b"wrapped",
        sealed={"curp": b"sealed"},
    )


def app_of(person: str, at: datetime = LONG_AGO) -> dict[str, Any]:
    """Her authenticator app, as it is kept."""
    return {"pk": person_key(person), **factor_item(Totp(b"sealed", at))}


def evidence(
    person: str,
    case: str,
    strength: Strength = Strength.STRONG,
    at: datetime = NOW,
    reviewers: tuple[str, ...] = (),
) -> Evidence:
    return Evidence(
        id=f"evidence-{case}",
        person=person,
        case=case,
        document="ine",
        bill="electricity",
        registries=("renapo", "ine"),
        reviewers=reviewers,
        strength=strength,
        at=at,
    )


@dataclass
class Town:
    """Accounts that declare one CURP, and their cases, in the tables of moto."""

    aws: Aws
    keyring: Keyring
    last: int = 0

    @property
    def curp(self) -> Indexes:
        return by_curp(CURP, self.keyring)

    def id(self) -> str:
        self.last += 1
        return f"n{self.last}"

    def declares(self, person: str, at: datetime = LONG_AGO) -> str:
        self.aws.put("people", account_item(account(person, created_at=at)))
        self.aws.put("people", app_of(person, at))
        for index in self.curp.all:
            item = {"pk": f"DECLARED#{index.key}", "sk": f"PERSON#{person}", "person": person}
            self.aws.put("people", item)
        return person

    def submits(self, person: str, at: datetime = NOW, state: State = State.SUBMITTED) -> Case:
        cases = wiring.cases()
        case = opened(self.id(), person, DocumentKind.INE, BillKind.WATER, at)
        cases.open(case, APP, self.event(person, at))
        for slot in slots_of(case.kind):
            case = cases.place(case, slot, Picture(f"cases/{case.id}/{slot}/original", "v1"), at)
        case = cases.submit(case, APP, at, self.event(person, at), self.message(case, at))
        if state is not State.SUBMITTED:
            case = cases.move(case, moved(case, state, at), self.event(person, at))
        return case

    def event(self, person: str, at: datetime = NOW) -> Event:
        return Event(self.id(), person, What.CASE_MOVED, at)

    def message(self, case: Case, at: datetime = NOW) -> Message:
        return Message(self.id(), Kind.CASE_SUBMITTED, case.person, at, "cases", {"case": case.id})

    def account(self, person: str) -> Account:
        found = wiring.accounts().get(person)
        assert found is not None
        return found


def town(aws: Aws, keyring: Keyring | None = None) -> Town:
    return Town(aws, keyring or FakeKeyring())
