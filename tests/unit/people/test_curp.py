"""The CURP against RENAPO's rules, its own examples and two independent libraries."""

from contextlib import suppress
from datetime import date

import pytest
from catalogmx.validators.curp import CURPValidator
from hypothesis import given
from hypothesis import strategies as st
from stdnum.mx import curp as stdnum_curp

from llave.people.curp import CHECK_ALPHABET, Curp, CurpInvalid, CurpProblem, Sex, check_digit
from llave.people.curp_words import FORBIDDEN
from llave.places.states import BIRTH_STATES
from tests.strategies import curp_texts, curps

# The examples of RENAPO's Instructivo and of its form.
BOXW = "BOXW310820HNERXN09"
HEGG = "HEGG560427MVZRRL04"


def problem_of(text: str) -> str:
    with pytest.raises(CurpInvalid) as refusal:
        Curp.parse(text)
    assert refusal.value.field == "curp"
    return refusal.value.problem


def with_check_digit(first_17: str) -> str:
    return first_17 + check_digit(first_17)


@pytest.mark.parametrize(
    ("text", "born", "state", "sex"),
    [
        (BOXW, date(1931, 8, 20), "NE", Sex.MAN),
        (HEGG, date(1956, 4, 27), "VZ", Sex.WOMAN),
    ],
)
def test_the_official_examples_are_read(text: str, born: date, state: str, sex: Sex) -> None:
    curp = Curp.parse(text)

    assert (curp.value, curp.birth_date, curp.birth_state.code, curp.sex) == (
        text,
        born,
        state,
        sex,
    )


def test_lower_case_and_blanks_around_are_taken() -> None:
    assert Curp.parse("  hegg560427mvzrrl04\n") == Curp(HEGG)


def test_the_value_itself_takes_the_official_form_only() -> None:
    with pytest.raises(CurpInvalid):
        Curp(HEGG.lower())


def test_the_text_is_not_shown() -> None:
    curp = Curp(HEGG)

    assert HEGG not in f"{curp} {curp!r} {[curp]}"


def test_a_refusal_does_not_quote_what_was_typed() -> None:
    with pytest.raises(CurpInvalid) as refusal:
        Curp.parse("HEGG560427MVZRRL05")

    assert "HEGG" not in f"{refusal.value} {refusal.value!r}"


def test_the_third_sex_is_taken() -> None:
    curp = Curp(with_check_digit("HEGG560427XVZRRL0"))

    assert curp.sex is Sex.NON_BINARY


def test_a_person_born_abroad_has_a_state_without_inegi_number() -> None:
    assert Curp(BOXW).birth_state.inegi is None


def test_enie_weighs_on_every_letter_after_it_in_the_check_digit() -> None:
    assert CHECK_ALPHABET.index("Ñ") == 24
    assert check_digit("OOOO310820HNERXN0") != check_digit("NNNN310820HNERXN0")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", CurpProblem.LENGTH),
        (HEGG[:-1], CurpProblem.LENGTH),
        (HEGG + "0", CurpProblem.LENGTH),
        ("HEGG" * 300_000, CurpProblem.LENGTH),
        ("HEGG 60427MVZRRL04", CurpProblem.SHAPE),
        ("HEÑG560427MVZRRL04", CurpProblem.SHAPE),
        ("HBGG560427MVZRRL04", CurpProblem.SHAPE),
        ("HEGG560427MVZRAL04", CurpProblem.SHAPE),
        ("HEGG560427MVZRRL0\x00", CurpProblem.SHAPE),
        ("HEGG56042٧MVZRRL04", CurpProblem.SHAPE),
        ("heggı60427mvzrrl04", CurpProblem.SHAPE),
        (with_check_digit("HEGG561327MVZRRL0"), CurpProblem.DATE),
        (with_check_digit("HEGG560230MVZRRL0"), CurpProblem.DATE),
        (with_check_digit("HEGG560427FVZRRL0"), CurpProblem.SEX),
        (with_check_digit("HEGG560427MZZRRL0"), CurpProblem.STATE),
        (with_check_digit("PUTA560427MVZRRL0"), CurpProblem.FORBIDDEN_WORD),
        ("HEGG560427MVZRRL05", CurpProblem.CHECK_DIGIT),
    ],
)
def test_each_cause_has_its_own_code(text: str, problem: CurpProblem) -> None:
    assert problem_of(text) == problem.value


@pytest.mark.parametrize(
    "text",
    ["XEXX010101HDFXXX04", "XEXX010101HNEXXXA4", "XEXX010101MNEXXXA8", "XAXX010101HDFXXX01"],
)
def test_a_generic_curp_matches_no_person(text: str) -> None:
    assert problem_of(text) == CurpProblem.GENERIC.value


@pytest.mark.parametrize(
    ("first_17", "born"),
    [
        ("HEGG040229MVZRRLA", date(2004, 2, 29)),
        ("HEGG000229MVZRRLA", date(2000, 2, 29)),
        ("HEGG560229MVZRRL0", date(1956, 2, 29)),
    ],
)
def test_a_leap_day_exists_in_a_leap_year(first_17: str, born: date) -> None:
    assert Curp(with_check_digit(first_17)).birth_date == born


@pytest.mark.parametrize("first_17", ["HEGG050229MVZRRLA", "HEGG000229MVZRRL0"])
def test_a_leap_day_does_not_exist_in_another_year(first_17: str) -> None:
    assert problem_of(with_check_digit(first_17)) == CurpProblem.DATE.value


def test_the_homoclave_tells_the_century() -> None:
    before, after = (Curp(with_check_digit(f"HEGG050427MVZRRL{h}")) for h in "0A")

    assert (before.birth_date.year, after.birth_date.year) == (1905, 2005)


@pytest.mark.parametrize("word", sorted(FORBIDDEN))
def test_a_forbidden_word_is_refused_and_its_replacement_taken(word: str) -> None:
    assert problem_of(with_check_digit(f"{word}560427MVZRRL0")) == CurpProblem.FORBIDDEN_WORD.value
    assert Curp(with_check_digit(f"{word[0]}X{word[2:]}560427MVZRRL0"))


def test_age_counts_completed_years_and_a_leap_day_waits_for_march() -> None:
    curp = Curp(with_check_digit("HEGG040229MVZRRLA"))

    assert curp.age_on(date(2019, 2, 28)) == 14
    assert curp.age_on(date(2019, 3, 1)) == 15
    assert curp.age_on(date(2024, 2, 29)) == 20


def test_there_are_32_entities_and_born_abroad() -> None:
    numbers = [state.inegi for state in BIRTH_STATES.values() if state.inegi]

    assert len(BIRTH_STATES) == 33
    assert numbers == [f"{number:02d}" for number in range(1, 33)]


@given(curps())
def test_what_is_valid_survives_any_case_and_blanks(curp: Curp) -> None:
    assert Curp.parse(f" {curp.value.lower()} ") == curp


@given(curp_texts(sexes="HM"))
def test_both_libraries_take_what_we_take(text: str) -> None:
    curp = Curp(text)

    assert stdnum_curp.is_valid(text)
    assert stdnum_curp.get_birth_date(text) == curp.birth_date
    assert CURPValidator(text).is_valid()
    assert CURPValidator(text).validate_check_digit()


@given(curp_texts(sexes="HM"), st.integers(0, 17), st.sampled_from("0123456789AEHMXZ"))
def test_a_changed_character_is_taken_only_where_both_libraries_take_it(
    text: str, place: int, char: str
) -> None:
    changed = text[:place] + char + text[place + 1 :]
    try:
        Curp(changed)
    except CurpInvalid as refusal:
        # They know neither the generic ones, nor the third sex; stdnum knows no vowels.
        ours_alone = refusal.problem in {CurpProblem.GENERIC.value, CurpProblem.SHAPE.value}
        assert ours_alone or not stdnum_curp.is_valid(changed)
    else:
        assert changed[10] == "X" or stdnum_curp.is_valid(changed)
        assert changed[10] == "X" or CURPValidator(changed).is_valid()


@given(st.text(max_size=40))
def test_any_text_is_a_curp_or_a_refusal(text: str) -> None:
    with suppress(CurpInvalid):
        assert Curp.parse(text).value == text.strip().upper()
