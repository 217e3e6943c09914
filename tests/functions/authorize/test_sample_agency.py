"""The sample agency against the handlers: a client library that is not ours finds nothing to refuse."""

import asyncio
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from llave import wiring
from llave.oidc.registrations import parse_client
from llave.people.accounts import Level
from llave.people.sessions import COOKIE
from tests import oidc
from tests.aws import ORIGIN
from tests.events import Answer, Browser, call, event

# Authlib warns of the HTTP client it is used with.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
AGENCIES = Path("local/agencies.json")
AGENCY = "http://localhost:8090"


class Handlers(httpx.AsyncBaseTransport):
    """Llave without a network: each request is an event for its handler."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        target = request.url.raw_path.decode()
        body = (await request.aread()).decode() or None
        answer = call(event(request.method, target, body=body, headers=dict(request.headers)))
        return httpx.Response(answer.status, headers=dict(answer.headers), text=answer.body)


@dataclass
class Visitor:
    """The person's browser at the agency."""

    app: Any
    cookies: httpx.Cookies = field(default_factory=httpx.Cookies)

    def get(self, path: str) -> httpx.Response:
        return asyncio.run(self._asked("GET", path))

    def post(self, path: str) -> httpx.Response:
        return asyncio.run(self._asked("POST", path))

    async def _asked(self, method: str, path: str) -> httpx.Response:
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(
            transport=transport, base_url=AGENCY, cookies=self.cookies
        ) as http:
            answer = await http.request(method, path)
            self.cookies = http.cookies
            return answer


@pytest.fixture
def ground(aws):
    made = oidc.made_ready()
    from local.deploy.seeds import registration

    for given in json.loads(AGENCIES.read_text("utf-8")):
        wiring.clients().put(parse_client(registration(given)))
    return made


@pytest.fixture
def agency(ground) -> Visitor:
    from local.agency.app import make_app
    from local.agency.llave import Places

    return Visitor(make_app(Places(ORIGIN, 8090, None), Handlers()))


def at_llave(browser: Browser, location: str, decision: str = "accept") -> Answer:
    """What the person's browser does at Llave, until it is sent back."""
    assert location.startswith(ORIGIN)
    answer = browser.get(location)
    if answer.status == 200 and answer.page.forms:
        answer = browser.submit({"decision": decision}, action="/oauth/consent")
    return answer


def back_path(answer: Answer) -> str:
    parts = urlsplit(answer.location)
    assert f"{parts.scheme}://{parts.netloc}" == AGENCY
    return f"{parts.path}?{parts.query}"


def test_the_form_is_filled_from_the_claims_and_the_token_is_valid(ground, agency):
    browser = ground.browser()

    start = agency.get("/entrar")
    back = at_llave(browser, start.headers["location"])
    landed = agency.get(back_path(back))
    assert landed.headers["location"] == "/beca", landed.text

    form = agency.get("/beca").text
    assert oidc.PERSON["given_names"] in form
    assert oidc.PERSON["email"] in form
    assert oidc.PERSON["curp"] in form
    assert "el token es válido" in form
    left = agency.post("/salir")
    question = browser.get(left.headers["location"])
    assert "¿Quieres salir de Llave?" in question.page.text
    gone = browser.submit(action="/oauth/logout")
    assert gone.location == f"{AGENCY}/"
    assert oidc.authorize_step(ground.browser()).location.startswith("/entrar?")


def test_a_refusal_of_the_person_is_read_plainly(ground, agency):
    start = agency.get("/entrar")

    back = at_llave(ground.browser(), start.headers["location"], "decline")

    page = agency.get(back_path(back))
    assert "No diste permiso" in page.text


def test_who_does_not_go_up_to_verificada_is_told_so_by_the_agency(ground, agency):
    browser = ground.browser()
    page = browser.get(agency.get("/catastro").headers["location"])
    assert browser.path.startswith("/cuenta/seguridad?")

    (out,) = [link for link in page.page.links if link.endswith("pausa=1")]
    browser.get(out)
    back = browser.submit({"decision": "decline"}, action="/oauth/consent")

    assert back.query["error"] == "unmet_authentication_requirements"
    assert back.query["iss"] == ORIGIN
    page = agency.get(back_path(back))
    assert "Llave Verificada" in page.text


def test_a_procedure_waits_for_a_verification_and_goes_on_after_it(ground, agency):
    oidc.a_factor(ground.person)
    oidc.a_case_under_way(ground.person)
    browser = ground.browser()
    browser.get(agency.get("/catastro").headers["location"])
    kept = browser.submit({"decision": "later"}, action="/oauth/consent")
    (back,) = [link for link in kept.page.links if link.startswith(AGENCY)]
    assert "Tu trámite queda pendiente" in agency.get(back.removeprefix(AGENCY)).text

    oidc.an_evidence(ground.person)
    (anew,) = [link for link in browser.get(browser.path).page.links if link.startswith(AGENCY)]
    start = agency.get(anew.removeprefix(AGENCY))
    browser.cookies[COOKIE] = oidc.a_session(ground.person, level=Level.VERIFICADA, amr=oidc.STRONG)
    landed = agency.get(back_path(at_llave(browser, start.headers["location"])))

    assert oidc.PERSON["curp"] in landed.text
    assert "Credencial para votar" in landed.text
    assert "Registro Nacional de Población" in landed.text


def test_the_agency_begins_anew_for_its_own_issuer_alone(ground, agency):
    page = agency.get("/catastro/iniciar?iss=https%3A%2F%2Fotro.test")

    assert "La respuesta no viene de Llave" in page.text


def test_an_answer_that_names_another_issuer_is_not_taken(ground, agency):
    start = agency.get("/entrar")

    back = at_llave(ground.browser(), start.headers["location"])

    mixed_up = back_path(back).replace(
        "iss=https%3A%2F%2Fllave.test", "iss=https%3A%2F%2Fotro.test"
    )
    page = agency.get(mixed_up)
    assert "La respuesta no viene de Llave" in page.text
