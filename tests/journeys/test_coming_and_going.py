"""Back, reload, leave, return; what is not there, is down, or is not for everybody."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browsers import opened
from tests.cloud import RunningCloud
from tests.journeys.accounts import Account, active
from tests.journeys.clicking import Clicking
from tests.somebody import a_child

REGISTRATION = "__Host-registration"
SESSION = "__Host-session"


def _cookie(page: Page, name: str) -> dict[str, object] | None:
    return next((dict(one) for one in page.context.cookies() if one["name"] == name), None)


def test_going_back_shows_what_was_given_and_reloading_is_harmless(cloud: RunningCloud, page: Page):
    she, account = Clicking(page, cloud), Account()
    she.give_curp(account.curp)
    page.reload()
    assert she.heading() == "Revisa tus datos y escribe tu domicilio"
    she.give_address(street="Calle de Regreso")
    she.follow("Regresar")
    expect(page.get_by_label("Calle")).to_have_value("Calle de Regreso")
    page.go_back()
    assert she.heading() == "¿Cómo te contactamos?"
    she.give_contacts(account.email)
    she.follow("Regresar")
    expect(page.get_by_label("Correo electrónico (opcional si das tu celular)")).to_have_value(
        account.email
    )
    she.press("Continuar")
    she.choose_password(account.password)
    page.reload()
    assert she.heading() == "Confirma tu correo"
    page.go_back()
    assert she.heading() == "Confirma tu correo", "a finished step is not shown again"


def test_a_registration_is_resumed_after_the_browser_was_closed(
    cloud: RunningCloud, chromium: Browser
):
    account = Account()
    with opened(chromium, cloud) as context:
        she = Clicking(context.new_page(), cloud)
        she.give_curp(account.curp)
        she.give_address()
        kept = context.storage_state()
    with opened(chromium, cloud, storage_state=kept) as context:
        she = Clicking(context.new_page(), cloud)
        she.open("/registro")
        assert she.heading() == "Tienes un registro sin terminar"
        she.press("Continuar mi registro")
        assert she.heading() == "¿Cómo te contactamos?"


@pytest.mark.parametrize(
    "path", ["/registro/domicilio", "/registro/contacto", "/registro/contrasena", "/registro/listo"]
)
def test_without_the_cookie_of_a_registration_one_begins_again(cloud: RunningCloud, page, path):
    # Chromium takes it at http://localhost as well, but not from here.
    url = cloud.origin.replace("http:", "https:")
    ended = {"name": REGISTRATION, "value": "x" * 43, "url": url, "secure": True}
    page.context.add_cookies([ended])
    she = Clicking(page, cloud)
    she.open(path)
    assert she.heading() == "Escribe tu CURP"
    expect(
        page.get_by_text("Tu registro venció o lo empezaste en otro dispositivo.")
    ).to_be_visible()


def test_a_registration_that_ends_under_ones_hands_says_so(cloud: RunningCloud, page: Page):
    she = Clicking(page, cloud)
    she.give_curp(Account().curp)
    page.context.clear_cookies(name=REGISTRATION)
    she.give_address()
    assert she.heading() == "Escribe tu CURP"
    expect(page.get_by_text("Tu registro venció")).to_be_visible()


def test_renapo_is_down_and_nothing_is_lost(cloud: RunningCloud, page: Page):
    she, account = Clicking(page, cloud), Account()
    cloud.set_registry("down")
    try:
        she.give_curp(account.curp)
    finally:
        cloud.set_registry("up")
    expect(page.get_by_text("Por el momento RENAPO no responde")).to_be_visible()
    expect(page.get_by_label("CURP", exact=True)).to_have_value(account.curp)

    she.is_no_robot()
    with page.expect_navigation():
        she.press("Consultar CURP")

    assert she.heading() == "Revisa tus datos y escribe tu domicilio"


def test_a_child_is_told_who_can_act_for_it(cloud: RunningCloud, page: Page):
    she = Clicking(page, cloud)
    she.give_curp(a_child()["curp"])

    assert she.heading() == "Para crear una cuenta necesitas tener 15 años"
    assert _cookie(page, REGISTRATION) is None


def test_on_a_shared_device_nothing_outlives_the_browser_and_leaving_leaves_nothing(
    cloud: RunningCloud, page: Page
):
    she, account = Clicking(page, cloud), Account()
    active(cloud, account)
    she.open("/cuenta")
    assert she.heading() == "Entra a tu cuenta"
    she.sign_in(account.email, account.password, device="Sí, lo usan otras personas")
    assert she.heading() == "Mi cuenta"
    session = _cookie(page, SESSION)
    assert session is not None
    assert session["expires"] == -1
    assert _cookie(page, "__Host-device") is None

    she.press("Cerrar sesión")
    expect(page.get_by_text("Cerraste tu sesión.")).to_be_visible()
    assert _cookie(page, SESSION) is None
    page.go_back()
    expect(page.get_by_role("heading", name="Entra a tu cuenta")).to_be_visible()
    expect(page.get_by_text(account.curp)).to_have_count(0)


def test_a_device_is_remembered_by_choice_only(cloud: RunningCloud, page: Page):
    she, account = Clicking(page, cloud), Account()
    active(cloud, account)
    she.open("/entrar")
    she.sign_in(account.email, account.password, device="No, solo yo lo uso")
    assert _cookie(page, "__Host-device") is None
    she.press("Cerrar sesión")
    she.sign_in(account.email, account.password, device="No, y quiero que Llave lo recuerde")
    device = _cookie(page, "__Host-device")
    assert device is not None
    assert device["httpOnly"]
    assert device["secure"]


def test_saying_no_to_an_agency_brings_one_back_to_it(cloud: RunningCloud, page: Page):
    she, account = Clicking(page, cloud), Account()
    active(cloud, account)
    she.open(cloud.agency)
    she.follow("Entrar con Llave")
    she.sign_in(account.email, account.password)
    she.press("No permitir")

    assert she.heading() == "No se pudo entrar con Llave"
    expect(page.get_by_text("No diste permiso de usar tus datos.")).to_be_visible()
