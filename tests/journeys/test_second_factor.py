"""A passkey in Chromium's virtual authenticator, an app, and recovery codes: enrolled and used by clicks."""

import pyotp
from playwright.sync_api import Page, expect

from tests.journeys.accounts import Account, active
from tests.journeys.clicking import Clicking
from tests.journeys.fingers import AUTHENTICATOR


def signed_in(page: Page, cloud, account: Account, *, scripts: bool = True) -> Clicking:
    active(cloud, account)
    she = Clicking(page, cloud, scripts=scripts)
    she.open("/entrar")
    she.sign_in(account.email, account.password)
    assert she.heading() == "Mi cuenta"
    she.follow("Seguridad de tu cuenta")
    return she


def test_a_passkey_is_made_and_then_asked_for(cloud, telephone):
    account = Account()
    she = signed_in(telephone, cloud, account)
    she.press("Agregar una llave de acceso")
    she.type("Nombre para reconocerla (opcional)", "Mi computadora")
    with telephone.expect_navigation():
        she.press("Crear llave de acceso")
    expect(telephone.get_by_text("Mi computadora. Agregada el")).to_be_visible()
    she.open("/cuenta")
    she.press("Cerrar sesión")

    she.sign_in(account.email, account.password)
    assert she.heading() == "Confirma que eres tú"
    with telephone.expect_navigation():
        she.press("Usar mi llave de acceso")

    assert she.heading() == "Mi cuenta"
    mail = she.reader.inbox(account.email, containing="forma de confirmar que eres")
    assert mail["subject"] == "Cambió la seguridad de tu cuenta Llave"


def test_who_cancels_is_told_and_can_try_again(cloud, page):
    she = signed_in(page, cloud, Account())
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable", {"enableUI": False})
    refusing = {**AUTHENTICATOR, "isUserVerified": False}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": refusing})
    she.press("Agregar una llave de acceso")

    she.press("Crear llave de acceso")

    expect(page.get_by_text("No se creó la llave de acceso.")).to_be_visible()
    expect(page.get_by_role("button", name="Crear llave de acceso")).to_be_enabled()


def test_an_app_and_recovery_codes_without_scripts(cloud, plain_page):
    account = Account()
    she = signed_in(plain_page, cloud, account, scripts=False)
    she.press("Agregar una llave de acceso")
    # By text Playwright finds nothing that stands in a noscript.
    expect(plain_page.locator("noscript p")).to_be_visible()
    expect(plain_page.locator("noscript p")).to_contain_text("necesitan JavaScript")
    she.follow("Regresar")
    she.press("Agregar una aplicación")
    app = pyotp.TOTP(plain_page.locator("code").inner_text().replace(" ", ""))
    expect(plain_page.get_by_alt_text("Código QR para tu aplicación de códigos")).to_be_visible()
    she.type("Código de 6 números que muestra la aplicación", app.now())
    with plain_page.expect_navigation():
        plain_page.get_by_role("button", name="Agregar", exact=True).click()
    # The code that she has just typed was her second step.
    she.press("Crear códigos de respaldo")
    she.press("Crear códigos nuevos")
    codes = plain_page.locator("ol code").all_inner_texts()
    with plain_page.expect_download() as download:
        she.follow("Descargar como archivo de texto")
    kept = download.value.path().read_text("utf-8")
    assert len(codes) == 10
    assert all(code in kept for code in codes)
    she.open("/cuenta")
    she.press("Cerrar sesión")

    she.sign_in(account.email, account.password)
    she.follow("Usar un código de respaldo")
    she.type("Código de respaldo", codes[0])
    she.press("Continuar")

    assert she.heading() == "Mi cuenta"
