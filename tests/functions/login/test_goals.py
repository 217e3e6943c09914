"""Where a sign-in leads, on moto."""

import pytest

from llave import wiring
from llave.people.challenges import COOKIE as STEP_COOKIE
from tests import oidc
from tests.aws import Aws
from tests.events import Browser
from tests.steps import MINE, SECOND, She, settled

VERIFIED = {"level": "verificada"}


def asked_by(browser: Browser, **registration: str) -> str:
    """An agency's request in this browser; returns its id."""
    wiring.clients().put(oidc.client("boveda", **registration))
    wiring.clients()._known.clear()
    return oidc.authorize_step(browser, client_id="boveda").query["solicitud"]


@pytest.mark.parametrize(
    ("word", "page"),
    [("verificar", "/verificar"), ("seguridad", "/cuenta/seguridad")],
)
def test_a_page_that_sent_her_gets_her_back(aws: Aws, word: str, page: str) -> None:
    settled(aws)
    browser = Browser()
    browser.get(f"/entrar?volver={word}")

    browser.submit(MINE)

    assert browser.path == page


def test_who_is_in_goes_there_at_once(aws: Aws) -> None:
    she = settled(aws)

    she.browser.get("/entrar?volver=verificar")

    assert she.browser.path == "/verificar"


@pytest.mark.parametrize("word", ["//otro.test", "https://otro.test", "/verificar", "", "otra"])
def test_a_word_that_is_none_leads_to_the_account(aws: Aws, word: str) -> None:
    settled(aws)
    browser = Browser()
    browser.get(f"/entrar?volver={word}")

    browser.submit(MINE)

    assert browser.path == "/cuenta"


def test_who_shows_again_who_she_is_goes_on_to_the_documents(aws: Aws) -> None:
    she = settled(aws)
    she.add_app()
    she.browser.get("/entrar/confirmar-identidad?volver=documentos")

    she.browser.submit({"password": MINE["password"]})
    she.answer(code=she.app_code(1))

    assert she.browser.path == "/verificar/documentos"


def test_a_mistake_and_the_second_step_keep_the_goal(aws: Aws) -> None:
    she = settled(aws)
    she.add_app()
    she.sign_out()
    browser = she.browser
    browser.get("/entrar?volver=verificar")
    browser.submit({**MINE, "password": "otra contraseña equivocada"})

    browser.submit(MINE, action="/entrar")
    assert browser.path == f"{SECOND}?volver=verificar"
    browser.submit({"code": "000000"}, action=SECOND)
    browser.submit({"code": she.app_code(1)}, action=SECOND)

    assert browser.path == "/verificar"


@pytest.mark.parametrize(
    "registration",
    [
        {"minimum_level": "verificada"},
        {"minimum_factor": "second"},
        {"minimum_factor": "phishing-resistant"},
    ],
)
def test_an_agency_that_needs_a_factor_has_it_asked_at_the_sign_in(
    aws: Aws, registration: dict[str, str]
) -> None:
    she = with_both(aws)
    pending = asked_by(she.browser, **registration)

    she.sign_in(f"/entrar?solicitud={pending}")

    assert she.browser.path.startswith(SECOND)
    assert STEP_COOKIE in she.browser.cookies


def test_an_agency_content_with_a_password_asks_for_no_more(aws: Aws) -> None:
    she = with_both(aws)
    pending = asked_by(she.browser)

    she.sign_in(f"/entrar?solicitud={pending}")

    assert she.browser.path.startswith("/oauth/consent")


def test_where_nothing_but_a_passkey_will_do_nothing_else_is_offered(aws: Aws) -> None:
    she = with_both(aws)
    pending = asked_by(she.browser, minimum_factor="phishing-resistant")

    page = she.sign_in(f"/entrar?solicitud={pending}")
    other = she.browser.get(f"{she.browser.path}&metodo=totp")

    for shown in (page, other):
        assert "Usa tu llave de acceso" in shown.page.text
        assert "Usar mi aplicación de códigos" not in shown.page.text
        assert "Código de tu aplicación" not in shown.page.text


def test_who_has_no_passkey_comes_in_by_what_she_has(aws: Aws) -> None:
    """And then enrols one: changing what protects her takes the factor that she has."""
    she = settled(aws)
    she.add_app()
    she.sign_out()
    pending = asked_by(she.browser, minimum_factor="phishing-resistant")
    she.sign_in(f"/entrar?solicitud={pending}")

    page = she.answer(code=she.app_code(1))

    assert she.browser.path.startswith("/cuenta/seguridad?")
    assert "Becas del Estado solo acepta una llave de acceso" in page.page.text


def with_both(aws: Aws) -> She:
    """Somebody with an app and a passkey, who is out, and is asked for them only where needed."""
    she = settled(aws)
    she.add_passkey()
    she.prove()
    she.use_passkey()
    she.add_app()
    she.browser.submit({"always": "no"}, action="/cuenta/seguridad/pedir")
    she.sign_out()
    return she
