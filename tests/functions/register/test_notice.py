"""The privacy notice says what becomes of whose data, with this deployment's own numbers and places."""

from dataclasses import replace

import pytest

from functions.register.notice import parts
from llave.settings import settings
from tests.aws import Aws
from tests.events import Browser

HOME, ABROAD = "México (región mx-central-1)", "Estados Unidos (región us-east-1)"


def said(**changes: object) -> str:
    """The whole notice of a deployment that differs so."""
    given = replace(settings(), **changes)  # type: ignore[arg-type]  # fields by name
    return " ".join(line for part in parts(given) for line in part.said)


@pytest.fixture
def page(aws: Aws) -> str:
    return Browser().get("/aviso-de-privacidad").page.text


@pytest.mark.parametrize(
    "words",
    [
        "Ley General de Protección de Datos Personales en Posesión de Sujetos Obligados",
        "las fotos de tu identificación, de tu comprobante de domicilio y de tu rostro",
        "datos biométricos: la ley los considera sensibles",
        "consentimiento expreso, que te pedimos antes de la primera foto",
        "la clave de elector y el número de la credencial",
        "Con RENAPO: tu CURP",
        "derechos ARCO",
        "unidad de transparencia",
        "recurso de revisión",
    ],
)
def test_it_names_what_is_used_and_what_she_can_do(page: str, words: str) -> None:
    assert words in page


def test_mail_and_text_messages_are_named_with_the_place_that_they_leave_from(page: str) -> None:
    assert f"Los correos salen de Amazon Web Services en {ABROAD}" in page
    assert f"Los mensajes de texto salen de Amazon Web Services en {ABROAD}" in page
    assert f"Amazon Web Services guarda y procesa tus datos en {HOME}" in page


def test_every_term_is_the_deployment_s_own(aws: Aws) -> None:
    text = said(evidence_days=101, cancelled_days=102, collecting_days=103, unconfirmed_days=104)

    assert "se borran 101 días después de la respuesta" in text
    assert "se borran 102 días después." in text
    assert "se cancela 103 días después de tu última foto" in text
    assert "se borra 104 días después." in text


def test_pictures_that_leave_the_country_to_be_read_are_said_to(aws: Aws) -> None:
    assert f"compara tu rostro en {HOME}: las fotos no salen de ahí" in said()
    abroad = said(reader_region="us-west-2")

    assert "Estados Unidos (región us-west-2): allá pasan las fotos" in abroad
    assert "las fotos no salen de ahí" not in abroad


def test_a_place_that_nobody_foresaw_is_another_country(aws: Aws) -> None:
    assert "otro país (región eu-west-1)" in said(mail_region="eu-west-1")
