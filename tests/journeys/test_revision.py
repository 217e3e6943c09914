"""Reviewers in browsers of their own: two accept, one rejects, and a CURP comes back to its owner."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import expect

from local.authenticator import signed_in
from local.deploy.clients import Cloud
from tests.browsers import opened
from tests.journeys.clicking import Clicking
from tests.journeys.fingers import AUTHENTICATOR
from tests.journeys.looking import complaints
from tests.journeys.reviewing import PATIENCE_S, Applicant, Working, applied
from tests.journeys.waiting_over import let_72_hours_pass
from tests.papers import OTHER_FACE, looked_at, with_face
from tests.reader.running import needs_the_reader

pytestmark = pytest.mark.timeout(PATIENCE_S * 4)
ACCEPT = "Aceptar: los documentos están en orden"
REJECT = "Rechazar"

At = Callable[[str], Working]


@pytest.fixture
def at_work(chromium, cloud) -> Iterator[At]:
    """Somebody of the staff, signed in, in a browser that nobody else uses."""
    with ExitStack() as browsers:

        def sit_down(name: str) -> Working:
            # For axe, which is a foreign script.
            context = browsers.enter_context(opened(chromium, cloud, bypass_csp=True))
            page = context.new_page()
            working = Working(page, cloud, name)
            working.sign_in()
            return working

        yield sit_down


@needs_the_reader
def test_two_reviewers_in_two_browsers_accept(cloud, at_work, tmp_path):
    her = applied(cloud, looked_at(cloud, tmp_path))
    rebeca, samuel = at_work("rebeca.luna"), at_work("samuel.vidal")

    rebeca.is_given(her.case.case)
    rebeca.sees_pictures(4)
    assert complaints(rebeca.page, "revision-caso") == []
    rebeca.says(ACCEPT)
    assert her.case.current()["state"] == "review"
    rebeca.she.open(f"/revision/caso/{her.case.case}")
    assert rebeca.she.heading() == "No puedes hacer esto"
    samuel.is_given(her.case.case)
    samuel.says(ACCEPT)

    assert her.case.at_rest(PATIENCE_S, at="accepted")["state"] == "accepted"
    assert her.level() == "verificada"
    told = her.citizen.inbox(her.account.email, containing="Llave Verificada")
    assert told["subject"] == "Tu cuenta ya es Llave Verificada"
    assert rebeca.she.complaints == samuel.she.complaints == []


@needs_the_reader
def test_one_reviewer_rejects_and_the_person_reads_why(cloud, at_work, tmp_path):
    her = applied(cloud, looked_at(cloud, tmp_path))
    irene = at_work("irene.zamora")
    irene.is_given(her.case.case)

    irene.page.get_by_label(REJECT).check()
    irene.she.press("Enviar mi veredicto")
    expect(irene.page.get_by_role("alert")).to_contain_text("Elige el motivo del rechazo.")
    assert complaints(irene.page, "revision-caso-error") == []
    irene.page.get_by_label(REJECT).check()
    irene.page.get_by_label("Motivo, si rechazas").select_option("La foto no se ve bien")
    irene.page.get_by_label("¿Qué foto?").select_option("Reverso")
    irene.she.press("Enviar mi veredicto")
    irene.page.wait_for_url("**/revision")

    case = her.case.at_rest(PATIENCE_S, at="rejected")
    assert case["reasons"] == [{"code": "retake", "slot": "back"}]
    assert her.level() == "basica"


@needs_the_reader
def test_the_true_owner_wins_her_curp_back_from_a_squatter(cloud, at_work, tmp_path, chromium):
    papers = looked_at(cloud, tmp_path / "hers")
    squatter = applied(cloud, with_face(papers, OTHER_FACE, tmp_path / "forged"))
    rebeca, samuel = at_work("rebeca.luna"), at_work("samuel.vidal")
    for fooled in (rebeca, samuel):
        fooled.is_given(squatter.case.case)
        fooled.says(ACCEPT)
    squatter.case.at_rest(PATIENCE_S, at="accepted")
    assert squatter.level() == "verificada"
    owner = applied(cloud, papers)

    rebeca.is_given(owner.case.case)
    assert "Otra cuenta ya comprobó esta CURP" in rebeca.page.locator("main").inner_text()
    # Her document with another's face on it came before.
    expect(rebeca.page.get_by_text("El número del documento").first).to_be_visible()
    rebeca.sees_pictures(2, within=".llave-review__pair:first-of-type")
    assert complaints(rebeca.page, "revision-caso-titular") == []
    rebeca.says("Es creíble: avisar a la otra cuenta y abrir la disputa")
    squatter.citizen.inbox(squatter.account.email, containing="72 horas")
    assert squatter.level() == "verificada"
    assert looks_at_the_contest(cloud, chromium, squatter) == []
    samuel.she.open("/revision")
    expect(samuel.page.get_by_text("Plazo de 72 horas de la otra cuenta").first).to_be_visible()
    let_72_hours_pass(Cloud(cloud.settings.emulator), owner.case.case)
    samuel.is_given(owner.case.case)
    expect(samuel.page.get_by_text("No ha objetado.")).to_be_visible()
    assert complaints(samuel.page, "revision-caso-disputa") == []
    samuel.says("La CURP es de la persona de este caso")

    assert owner.case.at_rest(PATIENCE_S, at="accepted")["state"] == "accepted"
    assert owner.level() == "verificada"
    assert not squatter.is_signed_in
    assert squatter.case.app is not None
    email, password = squatter.account.email, squatter.account.password
    signed_in(squatter.citizen, email, password, squatter.case.app)
    assert squatter.level() == "basica"


def looks_at_the_contest(cloud, chromium, holder: Applicant) -> list[str]:
    """What is wrong with the pages on which a holder hears of a contest and can object to it."""
    with opened(chromium, cloud, bypass_csp=True) as context:
        she = Clicking(context.new_page(), cloud)
        holder.enters(she)
        found = complaints(she.page, "cuenta-disputa")
        she.follow("Ver qué pasa y oponerme")
        assert she.heading() == "Otra persona dice que tu CURP es suya"
        return found + complaints(she.page, "disputa")


def test_two_operators_let_somebody_review(cloud, at_work):
    ofelia, tomas = at_work("ofelia.rangel"), at_work("tomas.ibarra")
    # Without a role in local/staff.json.
    name = "nuevo.ingreso"
    ofelia.page.get_by_label("Usuario").fill(name)
    ofelia.page.get_by_label("Revisión").check()
    ofelia.page.get_by_label("Dar el permiso").check()
    ofelia.she.press("Proponer")
    expect(ofelia.page.get_by_text("Lo tiene que confirmar otra persona.")).to_be_visible()

    tomas.she.open("/revision/personal")
    tomas.she.press(f"Confirmar para {name}")

    expect(tomas.page.get_by_text("Lo propuso")).to_have_count(0)
    assert at_work(name).she.heading() == "Casos por revisar"


def test_a_passkey_opens_the_console(cloud, chromium):
    with opened(chromium, cloud) as context:
        samuel = Working(context.new_page(), cloud, "samuel.vidal")
        session = context.new_cdp_session(samuel.page)
        session.send("WebAuthn.enable", {"enableUI": False})
        session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        samuel.at_the_issuer()
        samuel.she.press("Crear una llave de acceso")
        expect(samuel.page.get_by_text("Llave de acceso creada.")).to_be_visible()
        samuel.she.type("Código de tu aplicación", "")

        samuel.she.press("Usar mi llave de acceso")

        samuel.page.wait_for_url("**/revision")
        assert samuel.she.heading() == "Casos por revisar"
