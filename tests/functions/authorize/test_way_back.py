"""A Básica person whom an agency asks for more: she does what is missing here, and gets back to it."""

import pytest

from llave import wiring
from llave.oidc import keys
from llave.people.sessions import COOKIE
from tests import oidc
from tests.aws import Aws
from tests.events import Browser, call, page_get
from tests.oidc import SECRET
from tests.steps import SECOND, SECURITY, She, settled

ONWARD = "Continuar con Becas del Estado"
NOTE = "Haces esto para continuar tu trámite con Becas del Estado."
VERIFICADA = "urn:llave:nivel:verificada"


@pytest.fixture
def she(aws: Aws) -> She:
    """Somebody at Básica who has just signed in, and an agency that needs Verificada."""
    keys.ensure(wiring.signing_ring(), oidc.LocalPairs(), wiring.now() - 120 * oidc.MINUTE)
    wiring.clients().put(oidc.client("catastro", minimum_level="verificada"))
    return settled(aws)


def begun(she: She) -> str:
    """Follow the agency's request; returns where that leads."""
    oidc.authorize(she.browser, client_id="catastro", scope="openid curp")
    return she.browser.path.partition("?")[0]


def onward(browser: Browser) -> str:
    """The link of the page shown that goes on to the agency."""
    found = [link for link in browser.last.page.links if "/oauth/consent?" in link]
    (link,) = [one for one in found if "pausa" not in one]
    return link


def test_from_basica_to_the_agency_in_one_go(she: She) -> None:
    assert begun(she) == SECURITY
    assert NOTE in she.browser.last.page.text

    she.add_app()
    assert ONWARD in she.browser.last.page.text
    she.browser.get(onward(she.browser))
    assert she.browser.path.startswith("/verificar?")
    assert NOTE in she.browser.last.page.text

    oidc.an_evidence("p1")
    she.browser.get("/verificar")
    assert ONWARD in she.browser.last.page.text
    she.browser.get(onward(she.browser))
    assert she.browser.path.startswith(SECOND)
    assert "Becas del Estado pide que confirmes que eres tú" in she.browser.last.page.text

    she.answer(code=she.app_code(1))
    back = she.browser.submit({"decision": "accept"}, action="/oauth/consent")

    tokens = oidc.redeemed(back.query["code"], basic=("catastro", SECRET)).json
    token = tokens["access_token"]
    assert oidc.introspected(token, basic=("catastro", SECRET)).json["acr"] == VERIFICADA
    assert oidc.userinfo(token).json["curp"]


def test_every_page_on_the_way_names_the_agency(she: She) -> None:
    begun(she)
    she.add_app()
    she.browser.get(onward(she.browser))

    for path in ("/verificar", "/verificar/documentos", SECURITY):
        assert "Becas del Estado" in she.browser.get(path).page.text


def test_who_came_by_herself_sees_no_agency(she: She) -> None:
    for path in ("/verificar", SECURITY):
        page = she.browser.get(path).page
        assert "Continuar con" not in page.text
        assert "continuar tu trámite" not in page.text


def test_who_can_not_go_on_now_keeps_her_request_and_the_agency_hears_why(she: She) -> None:
    begun(she)
    she.add_app()
    she.browser.get(onward(she.browser))
    (pause,) = [link for link in she.browser.last.page.links if link.endswith("pausa=1")]

    page = she.browser.get(pause)
    assert "Tu trámite con Becas del Estado puede esperar" in page.page.text
    she.browser.submit({"decision": "later"}, action="/oauth/consent")

    assert she.browser.path.startswith("/tramites/seguir?boleto=")
    (back,) = [link for link in she.browser.last.page.links if link.startswith(oidc.REDIRECT)]
    assert "error=unmet_authentication_requirements" in back
    assert "Becas del Estado" not in she.browser.get("/verificar").page.text


def test_a_factor_that_is_missing_can_be_left_and_not_kept(she: She) -> None:
    begun(she)
    (pause,) = [link for link in she.browser.last.page.links if link.endswith("pausa=1")]

    page = she.browser.get(pause)
    assert "Guardar y seguir después" not in page.page.text
    kept = she.browser.submit({"decision": "later"}, action="/oauth/consent", follow=False)
    assert kept.location.startswith(f"{SECURITY}?")
    she.browser.get(pause)
    back = she.browser.submit({"decision": "decline"}, action="/oauth/consent")

    assert back.query["error"] == "unmet_authentication_requirements"
    assert "code" not in back.query


def test_the_consent_names_the_account_and_lets_another_in(aws: Aws) -> None:
    ground = oidc.made_ready()
    browser = ground.browser()
    page = oidc.authorize(browser)
    assert "Entraste como MARÍA GUADALUPE HERNÁNDEZ (g•••@correo.test)." in page.page.text
    assert oidc.PERSON["email"] not in page.body
    pending = browser.path.partition("solicitud=")[2]

    out = browser.submit({"decision": "another"}, action="/oauth/consent", follow=False)

    assert out.location == f"/entrar?solicitud={pending}"
    assert out.kept[COOKIE] == ""
    old = call(page_get("/cuenta", {COOKIE: ground.cookie}))
    assert old.location.startswith("/entrar")
    # The same request waits for whoever signs in now.
    browser.cookies[COOKIE] = oidc.a_session(oidc.a_person())
    assert browser.get(f"/oauth/consent?solicitud={pending}").status == 200
