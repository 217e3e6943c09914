"""A contact that is confirmed, corrected or added later than at the registration, on moto."""

from llave import wiring
from llave.people.accounts import Channel
from llave.people.outbox import Kind
from tests.aws import Aws
from tests.citizens import EMAIL, PASSWORD, PHONE, Citizen
from tests.events import call, page_post
from tests.post import deliver, mails, texts
from tests.steps import She

PAGE = "/cuenta/contacto"
NEW = "nueva@correo.mx"
ACTION = {"action": "correct", "channel": "email"}


def signed_in(aws: Aws, citizen: Citizen, **who: str) -> She:
    citizen.settle(aws)
    she = She()
    she.sign_in(**who)
    assert she.browser.path == "/cuenta"
    return she


def by_phone(citizen: Citizen) -> dict[str, str]:
    return {"identifier": citizen.curp, "phone": PHONE}


def test_a_phone_that_was_left_unconfirmed_is_confirmed_later(aws: Aws) -> None:
    she = signed_in(aws, Citizen(unconfirmed=(Channel.PHONE,)))
    page = she.browser.last.page
    assert f"{PAGE}?canal=phone" in page.links
    assert f"{PAGE}?canal=email" not in page.links

    she.browser.get(f"{PAGE}?canal=phone")
    she.browser.submit({"action": "resend"})
    deliver(aws)
    wrong = she.browser.submit({"action": "code", "code": "000000"})
    assert (wrong.status, she.browser.path) == (422, PAGE)
    assert "•• •• 5678" in wrong.page.text
    she.browser.submit({"action": "code", "code": texts(PHONE)[-1].code})

    assert she.browser.path == "/cuenta"
    assert "+52 55 1234 5678 (confirmado)" in she.browser.last.page.text


def test_an_email_is_added_and_what_was_confirmed_before_is_told(aws: Aws) -> None:
    citizen = Citizen(email=None)
    she = signed_in(aws, citizen, **by_phone(citizen))
    assert "Agregar" in she.browser.last.page.text

    she.browser.get(f"{PAGE}?canal=email")
    she.browser.submit({**ACTION, "email": "nueva @correo"})
    assert she.browser.last.status == 422
    she.browser.submit({**ACTION, "email": NEW})
    deliver(aws)
    she.browser.submit({"action": "code", "code": mails(NEW)[-1].code})
    deliver(aws)

    assert f"{NEW} (confirmado)" in she.browser.get("/cuenta").page.text
    assert [message.channel for message in aws.outbox(Kind.CONTACT_CHANGED)] == ["phone"]
    assert "cambiaron los datos de contacto" in texts(PHONE)[-1].body
    she.sign_out()
    she.sign_in(identifier=NEW)
    assert she.browser.path == "/cuenta"


def test_a_confirmed_contact_is_not_replaced(aws: Aws) -> None:
    she = signed_in(aws, Citizen())
    before = aws.items("people")

    she.browser.get(f"{PAGE}?canal=email")
    assert she.browser.path == "/cuenta"
    forced = call(page_post(PAGE, {**ACTION, "email": NEW}, she.browser.cookies))

    assert forced.status in (303, 409)
    assert aws.items("people") == before
    account = wiring.accounts().get("p1")
    assert account is not None
    assert account.contacts[Channel.EMAIL].is_confirmed


def test_who_adds_a_contact_has_just_shown_who_she_is(aws: Aws) -> None:
    citizen = Citizen(email=None)
    she = signed_in(aws, citizen, **by_phone(citizen))
    (item,) = (one for one in aws.items("sessions") if one["sk"] == "SESSION")
    aws.put("sessions", {**item, "auth_time": item["auth_time"] - 6 * 60 * 1000})

    forced = call(page_post(PAGE, {**ACTION, "email": NEW}, she.browser.cookies))

    assert forced.location.startswith("/entrar/confirmar-identidad")
    assert not aws.outbox(Kind.CONFIRM_CONTACT)
    she.browser.get(f"{PAGE}?canal=email")
    she.browser.submit({"password": PASSWORD})
    assert she.browser.path == "/cuenta"
    assert she.browser.get(f"{PAGE}?canal=email").status == 200
    assert she.browser.path.startswith(PAGE)


def test_somebody_elses_email_is_not_taken_over(aws: Aws) -> None:
    Citizen("p2", EMAIL, None, curp="GALA900514MDFRPN09").settle(aws)
    citizen = Citizen(email=None)
    she = signed_in(aws, citizen, **by_phone(citizen))

    she.browser.get(f"{PAGE}?canal=email")
    she.browser.submit({**ACTION, "email": EMAIL})
    deliver(aws)
    refused = she.browser.submit({"action": "code", "code": mails(EMAIL)[-1].code})

    assert refused.status == 409
    account = wiring.accounts().get("p1")
    assert account is not None
    assert not account.contacts[Channel.EMAIL].is_confirmed
