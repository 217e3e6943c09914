"""A second factor before documents: what the pages say, where they lead, and what JSON answers."""

from datetime import timedelta

import pytest

from llave import wiring
from llave.adapters import dynamodb
from llave.adapters.factor_items import TOTP
from llave.people.accounts import Level
from llave.settings import settings
from tests.aws import Aws
from tests.citizens import PASSWORD, PHONE
from tests.photographing import INE, SLOTS, Photographing
from tests.post import deliver, texts
from tests.steps import SECOND, SECURITY, She, rewind

TOLD = "Antes de mostrar tus documentos, protege tu cuenta con un segundo paso."


@pytest.fixture
def she(aws: Aws) -> Photographing:
    return Photographing(aws, is_protected=False)


def cases(aws: Aws) -> list[dict[str, object]]:
    return [item for item in aws.items("people") if item["sk"] == "CASE"]


def loses_her_app() -> None:
    name = settings().table_people
    dynamodb.client().delete_item(TableName=name, Key=dynamodb.key("PERSON#p1", TOTP))


def forgets_the_step(aws: Aws) -> None:
    """Her session was opened by the password alone."""
    rewind(aws, "sessions", "SESSION", amr=["pwd"])


def test_over_json_a_case_needs_a_factor_and_a_session_that_used_it(aws, she):
    refused = she.call("POST", "/v1/verifications", INE)
    assert (refused.status, refused.json["code"]) == (403, "second_factor_required")
    assert refused.json["title"] == TOLD
    she.protect()
    forgets_the_step(aws)

    again = she.call("POST", "/v1/verifications", INE)

    assert (again.status, again.json["code"]) == (403, "second_step_required")
    assert cases(aws) == []


def test_an_app_or_a_passkey_that_was_just_enrolled_has_been_used(aws, she):
    before = she.cookies
    She(she.browser).add_passkey()

    assert she.call("POST", "/v1/verifications", INE).status == 201
    session = next(item for item in aws.items("sessions") if item["sk"] == "SESSION")
    assert session["amr"] == ["pwd", "hwk", "user", "mfa"]
    assert session["level"] == Level.BASICA.value
    assert she.cookies != before, "another sign-in, another cookie"


def test_a_mobile_that_was_just_enrolled_has_not(aws, she):
    She(she.browser).add_sms()

    answer = she.call("POST", "/v1/verifications", INE)

    assert (answer.status, answer.json["code"]) == (403, "second_step_required")


def test_the_page_leads_to_protecting_the_account_and_she_comes_back_by_herself(aws, she):
    browser = she.browser
    page = browser.get("/verificar").page
    assert TOLD in page.text
    assert SECURITY in page.links
    assert "/verificar/documentos" not in page.links
    assert "protege tu cuenta" in browser.get(SECURITY).page.text

    She(browser).add_app()

    assert browser.path == "/verificar"
    assert "Tu cuenta ya está protegida" in browser.last.page.text
    assert "/verificar/documentos" in browser.last.page.links
    assert "Tu cuenta ya está protegida" not in browser.get("/verificar").page.text


def test_who_adds_a_mobile_uses_it_on_the_way_to_the_documents(aws, she):
    browser = she.browser
    browser.get("/verificar")
    hers = She(browser)
    hers.add_sms()
    assert browser.path == "/verificar"

    browser.get("/verificar/documentos")
    assert browser.path == f"{SECOND}?volver=documentos"
    browser.submit({"action": "send"}, action=SECOND)
    deliver(aws)
    sent = [one for one in texts(PHONE) if "para entrar" in one.body]
    hers.answer(code=sent[-1].code)

    assert browser.path == "/verificar/documentos"
    browser.submit(INE)
    assert browser.path == "/verificar"
    assert len(cases(aws)) == 1


@pytest.mark.parametrize("path", ["/verificar/documentos", "/verificar"])
def test_without_a_factor_no_page_lets_her_choose(she, path):
    she.browser.get(path)

    assert she.browser.path == "/verificar"
    assert not [form for form in she.browser.last.page.forms if "documentos" in form.action]


def test_a_case_that_is_open_stays_readable_and_is_handed_in_after_the_second_step(aws, she):
    hers = she.protect()
    case = she.start()
    she.upload(case, *SLOTS)
    forgets_the_step(aws)
    refused = she.call("POST", f"/v1/verifications/{case}/submit")
    assert (refused.status, refused.json["code"]) == (403, "second_step_required")

    page = she.browser.get("/verificar").page
    assert "Ya están todas tus fotos" in page.text
    assert "te pediremos tu segundo paso" in page.text
    she.browser.submit(action="/verificar/enviar")
    assert she.browser.path == f"{SECOND}?volver=verificar"
    hers.answer(code=hers.app_code(1))
    assert she.browser.path == "/verificar"
    she.browser.submit(action="/verificar/enviar")

    assert "Estamos revisando tu solicitud" in she.browser.last.page.text


def test_who_wrote_her_password_long_ago_writes_it_again_and_hands_her_case_in(aws, she):
    hers = she.protect()
    she.upload(she.start(), *SLOTS)
    forgets_the_step(aws)
    she.signed_in_long_ago(timedelta(hours=30))
    browser = she.browser

    browser.get("/verificar")
    browser.submit(action="/verificar/enviar")
    assert browser.path == "/entrar/confirmar-identidad?volver=verificar"
    assert "Pasó tiempo desde que escribiste tu contraseña" in browser.last.page.text
    browser.submit({"password": PASSWORD})
    assert browser.path == f"{SECOND}?volver=verificar"
    hers.answer(code=hers.app_code(1))
    assert browser.path == "/verificar"
    browser.submit(action="/verificar/enviar")

    assert "Estamos revisando tu solicitud" in browser.last.page.text


def test_a_case_that_lost_its_factor_stays_readable_and_is_not_handed_in(aws, she):
    she.protect()
    case = she.start()
    she.upload(case, *SLOTS)
    # What no page lets happen.
    loses_her_app()

    page = she.browser.get("/verificar").page
    answer = she.call("POST", f"/v1/verifications/{case}/submit")

    assert "Tus fotos se quedan guardadas" in page.text
    assert not [form for form in page.forms if form.action == "/verificar/enviar"]
    assert (answer.status, answer.json["code"]) == (403, "second_factor_required")


def test_who_proves_herself_again_is_let_in_only_while_nothing_of_hers_counts(aws, she):
    she.protect()
    rewind(aws, "people", "ACCOUNT", level=Level.VERIFICADA.value)
    assert she.call("POST", "/v1/verifications", INE).json["code"] == "already_verified"
    later = wiring.now() - timedelta(minutes=5)
    factor = next(item for item in aws.items("people") if item["sk"].startswith("FACTOR#"))
    rewind(
        aws,
        "people",
        "ACCOUNT",
        reset_at=int(later.timestamp() * 1000),
        reset_by={"email"},
    )
    aws.put("people", {**factor, "created_at": int(wiring.now().timestamp() * 1000)})

    page = she.browser.get("/verificar").page

    assert "Muestra otra vez tus documentos" in page.text
    assert she.call("POST", "/v1/verifications", INE).status == 201


def test_the_way_back_is_a_word_and_no_address(she):
    she.browser.cookies["__Host-regreso"] = "https://otra.example/"

    She(she.browser).add_app()

    assert she.browser.path == f"{SECURITY}?aviso=agregado"
