"""A text message is one part: 160 characters of the GSM alphabet."""

import pytest

from functions.notify.content import Facts
from functions.notify.texts import TEXTS, text_message
from infra.environments import ENVIRONMENTS
from llave.people.outbox import SILENT, Kind
from tests.fakes import NOW

# GSM 03.38's basic alphabet; its extension ({}[]~|^€\) would cost two characters each.
GSM = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
ORIGINS = [environment.origin for environment in ENVIRONMENTS.values()]


@pytest.mark.parametrize("origin", ORIGINS)
@pytest.mark.parametrize("kind", sorted(TEXTS))
def test_a_text_is_one_part(kind: Kind, origin: str):
    message = text_message(kind, Facts(origin, NOW, "t" * 43, "012345"))

    assert len(message) <= 160
    assert set(message) <= GSM
    assert message.startswith("Llave: ")


def test_every_kind_that_is_told_has_its_text():
    assert sorted(TEXTS) == sorted(kind for kind in Kind if kind not in SILENT)


def test_the_code_stands_before_everything_that_a_lock_screen_cuts_off():
    message = text_message(Kind.CONFIRM_CONTACT, Facts("https://llave.test", NOW, "", "012345"))

    assert message.startswith("Llave: 012345 ")


def test_a_link_is_ours_and_ends_before_the_words_go_on():
    message = text_message(Kind.RECOVERY, Facts("https://llave.test", NOW, "tok-en", ""))

    assert "https://llave.test/recuperar/nueva?token=tok-en " in message
