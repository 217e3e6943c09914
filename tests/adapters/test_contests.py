"""A contest for a CURP, from a reviewer's finding to another reviewer's decision."""

from datetime import timedelta

import pytest

from llave import wiring
from llave.documents.cases import Case, State
from llave.people import contesting
from llave.people.accounts import Level
from llave.people.contests import (
    NOTICE,
    Contest,
    ContestClosed,
    ContestOpen,
    NotStrongEnough,
    SameReviewer,
    TooEarly,
)
from llave.people.contests import State as ContestState
from llave.people.evidence import Strength
from llave.people.holders import become_holder
from llave.people.keyring import Purpose
from llave.people.outbox import Kind
from tests.aws import Aws
from tests.fakes import NOW, FakeKeyring
from tests.verifying import Town, evidence, town

OPENED = NOW + timedelta(days=1)
DECIDED = OPENED + NOTICE


@pytest.fixture
def here(aws: Aws) -> Town:
    """Squatter holds by an automatic acceptance; owner's case is in review."""
    made = town(aws)
    made.declares("squatter")
    made.declares("other")
    held = made.submits("squatter")
    become_holder(evidence("squatter", held.id), made.curp, (), wiring.holding())
    made.declares("owner", NOW)
    return made


@pytest.fixture
def case(here: Town) -> Case:
    return here.submits("owner", OPENED, State.REVIEW)


def find_credible(here: Town, case: Case, offers=Strength.SUPERIOR, reviewer="a") -> Contest:
    holder = wiring.holders().of(here.curp)
    assert holder is not None
    finding = contesting.Credible(case.id, case.person, offers, reviewer)
    opened = contesting.opened(finding, holder, here.id, OPENED)
    wiring.contests().open(opened)
    return opened.contest


def decide(here: Town, contest: Contest, reviewer="b", at=DECIDED, strength=Strength.SUPERIOR):
    holder = wiring.holders().of(here.curp)
    assert holder is not None
    proof = evidence(contest.challenger, contest.case, strength, at, (contest.opened_by, reviewer))
    won = contesting.won(contest, holder, proof, here.curp, (), here.id)
    contesting.displace(won, wiring.contests(), wiring.holding())


def standing(contest: Contest) -> Contest:
    found = wiring.contests().get(contest.id)
    assert found is not None
    return found


def holder_of(here: Town) -> str:
    found = wiring.holders().of(here.curp)
    assert found is not None
    return found.person


def test_opening_changes_nothing_for_the_holder_but_that_she_is_told(here, case, aws):
    before = here.account("squatter")
    contest = find_credible(here, case)

    assert here.account("squatter") == before
    assert holder_of(here) == "squatter"
    assert wiring.contests().against("squatter") == contest
    assert [m.person for m in aws.outbox(Kind.CONTEST_OPENED)] == ["squatter"]


def test_the_true_owner_wins_after_notice_and_a_second_reviewer(here, case):
    contest = find_credible(here, case)
    decide(here, contest)

    owner, squatter = here.account("owner"), here.account("squatter")
    decided_case = wiring.cases().get(case.id)
    assert holder_of(here) == "owner"
    assert (owner.level, owner.displaced_at) == (Level.VERIFICADA, None)
    assert (squatter.level, squatter.evidence) == (Level.BASICA, None)
    assert squatter.displaced_at == squatter.ended_before == DECIDED
    assert standing(contest).state is ContestState.DISPLACED
    assert wiring.contests().against("squatter") is None
    assert decided_case is not None
    assert decided_case.state is State.ACCEPTED


def test_nothing_of_the_displaced_is_deleted(here, case, aws):
    contest = find_credible(here, case)
    before = {(i["pk"], i["sk"]) for i in aws.items("people")}
    decide(here, contest)
    after = {(i["pk"], i["sk"]) for i in aws.items("people")}

    # The pointers to the open contest are all that goes.
    assert before - after == {("PERSON#squatter", "CONTEST"), (f"CASE#{case.id}", "CONTEST")}


def test_who_opened_it_does_not_decide_it(here, case):
    contest = find_credible(here, case)

    with pytest.raises(SameReviewer):
        decide(here, contest, reviewer="a")
    with pytest.raises(SameReviewer):
        contesting.dismiss(contest, "a", wiring.contests(), here.id, DECIDED)


def test_72_hours_are_the_holders(here, case):
    contest = find_credible(here, case)

    with pytest.raises(TooEarly):
        decide(here, contest, at=DECIDED - timedelta(seconds=1))


def test_a_holder_has_one_open_contest(here, case):
    find_credible(here, case)

    with pytest.raises(ContestOpen):
        find_credible(here, here.submits("other", OPENED, State.REVIEW))


def test_a_case_that_is_not_in_review_opens_none(here):
    with pytest.raises(ContestClosed):
        find_credible(here, here.submits("owner", OPENED))


def test_weaker_evidence_opens_none_and_wins_none(here, case):
    with pytest.raises(NotStrongEnough):
        find_credible(here, case, Strength.FAIR)
    contest = find_credible(here, case)
    with pytest.raises(NotStrongEnough):
        decide(here, contest, strength=Strength.FAIR)


@pytest.mark.parametrize("factor", ["sms", "pwd", "email", ""])
def test_an_objection_takes_a_strong_factor(here, case, factor):
    contest = find_credible(here, case)

    with pytest.raises(NotStrongEnough):
        contesting.object_to(contest, factor, wiring.contests(), here.id, OPENED)


def test_after_an_objection_equal_evidence_no_longer_wins(here, case, aws):
    contest = find_credible(here, case, Strength.STRONG)
    contesting.object_to(contest, "passkey", wiring.contests(), here.id, OPENED)
    objected = standing(contest)

    with pytest.raises(NotStrongEnough):
        decide(here, objected, strength=Strength.STRONG)
    assert [m.person for m in aws.outbox(Kind.CONTEST_OBJECTED)] == ["squatter"]
    decide(here, objected, strength=Strength.SUPERIOR)
    assert holder_of(here) == "owner"


def test_without_an_objection_equal_evidence_wins(here, case):
    contest = find_credible(here, case, Strength.STRONG)
    decide(here, contest, strength=Strength.STRONG)

    assert holder_of(here) == "owner"


def test_an_objection_at_the_moment_of_the_decision_is_not_overlooked(here, case):
    contest = find_credible(here, case, Strength.STRONG)
    contesting.object_to(contest, "totp", wiring.contests(), here.id, OPENED)

    with pytest.raises(ContestClosed):
        decide(here, contest, strength=Strength.STRONG)
    assert holder_of(here) == "squatter"


def test_a_dismissed_contest_leaves_everything(here, case, aws):
    contest = find_credible(here, case)
    contesting.dismiss(contest, "b", wiring.contests(), here.id, DECIDED)

    assert holder_of(here) == "squatter"
    assert wiring.contests().against("squatter") is None
    with pytest.raises(ContestClosed):
        decide(here, contest)
    assert [m.person for m in aws.outbox(Kind.CONTEST_DISMISSED)] == ["squatter"]


def test_a_contest_is_decided_once(here, case):
    contest = find_credible(here, case)
    decide(here, contest)

    with pytest.raises(ContestClosed):
        contesting.dismiss(contest, "c", wiring.contests(), here.id, DECIDED)


def test_a_holder_who_proved_more_meanwhile_keeps_the_curp(here, case):
    contest = find_credible(here, case, Strength.STRONG)
    again = here.submits("squatter", OPENED)
    proof = evidence("squatter", again.id, Strength.SUPERIOR, OPENED)
    become_holder(proof, here.curp, (), wiring.holding())

    with pytest.raises(NotStrongEnough):
        decide(here, contest, strength=Strength.STRONG)


def test_who_does_not_know_the_new_key_yet_changes_the_guard_under_it(here, case):
    contest = find_credible(here, case)
    old, both = here.keyring, FakeKeyring().rotating(Purpose.LOOKUP_CURP)
    here.keyring = both
    assert wiring.holders().rekey(here.curp)

    here.keyring = old
    decide(here, contest)
    here.keyring = both

    assert set(wiring.holders().guards(here.curp)) == {index.key for index in here.curp.all}
    assert {h.person for h in wiring.holders().guards(here.curp).values() if h} == {"owner"}
