"""An agency asks for Verificada: its person does in Llave what is missing, and gets back to it."""

import pytest
from playwright.sync_api import Page, expect

from tests.cloud import RunningCloud
from tests.journeys.accounts import Account, active
from tests.journeys.clicking import Clicking
from tests.journeys.verifying import PATIENCE_S, Applicant, basica
from tests.papers import taken
from tests.reader.running import needs_the_reader

ONWARD = "Continuar con Catastro Demo"
PLEASE = "Haces esto para continuar tu trámite con Catastro Demo."


def sent_by_the_agency(page: Page, cloud: RunningCloud, account: Account) -> Clicking:
    """She begins at the agency and signs in."""
    she = Clicking(page, cloud)
    she.open(cloud.agency)
    she.follow("Entrar con Llave Verificada")
    she.sign_in(account.email, account.password)
    assert she.heading() == "Seguridad de tu cuenta"
    expect(page.get_by_text(PLEASE)).to_be_visible()
    return she


def add_a_passkey(she: Clicking) -> None:
    she.press("Agregar una llave de acceso")
    with she.page.expect_navigation():
        she.press("Crear llave de acceso")
    expect(she.page.get_by_role("button", name=ONWARD)).to_be_visible()


@needs_the_reader
@pytest.mark.timeout(PATIENCE_S * 3)
def test_who_verifies_herself_on_the_way_is_back_at_the_agency_as_the_holder(
    cloud, telephone, tmp_path
):
    papers = taken(cloud, tmp_path)
    account, _ = basica(cloud, papers)
    she = sent_by_the_agency(telephone, cloud, account)
    add_a_passkey(she)
    she.press(ONWARD)
    assert she.heading() == "Verifica tu cuenta"
    expect(telephone.get_by_text(PLEASE)).to_be_visible()

    her = Applicant(she, papers, account)
    her.choose()
    for picture in ("front", "back", "bill"):
        her.send(picture)
    her.photograph_herself()
    her.hand_in()
    her.hears("Tu cuenta es Llave Verificada")

    she.press(ONWARD)
    assert she.heading() == "Confirma que eres tú"
    with telephone.expect_navigation():
        she.press("Usar mi llave de acceso")
    expect(telephone.get_by_text("Entraste como")).to_be_visible()
    she.press("Permitir")
    expect(telephone.get_by_text("tu identidad está comprobada")).to_be_visible()
    expect(telephone.get_by_text(account.curp)).to_be_visible()
    expect(telephone.get_by_text("Credencial para votar")).to_be_visible()
    assert she.complaints == []


def test_who_can_not_verify_herself_now_keeps_her_errand_and_the_agency_says_it_waits(
    cloud, telephone
):
    account = Account()
    active(cloud, account)
    she = sent_by_the_agency(telephone, cloud, account)
    add_a_passkey(she)
    she.press(ONWARD)

    she.follow("No puedo terminar ahora")
    she.press("Guardar y seguir después")
    assert she.heading() == "Tu trámite con Catastro Demo"
    kept = telephone.url
    she.follow("Volver por ahora a Catastro Demo")
    assert she.heading() == "Tu trámite queda pendiente"

    # Days later, by the link that she kept.
    she.open(kept)
    she.press("Comprobar quién soy")
    assert she.heading() == "Verifica tu cuenta"
    assert she.complaints == []


def test_who_does_not_want_to_go_up_is_back_at_the_agency_which_says_what_it_needs(cloud, page):
    account = Account()
    active(cloud, account)
    she = sent_by_the_agency(page, cloud, account)

    she.follow("No puedo terminar ahora")
    she.press("Volver a Catastro Demo sin terminar")

    assert she.heading() == "No se pudo entrar con Llave"
    expect(page.get_by_text("Este trámite necesita una Llave Verificada")).to_be_visible()
    expect(page.get_by_text("unmet_authentication_requirements")).to_be_visible()
    assert she.complaints == []
