"""T30: the last factor of an account that needs one can not be removed, whatever comes at once."""

from dataclasses import replace
from typing import Any

import pytest

from llave import wiring
from llave.adapters import dynamodb
from llave.adapters.accounts import account_item
from llave.adapters.factor_items import TOTP
from llave.documents.cases import State, moved
from llave.people import bound, enrolling, keeping
from llave.people.accounts import Account, Channel, Contact, Level
from llave.people.audit import What
from llave.people.enrolments import FactorGone, Ports
from llave.people.factors import Method, Totp
from llave.people.passkeys import Site
from llave.people.sessions import Session, SignedIn
from llave.settings import settings
from tests.aws import Aws
from tests.events import call, page_post
from tests.fakes import NOW
from tests.photographing import INE, Photographing
from tests.steps import SECURITY, She, rewind, settled
from tests.verifying import LONG_AGO, app_of, town

REMOVE = f"{SECURITY}/quitar"
TOLD = "Agrega otra antes de quitar esta."


def factors(aws: Aws) -> list[str]:
    return sorted(item["sk"] for item in aws.items("people") if item["sk"].startswith("FACTOR#"))


def forced(she: She, method: str) -> Any:
    """The form that the page does not show."""
    return call(page_post(REMOVE, {"method": method}, she.browser.cookies))


@pytest.fixture(params=["verificada", "being verified"])
def needed(request: pytest.FixtureRequest, aws: Aws) -> She:
    """Somebody whose account must keep a factor."""
    if request.param == "verificada":
        she = settled(aws, level=Level.VERIFICADA)
        she.add_app()
        return she
    hers = Photographing(aws)
    hers.start()
    return She(hers.browser)


def test_the_last_one_stays_and_the_page_says_what_to_do(aws: Aws, needed: She) -> None:
    page = needed.browser.get(f"{REMOVE}?method=totp").page

    answer = forced(needed, "totp")

    assert TOLD in page.text
    assert not [form for form in page.forms if form.action == REMOVE]
    assert answer.status == 409
    assert TOLD in answer.page.text
    assert factors(aws) == ["FACTOR#totp#app"]


def test_with_another_one_it_goes(aws: Aws, needed: She) -> None:
    needed.add_sms()

    needed.browser.get(f"{REMOVE}?method=totp")
    page = needed.browser.submit(action=REMOVE)

    assert "La quitamos." in page.page.text
    assert factors(aws) == ["FACTOR#sms#phone"]
    assert forced(needed, "sms").status in (303, 409)
    assert factors(aws) == ["FACTOR#sms#phone"]


def test_a_mobile_that_is_a_factor_is_neither_corrected_nor_taken_away(
    aws: Aws, needed: She
) -> None:
    needed.add_sms()
    before = [item for item in aws.items("people") if item["sk"] == "ACCOUNT"]

    fields = {"channel": "phone", "action": "correct", "phone": "5587654321"}
    answer = call(page_post("/cuenta/contacto", fields, needed.browser.cookies))

    assert answer.status in (303, 409)
    assert [item for item in aws.items("people") if item["sk"] == "ACCOUNT"] == before


def test_when_the_verification_is_over_a_basica_account_may_lose_it(aws: Aws) -> None:
    hers = Photographing(aws)
    hers.start()
    hers.browser.get("/verificar")
    hers.browser.submit(action="/verificar/cambiar")
    she = She(hers.browser)

    she.browser.get(f"{REMOVE}?method=totp")
    she.browser.submit(action=REMOVE)

    assert factors(aws) == []
    assert hers.call("POST", "/v1/verifications", INE).json["code"] == "second_factor_required"


def by_password(account: Account) -> SignedIn:
    return signed_in(account, ("pwd",))


def signed_in(account: Account, amr: tuple[str, ...] = ("pwd", "otp", "mfa")) -> SignedIn:
    at = wiring.now()
    session = Session("key", account.person, at, at, at, Level.BASICA, amr, shared=False)
    return SignedIn(session, account)


def ports() -> Ports:
    return Ports(
        factors=wiring.factors(),
        enrolments=wiring.enrolments(),
        keys=wiring.person_keys(),
        site=Site("https://llave.test"),
        new_id=wiring.new_id,
        new_token=wiring.new_token,
    )


class Meanwhile:
    """The factors as they were read, while something else comes in between."""

    def __init__(self, happens: Any) -> None:
        self._real, self._happens = wiring.factors(), happens

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def remove(self, *given: Any) -> None:
        self._happens()
        self._real.remove(*given)

    def add(self, *given: Any) -> None:
        self._happens()
        self._real.add(*given)


@pytest.fixture
def two(aws: Aws) -> SignedIn:
    """An app and a mobile."""
    here = town(aws)
    here.declares("ana")
    account = here.account("ana")
    phone = Contact("index", LONG_AGO)
    aws.put("people", {**account_item(account), "phone_index": phone.index})
    rewind(aws, "people", "ACCOUNT", phone_confirmed_at=int(LONG_AGO.timestamp() * 1000))
    sms = {"sk": "FACTOR#sms#phone", "created_at": int(NOW.timestamp() * 1000)}
    aws.put("people", {**app_of("ana"), **sms})
    return signed_in(here.account("ana"))


def held(happens: Any) -> Ports:
    """The ports, with something that comes between what is read and what is written."""
    return replace(ports(), factors=Meanwhile(happens))


def removing(who: SignedIn, method: Method, happens: Any) -> None:
    keeping.remove(who, method, "", held(happens), wiring.now())


@pytest.mark.parametrize("level", list(Level))
def test_of_two_that_remove_the_two_last_at_once_one_is_refused(
    aws: Aws, two: SignedIn, level: Level
) -> None:
    rewind(aws, "people", "ACCOUNT", level=level.value)
    account = wiring.accounts().get("ana")
    assert account is not None
    who = signed_in(account)

    with pytest.raises(FactorGone):
        removing(
            who,
            Method.TOTP,
            lambda: keeping.remove(who, Method.SMS, "", ports(), wiring.now()),
        )

    assert factors(aws) == ["FACTOR#totp#app"]


def test_a_level_that_is_raised_meanwhile_keeps_the_last(aws: Aws, two: SignedIn) -> None:
    keeping.remove(two, Method.SMS, "", ports(), wiring.now())

    with pytest.raises(FactorGone):
        removing(
            two,
            Method.TOTP,
            lambda: rewind(aws, "people", "ACCOUNT", level=Level.VERIFICADA.value),
        )

    assert factors(aws) == ["FACTOR#totp#app"]


def test_a_case_that_is_opened_meanwhile_keeps_the_last(aws: Aws, two: SignedIn) -> None:
    keeping.remove(two, Method.SMS, "", ports(), wiring.now())
    here = town(aws)

    with pytest.raises(FactorGone):
        removing(two, Method.TOTP, lambda: here.submits("ana", wiring.now()))

    assert factors(aws) == ["FACTOR#totp#app"]


def test_a_case_is_not_opened_when_the_last_was_removed_meanwhile(aws: Aws, two: SignedIn) -> None:
    for method in (Method.SMS, Method.TOTP):
        keeping.remove(two, method, "", ports(), wiring.now())

    with pytest.raises(bound.SecondFactorRequired):
        town(aws).submits("ana", wiring.now())


def test_a_case_is_not_handed_in_when_the_factor_is_locked_meanwhile(
    aws: Aws, two: SignedIn
) -> None:
    here = town(aws)
    rewind(aws, "people", "FACTOR#totp#app", failures=100)

    with pytest.raises(bound.SecondFactorRequired):
        here.submits("ana", wiring.now())


def test_of_two_first_factors_that_come_at_once_a_password_binds_one(aws: Aws) -> None:
    here = town(aws)
    here.declares("ana")
    name = settings().table_people
    dynamodb.client().delete_item(TableName=name, Key=dynamodb.key("PERSON#ana", TOTP))
    rewind(aws, "people", "ACCOUNT", phone_index="index", phone_confirmed_at=1)
    who = by_password(here.account("ana"))
    hers = Totp(b"sealed", wiring.now())
    told = enrolling.change(who, What.FACTOR_ADDED, Method.TOTP, ports(), NOW, is_first=True)

    with pytest.raises(FactorGone):
        enrolling.add_sms(who, held(lambda: wiring.factors().add(told, hers, None)), wiring.now())

    assert factors(aws) == [TOTP]


def test_a_case_that_was_decided_needs_nothing(aws: Aws, two: SignedIn) -> None:
    here = town(aws)
    case = here.submits("ana", wiring.now())
    after = moved(case, State.REJECTED, wiring.now())
    wiring.cases().move(case, after, here.event("ana"))
    for method in (Method.SMS, Method.TOTP):
        keeping.remove(two, method, "", ports(), wiring.now())

    assert factors(aws) == []
    assert Channel.PHONE in two.account.contacts
