"""The holder of a CURP under any order of events, by the rules that no order may break.

Several accounts declare one CURP. They submit, are accepted at once or looked at, contest, object;
reviewers find and decide; the key of the look-ups rotates while some processes know only the old one.
The writes are the real ones, in moto.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from llave import wiring
from llave.documents.cases import State, moved
from llave.errors import Refused
from llave.people import contesting
from llave.people.accounts import Level
from llave.people.contests import NOTICE, Contest
from llave.people.evidence import Strength
from llave.people.holders import Holder, Ports, Raised, become_holder
from llave.people.keyring import Purpose, Secret
from llave.people.lookups import Indexes
from tests.aws import Aws
from tests.fakes import NOW
from tests.verifying import Town, evidence

NAMES = ("owner", "forger", "cousin")
PERSONS = st.sampled_from(NAMES)
REVIEWERS = st.sampled_from(("r1", "r2"))
STRENGTHS = st.sampled_from((Strength.WEAK, Strength.FAIR, Strength.STRONG, Strength.SUPERIOR))
FACTORS = st.sampled_from(("passkey", "totp", "sms"))
EXAMPLES = count()


@dataclass
class Keys:
    """Secrets of one example; `versions` lives newest first."""

    salt: int
    versions: tuple[int, ...] = (1,)

    def live(self, purpose: Purpose) -> tuple[Secret, ...]:
        return tuple(self.version(purpose, number) for number in self.versions)

    def version(self, purpose: Purpose, version: int) -> Secret:
        text = f"{self.salt}#{purpose.value}#{version}"
        return Secret(version, hashlib.sha256(text.encode()).digest())


@dataclass
class Ended:
    """What grants were ended: until when, by person."""

    until: dict[str, datetime] = field(default_factory=dict)

    def end_all(self, person: str, now: datetime) -> None:
        self.until[person] = now


class HolderMachine(RuleBasedStateMachine):
    """What happens to one CURP."""

    def __init__(self, aws: Aws) -> None:
        super().__init__()
        self.salt = next(EXAMPLES)
        self.keys = Keys(self.salt)
        self.town = Town(aws, self.keys, last=self.salt * 100_000)
        self.now = NOW
        self.grants = Ended()
        self.ports = Ports(wiring.holders(), self.grants, self.town.id)
        self.reviewed: dict[str, str] = {}
        self.rekeyed = True
        self.contested = False

    def name(self, person: str) -> str:
        return f"{person}-{self.salt}"

    @property
    def holder(self) -> Holder | None:
        return wiring.holders().of(self.town.curp)

    @property
    def contest(self) -> Contest | None:
        return wiring.contests().against(self.holder.person) if self.holder else None

    @initialize()
    def everybody_declares(self) -> None:
        for person in NAMES:
            self.town.declares(self.name(person))

    @rule(hours=st.sampled_from((1, 24, 72)))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(person=PERSONS, strength=STRENGTHS, late=st.booleans())
    def somebody_is_accepted_at_once(self, person: str, strength: Strength, *, late: bool) -> None:
        """`late`: by a process that does not know of the new key yet."""
        name, before = self.name(person), self.holder
        self.now += timedelta(minutes=1)
        try:
            case = self.town.submits(name, self.now)
        except Refused:
            return
        curp = self.seen_by(late=late)
        try:
            become_holder(evidence(name, case.id, strength, self.now), curp, (), self.ports)
        except Refused:
            after = moved(case, State.REVIEW, self.now)
            wiring.cases().move(case, after, self.town.event(name, self.now))
            self.reviewed[name] = case.id
            # A forger neither unseats nor weakens a holder by submitting.
            assert before is not None
            assert self.holder == before
            return
        assert before is None or before.person == name
        assert self.holder is not None
        assert before is None or self.holder.strength >= before.strength

    @rule(person=PERSONS, reviewer=REVIEWERS, offers=STRENGTHS)
    def a_reviewer_finds_it_credible(self, person: str, reviewer: str, offers: Strength) -> None:
        name, before = self.name(person), self.holder
        case = self.reviewed.get(name)
        if case is None or before is None or before.person == name:
            return
        finding = contesting.Credible(case, name, offers, reviewer)
        try:
            opened = contesting.opened(finding, before, self.town.id, self.now)
            wiring.contests().open(opened)
        except Refused:
            pass
        assert self.holder == before
        assert self.level(before.person) is Level.VERIFICADA

    @precondition(lambda self: self.contested)
    @rule(factor=FACTORS)
    def the_holder_objects(self, factor: str) -> None:
        contest = self.contest
        assert contest is not None
        try:
            contesting.object_to(contest, factor, wiring.contests(), self.town.id, self.now)
        except Refused:
            assert factor == "sms"

    @precondition(lambda self: self.contested)
    @rule(reviewer=REVIEWERS, waits=st.booleans(), late=st.booleans())
    def a_reviewer_decides_for_the_newcomer(
        self, reviewer: str, *, waits: bool, late: bool
    ) -> None:
        contest, before = self.contest, self.holder
        assert contest is not None
        assert before is not None
        self.now += NOTICE if waits else timedelta(minutes=1)
        reviewers = (contest.opened_by, reviewer)
        name = contest.challenger
        proof = evidence(name, contest.case, contest.offers, self.now, reviewers)
        try:
            won = contesting.won(contest, before, proof, self.seen_by(late=late), (), self.town.id)
            contesting.displace(won, wiring.contests(), self.ports)
        except Refused:
            assert self.holder == before
            return
        self.reviewed.pop(name)
        assert reviewer != contest.opened_by
        assert self.now >= contest.opened_at + NOTICE
        assert self.holder is not None
        assert self.holder.person == name
        assert self.holder.strength >= before.strength
        assert contest.objected_at is None or self.holder.strength > before.strength
        # What the other began until then is over: sessions, and what agencies hold.
        assert not self.town.account(before.person).still_counts(self.now)
        assert self.grants.until[before.person] == self.now

    @precondition(lambda self: self.contested)
    @rule(reviewer=REVIEWERS)
    def a_reviewer_decides_for_the_holder(self, reviewer: str) -> None:
        contest, before = self.contest, self.holder
        assert contest is not None
        try:
            contesting.dismiss(contest, reviewer, wiring.contests(), self.town.id, self.now)
        except Refused:
            assert reviewer == contest.opened_by
        assert self.holder == before

    @precondition(lambda self: self.keys.versions == (1,))
    @rule()
    def a_new_key_is_made(self) -> None:
        self.keys.versions, self.rekeyed = (2, 1), False

    @precondition(lambda self: self.keys.versions == (2, 1))
    @rule()
    def every_holder_is_rekeyed(self) -> None:
        wiring.holders().rekey(self.town.curp)
        self.rekeyed = True

    @precondition(lambda self: self.keys.versions == (2, 1) and self.rekeyed)
    @rule()
    def the_old_key_retires(self) -> None:
        """Long after everybody knows the new one; what was written meanwhile was rekeyed."""
        wiring.holders().rekey(self.town.curp)
        before = self.holder
        self.keys.versions = (2,)
        assert self.holder == before

    def seen_by(self, *, late: bool) -> Indexes:
        """The CURP's indexes as a process knows them."""
        if not late or self.keys.versions != (2, 1):
            return self.town.curp
        return Town(self.town.aws, Keys(self.salt, (1,))).curp

    def level(self, name: str) -> Level:
        return self.town.account(name).level

    @invariant()
    def a_curp_has_one_holder_at_most(self) -> None:
        guards = wiring.holders().guards(self.town.curp)
        named = {holder.person for holder in guards.values() if holder}
        verified = {
            self.name(p)
            for p in NAMES
            if (found := wiring.accounts().get(self.name(p))) and found.level is Level.VERIFICADA
        }

        self.contested = self.contest is not None
        assert len(named) <= 1
        assert verified == named

    @invariant()
    def who_gave_way_has_nothing_left_from_before(self) -> None:
        for person in NAMES:
            found = wiring.accounts().get(self.name(person))
            if found and found.displaced_at:
                assert found.level is Level.BASICA
                assert not found.still_counts(found.displaced_at)
                assert self.grants.until[found.person] >= found.displaced_at


def test_no_order_of_events_breaks_a_rule(aws):
    run_state_machine_as_test(
        lambda: HolderMachine(aws),
        settings=settings(
            max_examples=6,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


class Careless:
    """The mutant: whoever is accepted holds the CURP, whatever stands there."""

    def __init__(self, aws: Aws) -> None:
        self._aws = aws

    def __getattr__(self, name: str) -> object:
        return getattr(wiring.holders(), name)

    def raise_level(self, raised: Raised) -> None:
        at = {"sk": "GUARD", "person": raised.person, "evidence": raised.evidence.id, "since": 0}
        for index in raised.curp.all:
            guard = {**at, "pk": index.key, "strength": int(raised.evidence.strength)}
            self._aws.put("people", guard)


def test_a_guard_that_anybody_overwrites_is_caught(aws):
    machine = HolderMachine(aws)
    machine.everybody_declares()
    machine.somebody_is_accepted_at_once("owner", Strength.STRONG, late=False)
    machine.ports = Ports(Careless(aws), machine.grants, machine.town.id)

    with pytest.raises(AssertionError):
        machine.somebody_is_accepted_at_once("forger", Strength.STRONG, late=False)


def test_a_contest_of_this_machine_is_won(aws):
    """Its rules reach the displacement of a holder, which chance seldom does."""
    machine = HolderMachine(aws)
    machine.everybody_declares()
    machine.somebody_is_accepted_at_once("forger", Strength.STRONG, late=False)
    machine.somebody_is_accepted_at_once("owner", Strength.STRONG, late=False)
    machine.a_new_key_is_made()
    machine.every_holder_is_rekeyed()
    machine.a_reviewer_finds_it_credible("owner", "r1", Strength.SUPERIOR)
    machine.the_holder_objects("passkey")
    machine.a_reviewer_decides_for_the_newcomer("r1", waits=True, late=False)
    machine.a_reviewer_decides_for_the_newcomer("r2", waits=False, late=True)
    machine.the_old_key_retires()

    machine.a_curp_has_one_holder_at_most()
    machine.who_gave_way_has_nothing_left_from_before()
    holder = machine.holder
    assert holder is not None
    assert holder.person == machine.name("owner")
