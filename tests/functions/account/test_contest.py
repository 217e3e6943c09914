"""A holder whose CURP another account claims objects, on moto, through the pages."""

from datetime import timedelta

import pytest

from llave import wiring
from llave.adapters.contests import _item
from llave.adapters.dynamodb import transact
from llave.adapters.outbox import put_message
from llave.people.accounts import Level
from llave.people.contests import Contest, State
from llave.people.evidence import Strength
from llave.people.outbox import Kind, Message
from llave.settings import settings
from tests.aws import Aws
from tests.citizens import EMAIL, Citizen
from tests.events import Answer, Browser, call, page_post
from tests.post import deliver, mails
from tests.steps import She, rewind, settled

PAGE = "/cuenta/disputa"


def contested() -> Contest:
    """A reviewer found somebody else's case credible."""
    now = wiring.now()
    contest = Contest(
        "k1", "p1", "p2", "c2", State.NOTICED, Strength.STRONG, Strength.STRONG, "st-1", now
    )
    table = wiring.contests()
    pointer = {"pk": "PERSON#p1", "sk": "CONTEST", "contest": "k1"}
    transact([table._put(pointer), table._put(_item(contest))])
    return contest


def standing() -> Contest:
    found = wiring.contests().get("k1")
    assert found is not None
    return found


@pytest.fixture
def she(aws: Aws) -> She:
    return settled(aws, level=Level.VERIFICADA)


def posts(she: She) -> Answer:
    """Objects without having seen the page."""
    return call(page_post(PAGE, {}, she.browser.cookies))


def proves(she: She) -> None:
    """The password again, which asks for the second step."""
    she.browser.get("/entrar/confirmar-identidad?volver=disputa")
    she.browser.submit({"password": Citizen().password})


def test_the_mail_leads_to_the_page_that_objects(she: She, aws: Aws) -> None:
    she.add_app()
    contest = contested()
    message = Message("m1", Kind.CONTEST_OPENED, "p1", contest.opened_at, refs={"contest": "k1"})
    transact([put_message(settings().table_ledger, message)])
    deliver(aws)

    assert f"https://llave.test{PAGE}" in mails(EMAIL)[-1].body


def test_by_her_app_she_objects_once_and_it_says_so(she: She, aws: Aws) -> None:
    she.add_app()
    rewind(aws, "sessions", "SESSION", amr=["pwd"])
    contest = contested()
    assert PAGE in she.browser.get("/cuenta").page.links
    assert PAGE not in [form.action for form in she.browser.get(PAGE).page.forms]
    proves(she)
    she.answer(code=she.app_code())
    assert she.browser.path == PAGE

    page = she.browser.submit(action=PAGE).page

    assert "Te opusiste el" in page.text
    assert (standing().state, standing().objected_with) == (State.OBJECTED, "totp")
    assert [one.person for one in aws.outbox(Kind.CONTEST_OBJECTED)] == [contest.holder]
    assert posts(she).location == PAGE
    assert len(aws.outbox(Kind.CONTEST_OBJECTED)) == 1


def test_by_her_passkey_she_objects(she: She) -> None:
    she.add_passkey()
    contested()
    proves(she)
    she.use_passkey()

    she.browser.submit(action=PAGE)

    assert standing().objected_with == "passkey"


def test_a_password_alone_objects_to_nothing_and_says_where_to_enrol(she: She) -> None:
    contested()

    page = she.browser.get(PAGE).page

    assert "/cuenta/seguridad" in page.links
    assert posts(she).status == 403
    assert standing().state is State.NOTICED


def test_nor_does_a_text_message(she: She, aws: Aws) -> None:
    she.add_app()
    contested()
    rewind(aws, "sessions", "SESSION", amr=["pwd", "sms", "mfa"])

    assert "Confirmar que soy yo" in she.browser.get(PAGE).page.text
    assert posts(she).status == 403
    assert standing().state is State.NOTICED


def test_nor_what_was_shown_a_while_ago(she: She, aws: Aws) -> None:
    she.add_app()
    contested()
    old = int((wiring.now() - timedelta(minutes=6)).timestamp() * 1000)
    rewind(aws, "sessions", "SESSION", amr=["pwd", "otp", "mfa"], auth_time=old)

    refused = posts(she)
    assert refused.status == 403
    assert "/entrar/confirmar-identidad?volver=disputa" in refused.page.links
    assert standing().state is State.NOTICED


def test_who_is_not_its_holder_sees_none(aws: Aws) -> None:
    contested()
    Citizen("p3", "otra@correo.mx", None, curp="GALA900514MDFRPN09").settle(aws)
    other = She()
    other.sign_in(identifier="otra@correo.mx")

    assert PAGE not in other.browser.last.page.links
    other.browser.get(PAGE)
    assert other.browser.path == "/cuenta"
    assert posts(other).location == "/cuenta"
    assert standing().state is State.NOTICED


def test_who_is_not_signed_in_signs_in_and_comes_back(aws: Aws) -> None:
    Citizen().settle(aws)
    contested()
    browser = Browser()
    browser.get(PAGE)

    assert browser.path == "/entrar?volver=disputa"
