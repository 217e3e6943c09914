"""A case whose person has no factor when the level would be raised: it is sent back, and kept."""

from llave import wiring
from llave.adapters import dynamodb
from llave.adapters.factor_items import TOTP
from llave.documents import carrying
from llave.documents.cases import Case, State
from llave.documents.kinds import Slot
from llave.documents.reasons import Public, told
from llave.people.accounts import Level
from llave.people.outbox import Kind
from llave.settings import settings


def sent_back(office) -> Case:
    office.submit()
    key = dynamodb.key("PERSON#p1", TOTP)
    dynamodb.client().delete_item(TableName=settings().table_people, Key=key)

    office.machine().run({"case": "c1"})

    found: Case = office.case()
    return found


def test_the_level_is_not_raised_and_she_is_told_what_is_missing(office):
    case = sent_back(office)

    account = wiring.accounts().get("p1")
    assert account is not None
    assert (case.state, account.level) == (State.REJECTED, Level.BASICA)
    assert told(case.reasons) == ((Public.SECOND_FACTOR, None),)
    assert len(office.aws.outbox(Kind.CASE_REJECTED)) == 1
    assert office.aws.outbox(Kind.VERIFIED) == []


def test_nothing_is_wrong_with_her_pictures(office):
    case = sent_back(office)

    good = carrying.carried(case, case.kind, case.bill, wiring.now())

    assert set(good) == {Slot.FRONT, Slot.BACK, Slot.BILL}
