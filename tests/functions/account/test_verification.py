"""Mi cuenta about a verification: the case, its pictures, and the requests that wait for it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions.account.shown import CAPITAL
from llave import wiring
from llave.documents.cases import State
from llave.settings import settings
from tests import oidc
from tests.aws import Aws
from tests.photographing import SLOTS, Photographing

BEGIN = "https://becas.test/iniciar?desde=llave"
DECIDED_AT = datetime(2026, 11, 20, 18, tzinfo=UTC)


def case_of(aws: Aws, *slots: str, **values: Any) -> Photographing:
    """Somebody whose case stands so."""
    she = Photographing(aws)
    case = she.start()
    she.upload(case, *slots)
    she.current()
    if values:
        she.set_case(case, **values)
    return she


def page(she: Photographing) -> str:
    return she.browser.get("/cuenta").page.text


def test_who_has_not_begun_is_shown_the_way(aws: Aws) -> None:
    she = Photographing(aws)

    shown = she.browser.get("/cuenta").page

    assert "No has empezado." in shown.text
    assert "/verificar" in shown.links


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (State.SUBMITTED, "La estamos revisando."),
        (State.WAITING, "Espera la respuesta de un registro oficial."),
        (State.REVIEW, "La está revisando una persona."),
        (State.STUCK, "Está detenida por un problema nuestro."),
        (State.ACCEPTED, "Aceptada. Tu cuenta es Llave Verificada."),
        (State.REJECTED, "No la pudimos aceptar."),
    ],
)
def test_each_state_is_told(aws: Aws, state: State, said: str) -> None:
    assert said in page(case_of(aws, *SLOTS, state=state.value))


def test_a_case_that_was_not_handed_in_says_how_many_pictures_there_are(aws: Aws) -> None:
    text = page(case_of(aws, "front", "bill"))

    assert "La empezaste y no la has enviado." in text
    last = wiring.now() + timedelta(days=settings().collecting_days)
    assert f"antes del {last.astimezone(CAPITAL):%d/%m/%Y}" in text
    assert f"las borramos {settings().cancelled_days} días después." in text


@pytest.mark.parametrize("state", [State.SUBMITTED, State.WAITING, State.REVIEW, State.STUCK])
def test_who_waits_is_told_how_long_after_the_answer_her_pictures_stay(
    aws: Aws, state: State
) -> None:
    she, days = case_of(aws, *SLOTS, state=state.value), settings().evidence_days

    assert f"Guardamos 4. Las borramos {days} días después de darte una respuesta." in page(she)
    assert f"{days} días después de darte una respuesta." in she.browser.get("/verificar").page.text


def test_pictures_of_a_case_that_was_given_up_are_told_until_they_are_gone(aws: Aws) -> None:
    at = int(DECIDED_AT.timestamp() * 1000)
    she = case_of(aws, "front", state="cancelled", decided_at=at)
    (case,) = wiring.cases().of(she.citizen.person)

    goes = DECIDED_AT + timedelta(days=settings().cancelled_days)
    assert f"Ya no las usamos. Las borramos el {goes:%d/%m/%Y}." in page(she)
    she.set_case(case.id, state="cancelled", decided_at=at, pictures_deleted_at=at)
    assert "Ya no las usamos." not in page(she)


def test_a_decided_case_says_on_which_day_its_pictures_go(aws: Aws) -> None:
    at = int(DECIDED_AT.timestamp() * 1000)
    she = case_of(aws, *SLOTS, state="rejected", decided_at=at)

    goes = DECIDED_AT + timedelta(days=settings().evidence_days)

    assert f"Las borramos el {goes:%d/%m/%Y}." in page(she)
    assert f"Las borramos el {goes:%d/%m/%Y}." in she.browser.get("/verificar").page.text


def test_pictures_that_are_gone_are_said_to_be(aws: Aws) -> None:
    at = int(DECIDED_AT.timestamp() * 1000)
    she = case_of(aws, *SLOTS, state="accepted", decided_at=at, pictures_deleted_at=at)

    assert "Las borramos el 20/11/2026. Guardamos solo qué comprobamos" in page(she)


def test_a_request_that_was_kept_for_later_goes_on_from_here(aws: Aws) -> None:
    ground = oidc.made_ready()
    client = oidc.client("catastro", initiate_login_uri=BEGIN, minimum_level="verificada")
    wiring.clients().put(client)
    oidc.a_factor(ground.person)
    browser = ground.browser()
    oidc.a_case_under_way(ground.person)
    oidc.authorize(browser, client_id="catastro")
    browser.submit({"decision": "later"}, action="/oauth/consent")

    shown = browser.get("/cuenta").page

    (link,) = [one for one in shown.links if one.startswith(BEGIN)]
    assert "ticket=" in link
    assert f"Seguir en {client.name}" in shown.text


def test_nobody_else_sees_it(aws: Aws) -> None:
    she = Photographing(aws)
    later = wiring.now() + timedelta(days=1)

    assert wiring.tickets().of(she.citizen.person, wiring.now()) == ()
    assert wiring.tickets().of("p-another", later) == ()
    assert "Trámites que dejaste en espera" not in page(she)
