"""Confirming an e-mail: in the browser that registered, in another, by the victim, after a slip."""

from playwright.sync_api import Browser, Page, expect

from local.citizen import link_in
from tests.browsers import opened
from tests.cloud import RunningCloud
from tests.journeys.accounts import Account, registered
from tests.journeys.clicking import Clicking


def test_the_link_confirms_in_the_browser_that_registered(cloud: RunningCloud, page: Page):
    she, account = Clicking(page, cloud), Account()
    she.register(account.curp, account.password, email=account.email)

    she.open(she.link(account.email, "/registro/confirmar"))
    assert page.get_by_label("Contraseña").count() == 0
    she.press("Confirmar mi correo")

    assert she.heading() == "Tu cuenta está activa"
    she.press("Entrar")
    she.sign_in(account.email, account.password)
    assert she.heading() == "Mi cuenta"


def test_in_another_browser_the_link_asks_for_the_password(cloud: RunningCloud, page: Page):
    she, account = Clicking(page, cloud), Account()
    citizen = registered(cloud, account)
    link = link_in(citizen.inbox(account.email))

    she.open(link)
    she.type("Contraseña", "no-es-la-que-elegi")
    she.press("Confirmar mi correo")
    assert list(she.errors()) == ["password"]
    assert page.get_by_label("Contraseña", exact=True).input_value() == ""
    she.type("Contraseña", account.password)
    she.press("Confirmar mi correo")

    assert she.heading() == "Tu cuenta está activa"
    she.open(link)
    assert she.heading() == "Este enlace ya no sirve"


def test_the_victim_says_it_was_not_her_and_the_attacker_has_nothing(
    cloud: RunningCloud, page: Page
):
    she, account = Clicking(page, cloud), Account()
    attacker = registered(cloud, account)
    link = link_in(attacker.inbox(account.email))

    she.open(link)
    page.get_by_text("¿No creaste una cuenta?").click()
    she.press("No fui yo, borrar el registro")
    assert she.heading() == "Listo, quitamos tu correo"
    page.reload()
    assert she.heading() == "Listo, quitamos tu correo"

    she.open(link)
    assert she.heading() == "Este enlace ya no sirve"
    assert attacker.sign_in(account.email, account.password).status_code == 401


def test_who_has_not_confirmed_is_told_so_corrects_the_address_and_confirms(
    cloud: RunningCloud, chromium: Browser
):
    typed, meant = Account(), Account()
    registered(cloud, typed)
    with opened(chromium, cloud) as context:
        she = Clicking(context.new_page(), cloud)
        she.open("/cuenta")
        she.sign_in(typed.email, typed.password)
        assert she.heading() == "Confirma tu cuenta"
        expect(she.page.get_by_text("Tu cuenta todavía no está activa.")).to_be_visible()

        she.type("Correo correcto", meant.email)
        she.press("Corregir y enviar")
        expect(
            she.page.get_by_text("Listo. Enviamos un código a tu nuevo contacto.")
        ).to_be_visible()
        she.type("Código de 6 números", "000000")
        she.press("Confirmar")
        assert list(she.errors()) == ["code"]
        she.give_code(meant.email, label="Código de 6 números")

        expect(she.page.get_by_text("Tu cuenta está activa. Ya puedes entrar.")).to_be_visible()
        she.sign_in(meant.email, typed.password)
        assert she.heading() == "Mi cuenta"
        expect(she.page.get_by_text(meant.email)).to_be_visible()
