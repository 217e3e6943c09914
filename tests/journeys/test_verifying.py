"""From Básica to Verificada by clicks: at once, and on the second try, with scripts and without."""

import pytest

from tests.journeys.verifying import PATIENCE_S, applicant
from tests.papers import taken
from tests.reader.running import needs_the_reader

pytestmark = [needs_the_reader, pytest.mark.timeout(PATIENCE_S * 3)]


@pytest.fixture
def papers(cloud, tmp_path):
    return taken(cloud, tmp_path)


def test_good_pictures_are_accepted_at_once(cloud, page, papers):
    her = applicant(page, cloud, papers)
    her.choose()
    her.send("front")
    her.send("back")
    her.send("bill")
    her.photograph_herself()
    her.hand_in()

    her.hears("Tu cuenta es Llave Verificada")

    mail = her.she.reader.inbox(her.account.email, containing="Llave Verificada")
    assert mail["subject"] == "Tu cuenta ya es Llave Verificada"
    assert her.she.complaints == []


def test_a_bill_of_four_months_is_refused_with_help_and_a_newer_one_accepted(cloud, page, papers):
    her = applicant(page, cloud, papers)
    her.choose()
    her.send("front")
    her.send("back")
    her.send("bill", papers.again("bill", "--bill-age", "125"))
    her.photograph_herself()
    her.hand_in()
    her.hears("No pudimos aceptar tu solicitud")
    mail = her.she.reader.inbox(her.account.email, containing="todavía no podemos verificar")
    assert "/verificar" in mail["text"]

    said = page.locator("main").inner_text()
    assert "Tu comprobante tiene más de tres meses. Usa uno más reciente." in said
    her.she.press("Intentar de nuevo")
    her.pick()
    assert her.done() == {"front", "back"}
    her.send("bill")
    her.photograph_herself()
    her.hand_in()

    her.hears("Tu cuenta es Llave Verificada")


def test_without_scripts_an_expired_document_is_refused_with_help_and_a_person_looks_at_the_next(
    cloud, plain_page, papers
):
    her = applicant(plain_page, cloud, papers, scripts=False)
    expired = papers.again("front", "--valid-until", "2024-12-31")
    her.choose()
    her.send("front", expired)
    her.send("back")
    her.send("bill")
    her.send("face", name="selfie")
    her.hand_in()
    her.hears("No pudimos aceptar tu solicitud")

    said = plain_page.locator("main").inner_text()
    assert "Tu identificación está vencida. Usa otra que esté vigente." in said
    her.she.press("Intentar de nuevo")
    her.pick()
    assert her.done() == {"bill"}
    her.send("front")
    her.send("back")
    her.send("face", name="selfie")
    her.hand_in()

    her.hears("Una persona está revisando tu solicitud")
