"""Reviews as values: whose a case may be, and when looks are enough."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from llave.documents.reviews import Waiting
from llave.documents.workflow import Verdict
from llave.people.names import PersonName
from llave.staff.reviews import (
    ASSIGNED_FOR,
    Finding,
    Look,
    LookedAlready,
    NotAssigned,
    Review,
    assigned,
    chosen,
    current,
    excused,
    looked,
    namesakes,
    outcome_of,
)
from tests.fakes import NOW

NEW = Review("c1")
WAITING = Waiting("c1", NOW, urgent=False, token="t1")


def looks(*findings):
    return tuple(Look(f"st-{number}", one, NOW) for number, one in enumerate(findings))


@pytest.mark.parametrize("first", Finding)
@pytest.mark.parametrize("second", Finding)
def test_two_accepts_and_nothing_less_accept(first, second):
    outcome = outcome_of(looks(first, second))

    assert (outcome is Verdict.ACCEPT) == (first is second is Finding.ACCEPT)
    assert (outcome is Verdict.REJECT) == (Finding.REJECT in (first, second))


def test_one_look_alone_never_accepts():
    assert [outcome_of(looks(one)) for one in Finding] == [None, Verdict.REJECT, None]


def test_a_look_takes_the_case_out_of_her_hands():
    after = looked(assigned(NEW, "st-1", NOW), "st-1", Finding.ACCEPT, (), NOW)

    assert after.assigned is None
    assert not after.is_free_for("st-1", NOW)
    assert after.is_free_for("st-2", NOW)
    with pytest.raises(LookedAlready):
        looked(assigned(after, "st-1", NOW), "st-1", Finding.ACCEPT, (), NOW)


def test_what_is_in_other_hands_or_nobodys_is_not_hers():
    for review in (NEW, assigned(NEW, "st-2", NOW)):
        with pytest.raises(NotAssigned):
            looked(review, "st-1", Finding.REJECT, (), NOW)


def test_who_left_with_a_case_leaves_it_to_others_after_a_while():
    held = assigned(NEW, "st-1", NOW)

    assert not held.is_free_for("st-2", NOW + ASSIGNED_FOR - timedelta(seconds=1))
    assert held.is_free_for("st-2", NOW + ASSIGNED_FOR)
    with pytest.raises(NotAssigned):
        looked(held, "st-1", Finding.ACCEPT, (), NOW + ASSIGNED_FOR)


def test_who_gave_it_back_does_not_get_it_again():
    given_back = excused(assigned(NEW, "st-1", NOW), "st-1")

    assert not given_back.is_free_for("st-1", NOW)
    assert given_back.is_free_for("st-2", NOW)


def test_a_contest_rests_until_the_holder_had_her_time():
    resting = replace(NEW, contest_until=NOW + timedelta(hours=72))

    assert not resting.is_free_for("st-2", NOW + timedelta(hours=71))
    assert resting.is_free_for("st-2", NOW + timedelta(hours=72))


def test_what_waited_too_long_comes_first_and_the_rest_as_chance_says():
    pairs = [
        (replace(WAITING, case=f"c{n}", urgent=n in (3, 5)), Review(f"c{n}")) for n in range(6)
    ]

    order = [one.case for one, _ in chosen(pairs, "st-1", NOW, lambda found: found[::-1])]

    assert order == ["c5", "c3", "c4", "c2", "c1", "c0"]


def test_what_she_let_lie_is_hers_again_before_any_other_unless_somebody_took_it():
    pairs = [(replace(WAITING, case=f"c{n}", urgent=n == 2), Review(f"c{n}")) for n in range(3)]
    pairs[1] = (pairs[1][0], assigned(pairs[1][1], "st-1", NOW))
    later = NOW + ASSIGNED_FOR

    order = [one.case for one, _ in chosen(pairs, "st-1", later, lambda found: found[::-1])]
    others = [one.case for one, _ in chosen(pairs, "st-2", later, lambda found: found[::-1])]
    pairs[1] = (pairs[1][0], assigned(pairs[1][1], "st-2", later))
    taken = [one.case for one, _ in chosen(pairs, "st-1", later, lambda found: found[::-1])]

    assert order == ["c1", "c2", "c0"]
    assert others == ["c2", "c1", "c0"]
    assert taken == ["c2", "c0"]


def test_another_wait_of_the_workflow_begins_anew_but_remembers_who_excused_herself():
    done = replace(NEW, looks=looks(Finding.ACCEPT), answered="another", version=7)
    done = replace(done, excused=frozenset({"st-9"}), outcome=Verdict.ACCEPT)

    again = current(done, WAITING)

    assert (again.looks, again.outcome, again.answered) == ((), None, None)
    assert (again.excused, again.version) == (frozenset({"st-9"}), 7)


def test_a_longer_wait_without_an_answer_keeps_what_was_found():
    half = replace(NEW, looks=looks(Finding.ACCEPT), version=3)

    assert current(half, replace(WAITING, token="t2")) == half


NAMES = [
    PersonName("ANA", "GARCÍA", "LÓPEZ"),
    PersonName("Sofía", "Garcia", "Lopez"),
    PersonName("ANA", "GARCÍA", "PEÑA"),
    PersonName("ANA", "GARCÍA", "PENA"),
]


@pytest.mark.parametrize(("one", "other"), list(product(range(4), range(4))))
def test_namesakes_bear_both_surnames_however_they_are_written(one, other):
    alike = one == other or {one, other} == {0, 1}

    assert namesakes(NAMES[one], NAMES[other]) is alike


@pytest.mark.parametrize(
    ("said", "alike"),
    [
        (("GARCIA LOPEZ", None), True),
        (("García-López", ""), True),
        (("GARCIA", None), True),
        (("GARCIA", "LOPEZ PEREZ"), False),
        (("GARCIA PEREZ", None), False),
        (("LOPEZ", "GARCIA"), False),
        (("GARCIAS", None), False),
    ],
)
def test_an_issuer_may_join_the_surnames_or_leave_one_out(said, alike):
    colleague = PersonName("SOFÍA", *said)

    assert namesakes(colleague, NAMES[0]) is alike
    assert namesakes(NAMES[0], colleague) is alike


def test_a_surname_of_several_words_without_the_second_is_one_too():
    assert namesakes(PersonName("SOL", "DE LA CRUZ"), PersonName("EVA", "DE LA CRUZ", "RÍOS"))
