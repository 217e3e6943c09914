"""What a mail says: in both of its forms, with our links alone, for everybody to read."""

import re
from datetime import UTC, datetime

import pytest

from functions.notify.content import Facts, when
from functions.notify.letters import CONTENTS, letter
from llave.people.outbox import SILENT, Kind
from tests.html import parse

FACTS = Facts(
    "https://llave.test", datetime(2026, 11, 22, 3, 5, tzinfo=UTC), "tok-en_" + "x" * 36, "012345"
)
# A code of the second step never goes by e-mail, which is no factor.
TOLD = [kind for kind in Kind if kind not in SILENT | {Kind.SIGN_IN_CODE}]


def test_every_kind_that_is_told_has_its_letter():
    assert sorted(CONTENTS) == sorted(TOLD)


@pytest.mark.parametrize("kind", TOLD)
def test_both_forms_say_the_same(kind: Kind):
    made = letter(kind, FACTS)
    page = parse(made.html)

    plain = " ".join(made.text.split())
    for sentence in re.split(r"\n\n", made.text):
        words = " ".join(sentence.removeprefix("-- \n").split())
        if "https://" not in words:
            assert words in page.text
    assert ("012345" in plain) == ("012345" in page.text)
    assert all(link in made.text for link in page.links)


@pytest.mark.parametrize("kind", TOLD)
def test_a_letter_leads_to_our_own_address_alone(kind: Kind):
    made = letter(kind, FACTS)

    addresses = re.findall(r"https?://[^\s\"'<]+", made.text + made.html)

    assert all(address.startswith("https://llave.test/") for address in addresses)


@pytest.mark.parametrize("kind", TOLD)
def test_a_letter_fetches_nothing_and_can_be_read_aloud(kind: Kind):
    html = letter(kind, FACTS).html

    assert not re.search(r"<(img|link|script|style|iframe)\b|url\(", html)
    assert '<html lang="es-MX">' in html
    assert html.count("<h1") == 1
    assert all('role="presentation"' in table for table in re.findall(r"<table[^>]*>", html))


def test_the_subject_holds_neither_code_nor_person():
    subjects = [letter(kind, FACTS).subject for kind in TOLD]

    assert len(set(subjects)) == len(TOLD)
    assert not any(re.search("[0-9]", subject) for subject in subjects)


def test_the_confirmation_names_nobody_and_offers_a_way_out():
    made = letter(Kind.CONFIRM_CONTACT, FACTS)

    assert f"https://llave.test/registro/confirmar?token={FACTS.token}" in made.text
    assert "No fui yo" in made.text
    assert "012345" in made.text


def test_a_code_is_written_as_it_is_zeros_included():
    assert "012345" in letter(Kind.RECOVERY_CODE, FACTS).text


def test_a_moment_is_told_by_the_clocks_of_mexicos_centre():
    assert when(FACTS.at) == "21 de noviembre de 2026 a las 21:05 (hora del centro de México)"


def test_a_code_and_a_token_do_not_show_in_a_trace():
    assert "012345" not in repr(FACTS)
    assert "012345" not in repr(letter(Kind.RECOVERY_CODE, FACTS))
