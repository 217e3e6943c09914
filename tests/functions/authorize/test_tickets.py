"""A request that takes days: kept as a ticket, told to the agency, and gone on with later."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from llave import wiring
from llave.people.codes import fingerprint
from llave.people.sessions import COOKIE
from llave.web import errands
from llave.web.request import Request
from tests import oidc
from tests.events import Answer, Browser, page_get
from tests.oidc import ISSUER, REDIRECT, STATE, Ground

BEGIN = "https://becas.test/iniciar?desde=llave"
GONE = "Esta solicitud ya no sirve"


@pytest.fixture
def ground(aws) -> Ground:
    """A person with a second factor whose documents are being looked at; two agencies that need
    Verificada, of which one says where to begin anew."""
    made = oidc.made_ready()
    high = {"minimum_level": "verificada"}
    wiring.clients().put(oidc.client("catastro", initiate_login_uri=BEGIN, **high))
    wiring.clients().put(oidc.client("registro", **high))
    oidc.a_factor(made.person)
    return made


def waiting(ground: Ground, client_id: str = "catastro") -> Browser:
    """A browser that shows the waiting page."""
    oidc.a_case_under_way(ground.person)
    browser = ground.browser()
    page = oidc.authorize(browser, client_id=client_id)
    assert "Estamos revisando tus documentos" in page.page.text
    return browser


def kept(ground: Ground, client_id: str = "catastro") -> tuple[Browser, Answer]:
    browser = waiting(ground, client_id)
    page = browser.submit({"decision": "later"}, action="/oauth/consent")
    assert page.status == 200
    return browser, page


def links(page: Answer) -> list[str]:
    return [link for link in page.page.links if link.startswith("https://becas.test")]


def verified(ground: Ground) -> None:
    oidc.an_evidence(ground.person)


def test_who_has_handed_nothing_in_is_led_to_the_verification(ground):
    answer = oidc.authorize_step(ground.browser(), client_id="catastro")

    assert answer.location.startswith("/verificar?solicitud=")
    request = Request.from_event(page_get("/verificar", answer.kept))
    found = errands.errand(request, wiring.pending_authorizations(), wiring.now())
    assert found
    assert found.client_name == "Becas del Estado"
    assert errands.way_back(found).endswith(answer.query["solicitud"])


def test_a_way_back_that_is_none_leads_nowhere(ground):
    for kept in ({}, {errands.COOKIE: "x"}, {errands.COOKIE: "0" * 32}):
        request = Request.from_event(page_get("/verificar", kept))
        assert errands.errand(request, wiring.pending_authorizations(), wiring.now()) is None


@pytest.mark.parametrize("state", ["collecting", "rejected", "cancelled"])
def test_who_has_something_left_to_do_is_led_there_too(ground, state: str):
    oidc.a_case_under_way(ground.person, state)

    answer = oidc.authorize_step(ground.browser(), client_id="catastro")

    assert answer.location.startswith("/verificar?solicitud=")


def test_the_agency_hears_the_defined_error_and_a_reference(ground):
    browser, page = kept(ground)
    token = parse_qs(urlsplit(browser.path).query)["boleto"][0]

    (back,) = links(page)
    told = {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}

    assert back.startswith(f"{REDIRECT}?")
    assert told["error"] == "unmet_authentication_requirements"
    assert told["error_description"].isascii()
    assert (told["state"], told["iss"]) == (STATE, ISSUER)
    ticket = wiring.tickets().get(fingerprint(token))
    assert ticket
    assert told["ticket"] == ticket.reference
    assert token not in back


def test_who_was_verified_goes_on_at_the_agency_which_asks_anew(ground):
    browser, _ = kept(ground)
    verified(ground)

    page = browser.get(browser.path)

    (anew,) = links(page)
    assert anew.startswith(f"{BEGIN}&iss=https%3A%2F%2Fllave.test&ticket=")
    start = oidc.authorize_step(browser, client_id="catastro")
    assert start.location.startswith("/entrar/segundo-factor?")


def test_an_agency_without_an_address_to_begin_at_is_named(ground):
    browser, page = kept(ground, "registro")
    assert "ticket=" not in links(page)[0]
    verified(ground)

    page = browser.get(browser.path)

    assert not links(page)
    assert "Regresa a la página de Becas del Estado" in page.page.text


def test_the_link_outlives_the_request_and_the_agency_is_told_no_more(ground, monkeypatch):
    browser, _ = kept(ground)
    later = wiring.now() + timedelta(hours=2)
    monkeypatch.setattr(wiring, "now", lambda: later)

    page = browser.get(browser.path)

    assert "Seguimos revisando" in page.page.text
    assert not links(page)


def test_the_link_ends(ground, monkeypatch):
    browser, _ = kept(ground)
    later = wiring.now() + timedelta(days=30)
    monkeypatch.setattr(wiring, "now", lambda: later)

    page = browser.get(browser.path)

    assert page.status == 404
    assert GONE in page.page.text


def test_whoever_is_not_signed_in_is_only_shown_the_way(ground):
    browser, _ = kept(ground)

    page = Browser().get(browser.path)

    assert "Te pedirá entrar con tu Llave" in page.page.text
    assert all(link.startswith(BEGIN) for link in links(page))


def test_another_person_finds_nothing(ground):
    browser, _ = kept(ground)
    other = Browser(cookies={COOKIE: oidc.a_session(oidc.a_person())})

    assert other.get(browser.path).status == 404


@pytest.mark.parametrize("token", ["", "x", "x" * 5000, "%00", "%ff", "TICKET%23"])
def test_a_link_that_is_none_finds_nothing(ground, token: str):
    assert Browser().get(f"/tramites/seguir?boleto={token}").status in (400, 404)


def test_a_kept_request_is_answered_and_gives_no_code_any_more(ground):
    browser = waiting(ground)
    pending = browser.path.partition("solicitud=")[2]
    browser.submit({"decision": "later"}, action="/oauth/consent")
    verified(ground)
    browser.cookies[COOKIE] = oidc.a_session(
        ground.person, level=oidc.Level.VERIFICADA, amr=oidc.STRONG
    )

    again = browser.get(f"/oauth/consent?solicitud={pending}")

    assert again.status == 404
    assert GONE in again.page.text


def test_who_stops_waiting_has_the_agency_told(ground):
    browser = waiting(ground)

    back = browser.submit({"decision": "decline"}, action="/oauth/consent")

    assert back.query["error"] == "unmet_authentication_requirements"


def test_the_ticket_names_nobody(ground, aws):
    kept(ground)

    (item,) = [item for item in aws.items("sessions") if item["pk"].startswith("TICKET#")]

    assert not [value for value in oidc.PERSON.values() if len(value) > 2 and value in str(item)]
