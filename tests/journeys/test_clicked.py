"""Register, confirm, sign in at an agency, be validated, recover: by clicks, with scripts and without."""

import re

import pytest
from playwright.sync_api import Page, expect

from local.citizen import code_in
from tests.journeys.clicking import Clicking


def test_the_whole_way_in_a_browser_with_scripts(cloud, page, somebody, mark, phone):
    _whole_way(Clicking(page, cloud), somebody(), mark, phone)


@pytest.mark.timeout(400)
def test_the_whole_way_without_scripts_on_a_small_phone(cloud, plain_page, somebody, mark, phone):
    _whole_way(Clicking(plain_page, cloud, scripts=False), somebody(), mark, phone)


def _whole_way(she: Clicking, person: dict[str, str], mark: str, phone: str) -> None:
    email, password = f"ana.{mark}@correo.example", f"cometa-{mark}-nopal-farol"
    _becomes_active(she, person, email, phone, password)
    _sends_her_form_at_the_agency(she, person, email, password)
    _recovers(she, email, phone, f"otro-{password}")
    assert she.complaints == []


def _becomes_active(
    she: Clicking, person: dict[str, str], email: str, phone: str, password: str
) -> None:
    she.open("/")
    she.press("Crear mi cuenta")
    she.register(person["curp"], password, email=email, phone=phone)
    assert she.heading() == "Confirma tu correo"
    she.give_code(email)
    assert she.heading() == "Tu cuenta está activa"
    she.follow("Confirmar también mi celular")
    she.give_code(f"+52{phone}")
    assert she.heading() == "Tu cuenta está activa"


def _sends_her_form_at_the_agency(
    she: Clicking, person: dict[str, str], email: str, password: str
) -> None:
    page = she.page
    she.open(she.cloud.agency)
    page.get_by_role("link", name="Entrar con Llave", exact=True).click()
    expect(page.get_by_text("Para continuar con tu trámite en")).to_be_visible()
    she.sign_in(email, password)
    assert "quiere usar los datos de tu Llave" in she.heading()
    she.press("Permitir")
    expect(page.get_by_label("Nombre")).to_have_value(person["given_names"])
    expect(page.get_by_label("Correo electrónico")).to_have_value(email)
    expect(page.get_by_label("CURP")).to_have_value(person["curp"])
    expect(page.get_by_text("Llave dice que el token es válido.")).to_be_visible()
    she.type("Escuela", "Universidad de Ejemplo")
    she.press("Enviar solicitud")
    assert she.heading() == "Recibimos tu solicitud"


def _recovers(she: Clicking, email: str, phone: str, password: str) -> None:
    she.open("/entrar")
    assert she.heading() == "Mi cuenta", "who is signed in need not sign in"
    she.press("Cerrar sesión")
    she.follow("Olvidé mi contraseña")
    she.type("Correo electrónico", email)
    she.type("Celular", phone)
    she.is_no_robot()
    she.press("Enviar")
    assert she.heading() == "Revisa tus mensajes"
    she.open(she.link(email, containing="/recuperar/nueva"))
    she.type("Contraseña nueva", password)
    code = code_in(she.reader.inbox(f"+52{phone}", containing="codigo para cambiar"))
    she.type("Código de 6 números", code)
    she.press("Cambiar mi contraseña")
    expect(she.page.get_by_text("Cambiamos tu contraseña y cerramos todas")).to_be_visible()
    she.sign_in(email, password)
    assert she.heading() == "Mi cuenta"
    _lost_its_token(she)


def _lost_its_token(she: Clicking) -> None:
    """Her form at the agency is still open, and its token is worth nothing."""
    she.open(f"{she.cloud.agency}/beca")
    expect(she.page.get_by_text("Llave dice que el token ya no es válido.")).to_be_visible()
    assert re.search(r"active\s+false", she.page.locator("dl").inner_text())


def test_scripts_fill_the_colonias_and_judge_the_password(cloud, page, somebody):
    she = Clicking(page, cloud)
    she.give_curp(somebody()["curp"])

    she.type("Código postal", "97000")
    expect(page.locator("#postal-place")).to_contain_text("Yucatán")
    expect(page.get_by_role("button", name="Buscar colonias")).to_have_count(0)
    she.give_address("97000")
    she.give_contacts(phone="5512345678")
    she.type("Contraseña", "corta")
    expect(page.get_by_text("Faltan 10 caracteres para llegar a 15.")).to_be_visible()
    she.press("Sugerir una frase")
    expect(page.get_by_text("Puedes usar esta frase.")).to_be_visible()
    suggested = page.get_by_label("Contraseña", exact=True).input_value()
    assert len(suggested.split("-")) == 4
    expect(page.get_by_text(suggested)).to_be_visible()


def test_the_password_is_shown_when_she_asks(cloud, page: Page):
    she = Clicking(page, cloud)
    she.open("/entrar")
    she.type("Contraseña", "una frase que se ve")

    page.get_by_role("button", name="Mostrar la contraseña").click()

    assert page.get_by_label("Contraseña", exact=True).get_attribute("type") == "text"
    assert page.get_by_label("Contraseña", exact=True).input_value() == "una frase que se ve"
