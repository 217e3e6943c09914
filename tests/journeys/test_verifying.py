"""From Básica to Verificada by clicks: at once, and on the second try."""

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
