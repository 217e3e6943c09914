"""The pages of verification without scripts, on moto."""

import base64
import json
from datetime import timedelta

import pytest

from llave.people.audit import What
from llave.people.outbox import Kind
from llave.settings import settings
from tests.aws import ORIGIN, Aws
from tests.events import Browser, call, page_get, page_post
from tests.photographing import SLOTS, Photographing, put

PICTURES = {"front": "frente", "back": "reverso", "bill": "recibo", "face": "rostro"}


def chosen(she: Photographing, document: str = "ine", bill: str = "gas") -> Browser:
    browser = she.browser
    browser.get("/verificar")
    browser.get("/verificar/documentos")
    browser.submit({"document": document, "bill": bill})
    assert browser.path == "/verificar"
    return browser


def posted(browser: Browser, name: str) -> str:
    """Send the form of a picture as a browser and S3 would; where that leads."""
    browser.get(f"/verificar/foto/{name}")
    form = browser.form(f"/subir/{name}")
    put(form.values)
    return form.values["success_action_redirect"]


def test_from_what_is_needed_to_handing_in_without_scripts(aws: Aws) -> None:
    she = Photographing(aws)
    home = she.browser.get("/verificar")
    assert "Qué necesitas" in home.page.text
    browser = chosen(she)

    for name in PICTURES.values():
        to = posted(browser, name)
        browser.get(f"{to}?bucket=llave-unit-evidence&key=cases%2Fx&etag=%22y%22")
        assert browser.path == f"/verificar?recibida={name}"
        assert "Recibimos tu foto" in browser.last.page.text
    browser.submit(action="/verificar/enviar")

    assert "Estamos revisando tu solicitud" in browser.last.page.text
    assert len(aws.outbox(Kind.CASE_SUBMITTED)) == 1


def test_before_the_first_picture_she_consents_to_the_notice_in_force_whatever_she_accepted_once(
    aws: Aws,
) -> None:
    she = Photographing(aws)
    person = she.citizen.person
    (account,) = [one for one in aws.items("people") if one["sk"] == "ACCOUNT"]
    aws.put("people", {**account, "privacy_notice": "2019-01"})
    page = she.browser.get("/verificar/documentos").page
    assert "das tu consentimiento expreso" in page.text
    assert "/aviso-de-privacidad" in page.links
    assert "Acepto y continuar" in page.text

    chosen(she)

    (line,) = [one for one in aws.audit(person) if one["what"] == What.CASE_OPENED.value]
    assert line["refs"]["privacy_notice"] == settings().privacy_notice


def test_the_form_carries_a_policy_of_thirty_minutes_for_any_file_and_comes_back(
    aws: Aws,
) -> None:
    browser = chosen(Photographing(aws))

    browser.get("/verificar/foto/frente")

    fields = browser.form("/subir/frente").values
    policy = json.loads(base64.b64decode(fields["policy"]))
    assert fields["Content-Type"] == "application/octet-stream"
    assert fields["success_action_redirect"] == f"{ORIGIN}/verificar/recibida/frente"
    assert {"success_action_redirect": fields["success_action_redirect"]} in policy["conditions"]
    assert "csrf" not in fields
    assert "file" in browser.form("/subir/frente").names


def test_a_page_of_pictures_names_no_origin_but_ours(aws: Aws) -> None:
    browser = chosen(Photographing(aws))

    policy = browser.get("/verificar/foto/rostro").headers["content-security-policy"]

    assert "form-action 'self'" in policy
    assert "connect-src 'self'" in policy
    assert "http" not in policy


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        ("tamano", "está vacío o pesa más de 15 MB"),
        ("vencida", "demasiado tiempo"),
        ("servicio", "Inténtalo de nuevo en unos minutos"),
    ],
)
def test_what_the_bucket_refused_is_said_on_our_page(aws: Aws, problem: str, said: str) -> None:
    browser = chosen(Photographing(aws))

    page = browser.get(f"/verificar/foto/frente?problema={problem}").page

    assert page.title.startswith("Error:")
    assert page.text.count(said) == 2
    assert "#file" in page.links


def test_a_made_up_problem_is_none(aws: Aws) -> None:
    browser = chosen(Photographing(aws))

    assert not browser.get("/verificar/foto/frente?problema=x").page.title.startswith("Error")


def test_the_case_shows_which_pictures_are_there(aws: Aws) -> None:
    she = Photographing(aws)
    browser = chosen(she)
    posted(browser, "frente")

    text = browser.get("/verificar").page.text

    assert text.count("Falta") == 3
    assert "Enviar mi solicitud" not in text


def test_choosing_nothing_names_both_fields(aws: Aws) -> None:
    browser = Photographing(aws).browser
    browser.get("/verificar/documentos")

    answer = browser.submit({})

    assert answer.status == 422
    assert answer.page.title.startswith("Error:")
    assert "Elige tu identificación." in answer.page.text
    assert "Elige tu comprobante de domicilio." in answer.page.text


def test_handing_in_too_early_says_that_pictures_are_missing(aws: Aws) -> None:
    she = Photographing(aws)
    browser = chosen(she)
    sent = page_post("/verificar/enviar", {}, browser.cookies, csrf=False)
    sent["body"] = f"csrf={browser.cookies['__Host-csrf']}"

    answer = call(sent)

    assert answer.status == 409
    assert "Todavía faltan fotos" in answer.page.text


def test_other_documents_can_be_chosen_before_handing_in(aws: Aws) -> None:
    browser = chosen(Photographing(aws))

    browser.submit(action="/verificar/cambiar")
    browser.submit({"document": "passport", "bill": "water"})

    assert "Página de tu pasaporte" in browser.last.page.text


def test_a_picture_that_the_document_has_not_leads_back(aws: Aws) -> None:
    browser = chosen(Photographing(aws), document="passport")

    browser.get("/verificar/foto/reverso")

    assert browser.path == "/verificar"


def test_an_address_of_no_picture_is_not_found(aws: Aws) -> None:
    browser = chosen(Photographing(aws))

    assert browser.get("/verificar/foto/perro").status == 404
    assert browser.get("/verificar/recibida/perro").status == 404


@pytest.mark.parametrize("path", ["/verificar", "/verificar/documentos", "/verificar/foto/frente"])
def test_who_is_not_signed_in_signs_in_first(aws: Aws, path: str) -> None:
    answer = call(page_get(path))

    assert answer.status == 303
    assert answer.location.startswith("/entrar")


def test_who_signed_in_long_ago_signs_in_again_before_starting(aws: Aws) -> None:
    she = Photographing(aws)
    she.signed_in_long_ago(timedelta(hours=1))

    answer = she.browser.get("/verificar/documentos", follow=False)

    assert answer.location.startswith("/entrar")


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("submitted", "Estamos revisando"),
        ("waiting", "Estamos esperando a un registro"),
        ("review", "Una persona está revisando"),
        ("stuck", "está detenida"),
        ("accepted", "Llave Verificada"),
        ("rejected", "No pudimos aceptar"),
    ],
)
def test_each_state_says_what_happens_now(aws: Aws, state: str, said: str) -> None:
    she = Photographing(aws)
    browser = chosen(she)
    she.set_case(she.current()["id"], state=state)

    assert said in browser.get("/verificar").page.text


def test_a_rejection_says_what_to_do_with_which_picture_and_lets_her_try_again(aws: Aws) -> None:
    she = Photographing(aws)
    browser = chosen(she)
    case = she.current()["id"]
    she.upload(case, *SLOTS)
    she.call("POST", f"/v1/verifications/{case}/submit")
    she.set_case(case, state="rejected", reasons=["bill-too-old:bill", "face-differs:face"])

    page = browser.get("/verificar").page

    assert "Comprobante de domicilio: Tu comprobante tiene más de tres meses" in page.text
    assert "Intentos que te quedan en las próximas seis horas: 4." in page.text
    assert "/verificar/documentos" in page.links
    assert "face-differs" not in page.text
