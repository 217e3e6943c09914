"""Which passwords a person may choose, and that the reason for a refusal is the one to show."""

import random
import secrets
import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llave.people.blocklist import common, folded, readings, spanish
from llave.people.contacts import EmailAddress, PhoneNumber
from llave.people.curp import Curp
from llave.people.names import PersonName
from llave.people.passwords import (
    LONGEST,
    SHORTEST,
    Password,
    PasswordInvalid,
    PasswordProblem,
    PersonFacts,
    refusal_for,
)
from llave.people.phrases import phrase_entropy, phrase_words, suggest_phrase
from tests.strategies import curps, emails, mexican_phones

NOBODY = PersonFacts()
GLORIA = PersonFacts(
    Curp("HEGG560427MVZRRL04"),
    EmailAddress("gloria.hernandez@correo.mx"),
    PhoneNumber("+525512345678"),
    PersonName("Gloria Alejandra", "Hernández", "de la Cruz"),
)


def refusal(text: str, facts: PersonFacts = GLORIA) -> PasswordProblem | None:
    return refusal_for(Password.parse(text), facts)


@pytest.mark.parametrize(
    "text",
    [
        "correcto caballo pila",
        "mi perro come tacos al pastor",
        "x7#Kq9vLm2$Rt5&Wp",
        "gatos-verdes-sobre-Iztaccíhuatl",
        "a quién le importa la lluvia",
        "Gloria baila tango en Xalapa",
    ],
)
def test_a_long_password_of_ones_own_is_taken(text: str) -> None:
    assert refusal(text) is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", PasswordProblem.TOO_SHORT),
        ("x7#Kq9vLm2$Rt5", PasswordProblem.TOO_SHORT),
        ("HEGG560427MVZRRL04", PasswordProblem.IS_CURP),
        ("hegg-560427-mvzrrl-04", PasswordProblem.IS_CURP),
        ("HEGG560427MVZRRL0499", PasswordProblem.IS_CURP),
        ("hegg560427abcde", PasswordProblem.IS_CURP),
        ("gloria.hernandez@correo.mx", PasswordProblem.IS_EMAIL),
        ("Gloria.Hernandez@Correo.MX1", PasswordProblem.IS_EMAIL),
        ("+52 55 1234 5678", PasswordProblem.IS_PHONE),
        ("mi tel: 5512345678", PasswordProblem.IS_PHONE),
        ("Gloria Alejandra Hernández", PasswordProblem.IS_NAME),
        ("hernandezgloria1956", PasswordProblem.IS_NAME),
        ("de la cruz gloria 27", PasswordProblem.IS_NAME),
        ("HERNANDEZ hernandez", PasswordProblem.IS_NAME),
        ("llavemx-llavemx-2026", PasswordProblem.IS_SERVICE),
        ("Mi Llave CDMX 2026!", PasswordProblem.IS_SERVICE),
        ("aaaaaaaaaaaaaaaa", PasswordProblem.REPEATS),
        ("tormenta-tormenta-", PasswordProblem.REPEATS),
        ("!!!!!!!!!!!!!!!!", PasswordProblem.REPEATS),
        ("123456789012345", PasswordProblem.SEQUENCE),
        ("9876543210987654", PasswordProblem.SEQUENCE),
        ("qwertyuiopasdfghjklñ", PasswordProblem.SEQUENCE),
        ("password12345678", PasswordProblem.COMMON),
        ("P4$$w0rd!!!!2026", PasswordProblem.COMMON),
        ("zQjphsyf6ctifgu", PasswordProblem.COMMON),
        ("contraseña1234567", PasswordProblem.COMMON),
        ("2026-administrador", PasswordProblem.COMMON),
        ("MéxicoLindoYQuerido1", PasswordProblem.GUESSABLE),
        ("te amo mucho mi amor", PasswordProblem.GUESSABLE),
        ("Virgen de Guadalupe 12", PasswordProblem.GUESSABLE),
        ("juanperezgarcia", PasswordProblem.GUESSABLE),
        ("acapulco de juárez guerrero", PasswordProblem.GUESSABLE),
        ("estaesmicontraseñasegura", PasswordProblem.GUESSABLE),
        ("lunesmartesmiércoles", PasswordProblem.GUESSABLE),
        ("electrodomésticos", PasswordProblem.GUESSABLE),
        ("extraordinario2026", PasswordProblem.GUESSABLE),
    ],
)
def test_what_others_would_try_is_refused_with_its_reason(
    text: str, problem: PasswordProblem
) -> None:
    assert refusal(text) is problem


def test_a_name_counts_only_for_its_bearer() -> None:
    assert refusal("xochitlquetzalli1956", PersonFacts(name=PersonName("Xóchitl", "Quetzalli")))
    assert refusal("xochitlquetzalli1956", NOBODY) is None


def test_length_is_counted_in_code_points_of_nfc() -> None:
    decomposed = unicodedata.normalize("NFD", "ñandú-ópalo-éxtasis")

    password = Password.parse(decomposed)

    assert password.value == unicodedata.normalize("NFC", decomposed)
    assert password == Password.parse(unicodedata.normalize("NFC", decomposed))
    assert refusal("ñ" * (SHORTEST - 1)) is PasswordProblem.TOO_SHORT


def test_blanks_and_signs_inside_stay_and_blanks_around_are_a_slip() -> None:
    assert Password.parse("  dos  perros: ¡guau! \n").value == "dos  perros: ¡guau!"


@pytest.mark.parametrize("text", ["x" * (LONGEST + 1), "ab" * 500_000, "é" * (LONGEST + 1)])
def test_a_password_that_is_too_long_is_refused_before_any_work(text: str) -> None:
    with pytest.raises(PasswordInvalid) as refused:
        Password.parse(text)

    assert refused.value.problem == PasswordProblem.TOO_LONG.value
    assert refused.value.field == "password"


@pytest.mark.parametrize(
    "text", ["perro\x00gato-y-luna", "perro\ngato-y-luna", "\ud800perro-gato-luna"]
)
def test_what_no_keyboard_writes_is_refused(text: str) -> None:
    with pytest.raises(PasswordInvalid) as refused:
        Password.parse(text)

    assert refused.value.problem == PasswordProblem.CHARACTERS.value


def test_a_password_is_not_shown_by_accident() -> None:
    password = Password.parse("correcto caballo pila")

    assert "caballo" not in f"{password} {password!r} {[password]} {GLORIA!r}"


@given(curps(), emails(), mexican_phones(), st.integers(0, 9999))
def test_what_is_known_of_a_person_is_never_her_password(
    curp: Curp, email: EmailAddress, phone: PhoneNumber, digits: int
) -> None:
    facts = PersonFacts(curp, email, phone)
    for known in (curp.value, email.value, email.ascii, f"{phone.value} {phone.value[3:]}"):
        for text in (known, known.upper(), f"{known}{digits}", "-".join(known)):
            assert len(text) > LONGEST or refusal(text, facts) is not None


@given(st.text(max_size=LONGEST))
def test_any_text_is_a_password_or_a_refusal(text: str) -> None:
    try:
        password = Password.parse(text)
    except PasswordInvalid:
        return
    assert Password.parse(password.value) == password
    assert refusal_for(password, GLORIA) in {None, *PasswordProblem}


def test_the_lists_are_as_large_as_was_promised() -> None:
    assert len(common()) > 200_000
    assert len(spanish()) > 20_000


def test_a_list_holds_its_first_and_last_digest_and_no_stranger() -> None:
    assert "contrasena" in common()
    assert "mexicolindoyquerido" in spanish()
    assert "xqzvkjwyxqzvkjwy" not in common()
    assert sum(secrets.token_hex(12) in spanish() for _ in range(2000)) == 0


def test_folding_leaves_letters_and_digits() -> None:
    assert folded("Contraseña-Única 1") == "contrasenaunica1"
    assert "contrasena" in readings("c0ntr4s3ñ4!2026")


def test_a_suggested_phrase_is_four_words_that_are_taken() -> None:
    for _ in range(500):
        phrase = suggest_phrase(secrets.randbelow)
        assert len(phrase.split("-")) == 4
        assert refusal(phrase, NOBODY) is None


def test_a_suggested_phrase_comes_from_the_chance_that_is_given() -> None:
    first, again = (suggest_phrase(random.Random(7).randrange) for _ in range(2))

    assert first == again


def test_a_suggested_phrase_has_43_bits_and_is_typed_on_any_keyboard() -> None:
    assert phrase_entropy() > 43
    assert len(set(phrase_words())) == len(phrase_words())
    assert all(word.isascii() and word.isalpha() and word.islower() for word in phrase_words())


def test_importing_the_rules_reads_no_list() -> None:
    program = (
        "import llave.people.passwords, llave.people.blocklist as b, sys;"
        "sys.exit(b.common.cache_info().currsize + b.spanish.cache_info().currsize)"
    )

    subprocess.run(
        [sys.executable, "-c", program], check=True, env={"PYTHONPATH": ":".join(sys.path)}
    )
