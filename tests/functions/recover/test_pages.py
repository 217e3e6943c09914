"""The pages of recovery, on moto, in a browser without scripts."""

import pytest

from tests.aws import Aws
from tests.citizens import CURP, EMAIL, PHONE, Citizen
from tests.events import Browser, call, page_get
from tests.post import deliver, mails, texts
from tests.robots import patient_token, solved

NEW = "lampara-rio-papel-sol"


def asked(aws: Aws, **claim: str) -> Browser:
    browser = Browser()
    browser.get("/recuperar")
    browser.submit({**claim, "captcha_form": patient_token()})
    assert browser.path == "/recuperar/enviado"
    deliver(aws)
    return browser


def test_a_person_recovers_with_link_and_code(aws: Aws) -> None:
    Citizen().settle(aws)
    browser = asked(aws, email=EMAIL, phone=PHONE)

    page = browser.get(mails(EMAIL)[-1].links[0])
    browser.submit({"password": NEW, "code": texts(PHONE)[-1].code}, action="/recuperar/nueva")

    assert page.status == 200
    assert browser.path == "/entrar?aviso=contrasena"
    browser.submit({"identifier": EMAIL, "password": NEW})
    assert browser.path == "/cuenta"


def test_with_scripts_the_puzzle_is_sent_instead(aws: Aws) -> None:
    browser = Browser()
    browser.get("/recuperar")

    browser.submit({"email": EMAIL, "captcha": solved()})

    assert browser.path == "/recuperar/enviado"


def test_without_waiting_the_form_token_is_refused_and_what_was_typed_stays(aws: Aws) -> None:
    browser = Browser()
    browser.get("/recuperar")

    again = browser.submit({"email": EMAIL, "phone": PHONE})

    assert again.status == 422
    assert EMAIL in again.body
    assert PHONE in again.body


@pytest.mark.parametrize(
    "fields", [{}, {"phone": PHONE}, {"curp": CURP}, {"email": "ana"}, {"email": EMAIL, "x": "1"}]
)
def test_what_is_missing_is_named(aws: Aws, fields: dict[str, str]) -> None:
    browser = Browser()
    browser.get("/recuperar")

    assert browser.submit(fields).status == 422


def test_opening_the_link_spends_nothing(aws: Aws) -> None:
    Citizen(phone=None).settle(aws)
    browser = asked(aws, email=EMAIL)
    link = mails(EMAIL)[-1].links[0]

    pages = [call(page_get(link.removeprefix("https://llave.test"))) for _ in range(5)]
    browser.get(link)
    browser.submit({"password": NEW})

    assert {page.status for page in pages} == {200}
    assert browser.path == "/entrar?aviso=contrasena"


def test_a_mistake_keeps_the_link(aws: Aws) -> None:
    Citizen(phone=None).settle(aws)
    browser = asked(aws, email=EMAIL)
    browser.get(mails(EMAIL)[-1].links[0])

    for password in ("", "corta", CURP):
        assert browser.submit({"password": password}).status == 422
    browser.submit({"password": NEW})

    assert browser.path == "/entrar?aviso=contrasena"


def test_another_code_can_be_asked_for(aws: Aws) -> None:
    Citizen().settle(aws)
    browser = asked(aws, email=EMAIL, phone=PHONE)
    first = texts(PHONE)[-1].code
    browser.get(mails(EMAIL)[-1].links[0])

    browser.submit({"resend": "1"})
    deliver(aws)

    assert "Enviamos otro código" in browser.last.page.text
    assert len(texts(PHONE)) == 2
    assert texts(PHONE)[-1].code != first
    browser.submit({"password": NEW, "code": texts(PHONE)[-1].code})
    assert browser.path == "/entrar?aviso=contrasena"


@pytest.mark.parametrize("query", ["", "?token=", "?token=x", "?token=%00", "?token=" + "a" * 5000])
def test_a_link_that_leads_nowhere_says_so(aws: Aws, query: str) -> None:
    page = call(page_get(f"/recuperar/nueva{query}"))

    assert page.status == 404
    assert "ya no sirve" in page.page.text


def test_a_spent_link_says_so_to_who_sends_the_form_again(aws: Aws) -> None:
    Citizen(phone=None).settle(aws)
    browser = asked(aws, email=EMAIL)
    link = mails(EMAIL)[-1].links[0]
    other = Browser()
    for one in (browser, other):
        one.get(link)
    browser.submit({"password": NEW})

    late = other.submit({"password": "otra-frase-distinta-y-larga"})

    assert late.status == 422
    assert "ya no sirve" in late.page.text
