"""Mistakes at each form: the summary leads to the field, what was typed stays, secrets do not."""

from collections.abc import Mapping

from playwright.sync_api import Page, expect

from tests.cloud import RunningCloud
from tests.journeys.accounts import Account, active, recovery_token
from tests.journeys.clicking import Clicking


def _told(she: Clicking, *fields: str, kept: Mapping[str, str]) -> None:
    """The page says what is wrong, where, and keeps what was typed."""
    page = she.page
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    assert page.title().startswith("Error:")
    assert list(she.errors()) == list(fields)
    for label, text in kept.items():
        expect(page.get_by_label(label, exact=True)).to_have_value(text)
    page.locator(".govuk-error-summary__list a").first.click()
    expect(page.locator(":focus")).to_have_attribute("id", fields[0])
    message = page.locator(f"#{fields[0]}-error")
    described = page.locator(f"#{fields[0]}").get_attribute("aria-describedby") or ""
    assert message.get_attribute("id") in described.split()


def test_mistakes_at_registration(cloud: RunningCloud, page: Page):
    she, account = Clicking(page, cloud), Account()
    for wrong in ("GALA900514MDFRPN08", "GALA900514MDFRPN", "XEXX010101HDFXXX04"):
        she.open("/registro")
        she.type("CURP", wrong)
        with page.expect_navigation():
            she.press("Consultar CURP")
        _told(she, "curp", kept={"CURP": wrong})

    she.give_curp(account.curp.lower())
    she.type("Código postal", "99999")
    she.type("Calle", "Avenida Juárez")
    she.press("Continuar")
    _told(
        she,
        "settlement_id",
        "exterior_number",
        kept={"Código postal": "99999", "Calle": "Avenida Juárez"},
    )
    she.give_address()

    she.give_contacts("ana@", "123")
    _told(
        she,
        "email",
        "phone",
        kept={
            "Correo electrónico (opcional si das tu celular)": "ana@",
            "Celular (opcional si das tu correo)": "123",
        },
    )
    she.give_contacts(account.email)

    for wrong in ("corta", account.email, "contraseña-contraseña"):
        she.choose_password(wrong)
        _told(she, "password", kept={"Contraseña": ""})
    she.choose_password(account.password)
    she.type("Código", "12")
    she.press("Confirmar")
    _told(she, "code", kept={"Código": ""})


def test_mistakes_at_an_address_abroad(cloud: RunningCloud, page: Page):
    she, account = Clicking(page, cloud), Account()
    she.give_curp(account.curp)
    she.follow("Vivo fuera de México")
    she.type("Domicilio completo", "12 Main Street, Chicago")
    she.press("Continuar")
    _told(she, "country", kept={"Domicilio completo": "12 Main Street, Chicago"})
    page.get_by_label("País").select_option("US")
    she.press("Continuar")
    assert she.heading() == "¿Cómo te contactamos?"

    she.type("Celular (opcional)", "+1 312 555 0123")
    she.press("Continuar")
    _told(she, "email", kept={"Celular (opcional)": "+1 312 555 0123"})


def test_mistakes_at_sign_in(cloud: RunningCloud, page: Page):
    she = Clicking(page, cloud)
    she.open("/entrar")
    she.sign_in("ni correo ni curp", "una-contraseña-cualquiera", phone="12")
    _told(
        she,
        "identifier",
        "phone",
        kept={"Correo electrónico o CURP": "ni correo ni curp", "Celular": "12", "Contraseña": ""},
    )
    expect(page.get_by_label("No, solo yo lo uso")).to_be_checked()

    she.sign_in("nadie@correo.example", "una-contraseña-cualquiera")
    expect(page.get_by_text("Los datos no coinciden.")).to_be_visible()
    expect(page.get_by_label("Correo electrónico o CURP")).to_have_value("nadie@correo.example")
    expect(page.get_by_label("Contraseña", exact=True)).to_have_value("")


def test_mistakes_at_recovery(cloud: RunningCloud, page: Page):
    she, account = Clicking(page, cloud), Account()
    she.open("/recuperar")
    she.type("Correo electrónico", "ana@")
    with page.expect_navigation():
        she.press("Enviar")
    _told(she, "email", kept={"Correo electrónico": "ana@"})

    token = recovery_token(active(cloud, account), account)
    she.open(f"/recuperar/nueva?token={token}")
    she.type("Contraseña nueva", "corta")
    she.press("Cambiar mi contraseña")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    assert "password" in she.errors()
    she.type("Contraseña nueva", f"otra-{account.password}")
    she.type("Código de 6 números", "000000")
    she.press("Cambiar mi contraseña")
    _told(she, "code", kept={"Contraseña nueva": "", "Código de 6 números": ""})
