"""Becoming the holder of a CURP, and giving way to one, as the tables have it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from llave import wiring
from llave.documents.cases import State
from llave.people.accounts import Level
from llave.people.evidence import Strength
from llave.people.holders import CurpHasHolder, NoLongerOpen, become_holder, give_way
from llave.people.keyring import Purpose
from llave.people.outbox import Kind
from tests.aws import Aws
from tests.fakes import NOW, FakeKeyring
from tests.verifying import LONG_AGO, Town, evidence, town

LATER = NOW + timedelta(hours=1)
ROTATING = FakeKeyring().rotating(Purpose.LOOKUP_CURP)


@pytest.fixture
def here(aws: Aws) -> Town:
    made = town(aws)
    for person in ("ana", "eva", "leo"):
        made.declares(person)
    return made


def become(here: Town, person: str, strength=Strength.STRONG, at=NOW, documents=()):
    case = here.submits(person, at)
    proof = evidence(person, case.id, strength, at)
    become_holder(proof, here.curp, documents, wiring.holding())
    return proof


def test_level_guard_record_case_and_messages_come_together(here, aws):
    proof = become(here, "ana")

    holder, account = wiring.holders().of(here.curp), here.account("ana")
    case = wiring.cases().get(proof.case)
    assert holder is not None
    assert (holder.person, holder.strength, holder.evidence) == ("ana", Strength.STRONG, proof.id)
    assert (account.level, account.evidence) == (Level.VERIFICADA, proof.id)
    assert wiring.holders().evidence("ana", proof.id) == proof
    assert case is not None
    assert (case.state, case.evidence, case.decided_at) == (State.ACCEPTED, proof.id, NOW)
    assert [m.person for m in aws.outbox(Kind.VERIFIED)] == ["ana"]
    assert wiring.cases().of("ana")[0].state is State.ACCEPTED


def test_declared_accounts_give_way_at_once(here, aws):
    become(here, "ana")

    for person in ("eva", "leo"):
        account = here.account(person)
        assert account.displaced_at == NOW
        assert account.ended_before == NOW
        assert account.level is Level.BASICA
    assert here.account("ana").displaced_at is None
    assert {m.person for m in aws.outbox(Kind.CLAIM_DISPLACED)} == {"eva", "leo"}


def test_giving_way_again_changes_nothing(here, aws):
    become(here, "ana")
    before = aws.items("people"), aws.items("ledger")

    give_way("ana", tuple(i.key for i in here.curp.all), NOW, wiring.holding())

    assert (aws.items("people"), aws.items("ledger")) == before


def test_what_ended_later_stays_ended(here, aws):
    late = LATER + timedelta(days=1)
    item = next(i for i in aws.items("people") if i["pk"] == "PERSON#eva" and i["sk"] == "ACCOUNT")
    aws.put("people", {**item, "ended_before": int(late.timestamp() * 1000)})

    become(here, "ana")

    assert here.account("eva").ended_before == late


def test_who_declares_the_curp_later_is_not_concerned(here):
    become(here, "ana")
    here.declares("new", LATER)

    give_way("ana", tuple(i.key for i in here.curp.all), NOW, wiring.holding())

    assert here.account("new").displaced_at is None


def test_another_never_becomes_the_holder_by_submitting(here):
    become(here, "ana", Strength.WEAK)
    before = here.account("ana")

    with pytest.raises(CurpHasHolder):
        become(here, "eva", Strength.SUPERIOR, LATER)

    assert here.account("ana") == before
    assert here.account("eva").level is Level.BASICA


def test_the_same_conclusion_twice_is_one(here, aws):
    proof = become(here, "ana")
    before = aws.items("people")

    become_holder(proof, here.curp, (), wiring.holding())

    assert aws.items("people") == before
    assert len(aws.outbox(Kind.VERIFIED)) == 1


@pytest.mark.parametrize("state", [State.REJECTED, State.CANCELLED, State.STUCK])
def test_a_case_decided_otherwise_raises_nobody(here, state):
    case = here.submits("ana", state=state)

    with pytest.raises(NoLongerOpen):
        become_holder(evidence("ana", case.id), here.curp, (), wiring.holding())

    assert here.account("ana").level is Level.BASICA
    assert wiring.holders().of(here.curp) is None


def test_anothers_case_raises_nobody(here):
    case = here.submits("eva")

    with pytest.raises(NoLongerOpen):
        become_holder(evidence("ana", case.id), here.curp, (), wiring.holding())


def test_an_account_cancelled_meanwhile_raises_nobody(here, aws):
    case = here.submits("ana")
    item = next(i for i in aws.items("people") if i["pk"] == "PERSON#ana" and i["sk"] == "ACCOUNT")
    aws.put("people", {**item, "status": "registered"})

    with pytest.raises(NoLongerOpen):
        become_holder(evidence("ana", case.id), here.curp, (), wiring.holding())


def test_newer_and_weaker_evidence_does_not_replace_the_stronger(here):
    first = become(here, "ana", Strength.SUPERIOR)
    second = become(here, "ana", Strength.FAIR, LATER)

    holder = wiring.holders().of(here.curp)
    assert holder is not None
    assert (holder.evidence, holder.strength, holder.since) == (first.id, Strength.SUPERIOR, NOW)
    assert here.account("ana").evidence == first.id
    assert wiring.holders().evidence("ana", second.id) is not None


def test_evidence_ends_what_a_recovery_doubted(here, aws):
    item = next(i for i in aws.items("people") if i["pk"] == "PERSON#ana" and i["sk"] == "ACCOUNT")
    aws.put("people", {**item, "reset_by": {"phone"}, "reset_at": 1})

    become(here, "ana")

    stored = next(
        i for i in aws.items("people") if i["pk"] == "PERSON#ana" and i["sk"] == "ACCOUNT"
    )
    assert "reset_at" not in stored


def test_the_documents_are_hers_from_then_on(here, aws):
    become(here, "ana", documents=("DOCUMENT#1#x",))

    guard = next(item for item in aws.items("people") if item["pk"] == "DOCUMENT#1#x")
    assert (guard["person"], guard["owners"]) == ("ana", ["ana"])


# While the key of the look-ups rotates


def test_a_guard_stands_under_both_keys_while_they_live(aws):
    here = town(aws, ROTATING)
    here.declares("ana")
    become(here, "ana")

    assert {index.key for index in here.curp.all} <= {i["pk"] for i in aws.items("people")}


def test_a_holder_under_the_old_key_keeps_the_curp_under_both(aws, here):
    become(here, "ana")
    here.keyring = ROTATING

    with pytest.raises(CurpHasHolder):
        become(here, "eva", Strength.SUPERIOR, LATER)
    holder = wiring.holders().of(here.curp)

    assert holder is not None
    assert holder.person == "ana"


def test_the_old_key_may_retire_once_every_holder_was_rekeyed(aws, here):
    become(here, "ana")
    here.keyring = ROTATING
    assert wiring.holders().rekey(here.curp)
    assert not wiring.holders().rekey(here.curp)

    here.keyring = FakeKeyring({Purpose.LOOKUP_CURP: (2,)})
    holder = wiring.holders().of(here.curp)

    assert holder is not None
    assert holder.person == "ana"


def test_a_declared_account_displaced_before_may_prove_itself_when_there_is_no_holder(here, aws):
    item = next(i for i in aws.items("people") if i["pk"] == "PERSON#ana" and i["sk"] == "ACCOUNT")
    aws.put("people", {**item, "displaced_at": int(LONG_AGO.timestamp() * 1000)})

    become(here, "ana")

    assert here.account("ana").displaced_at is None


def test_a_case_in_review_ends_with_the_level(here):
    case = here.submits("ana", state=State.REVIEW)
    proof = replace(evidence("ana", case.id), reviewers=("r1", "r2"))

    become_holder(proof, here.curp, (), wiring.holding())

    assert wiring.holders().evidence("ana", proof.id) == proof
