"""Any order of signing in, recovering, replaying and waiting: a recovery ends every session, a link and
a code are spent once, and only the newest password leads in."""

from datetime import timedelta

import hypothesis.strategies as st
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from llave import wiring
from llave.errors import Refused, WrongCredentials
from llave.people import recovering
from llave.people.attempts import Attempt, Entered
from llave.people.budgets import Visitor
from llave.people.contacts import EmailAddress, PhoneNumber
from llave.people.entering import Chance
from llave.people.identifiers import Identifier, places
from llave.people.outbox import Kind
from llave.people.passwords import Password
from llave.people.recovering import NewPassword
from llave.people.recovery import Claim
from llave.people.recovery_writes import code_in, token_in
from llave.people.sessions import who_is_signed_in
from llave.people.signin import Ports, sign_in
from tests.aws import Aws
from tests.citizens import Citizen

WORDS = ("lampara", "nube", "cobre", "rio", "papel", "trigo", "zorro", "tejido")


class Recovering(RuleBasedStateMachine):
    """One person with e-mail and phone; `at` is the time that everything is told."""

    aws: Aws
    count = 0

    def __init__(self) -> None:
        super().__init__()
        type(self).count += 1
        number = type(self).count
        self.citizen = Citizen(
            f"p{number}", f"persona{number}@correo.mx", f"+5255{10_000_000 + number}"
        ).settle(self.aws)
        self.at = wiring.now()
        self.password = self.citizen.password
        self.live: list[str] = []
        self.dead: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.spent: list[tuple[str, str]] = []
        self.passwords = 0

    @rule()
    def she_signs_in(self) -> None:
        self.at += timedelta(seconds=1)
        entered = self.enter(self.password)
        assert isinstance(entered, Entered)
        self.live.append(entered.cookie)

    @rule()
    def an_old_password_is_tried(self) -> None:
        if self.passwords:
            self.at += timedelta(minutes=16)
            try:
                self.enter(self.citizen.password)
            except WrongCredentials:
                return
            raise AssertionError("an old password led in")

    @precondition(lambda self: len(self.links) < 3)
    @rule()
    def she_asks(self) -> None:
        self.at += timedelta(minutes=10)
        email, phone = self.citizen.email or "", self.citizen.phone or ""
        before = {message.id for message in self.aws.outbox()}
        recovering.ask(Claim(EmailAddress(email), PhoneNumber(phone), None), self.ports(), self.at)
        new = [message for message in self.aws.outbox() if message.id not in before]
        token = next(token_in(m, wiring.keyring()) for m in new if m.kind is Kind.RECOVERY)
        code = next(code_in(m, wiring.keyring()) for m in new if m.kind is Kind.RECOVERY_CODE)
        self.links.append((token, code))

    @precondition(lambda self: self.links)
    @rule(which=st.integers(0, 2))
    def she_recovers(self, which: int) -> None:
        token, code = self.links[which % len(self.links)]
        fresh = self.fresh_password()
        if not self.is_recovered(token, code, fresh):
            return
        self.password = fresh
        self.passwords += 1
        self.dead += self.live
        self.live = []
        self.spent += self.links
        self.links = []

    @precondition(lambda self: self.links)
    @rule(guess=st.integers(0, 999_999))
    def a_code_is_guessed(self, guess: int) -> None:
        token, code = self.links[0]
        if f"{guess:06d}" != code:
            assert not self.is_recovered(token, f"{guess:06d}", self.fresh_password())

    @precondition(lambda self: self.spent)
    @rule(which=st.integers(0, 9))
    def what_was_spent_is_tried_again(self, which: int) -> None:
        token, code = self.spent[which % len(self.spent)]
        assert not self.is_recovered(token, code, self.fresh_password())

    @rule(minutes=st.sampled_from((1, 11)))
    def time_passes(self, minutes: int) -> None:
        self.at += timedelta(minutes=minutes)

    @invariant()
    def sessions_are_live_or_ended_as_they_should(self) -> None:
        assert all(self.is_in(cookie) for cookie in self.live)
        assert not any(self.is_in(cookie) for cookie in self.dead)

    def enter(self, password: str) -> object:
        identifier = Identifier(email=EmailAddress(self.citizen.email or ""))
        attempt = Attempt(
            places(identifier, wiring.keyring()),
            Password(password),
            Visitor(wiring.new_id()),
        )
        ports = Ports(
            wiring.door(),
            wiring.credentials(),
            wiring.devices(),
            wiring.accounts(),
            wiring.budgets(),
            wiring.keyring(),
            Chance(wiring.new_id, wiring.new_token),
            wiring.factors(),
        )
        return sign_in(attempt, ports, self.at)

    def is_recovered(self, token: str, code: str, password: str) -> bool:
        self.at += timedelta(seconds=1)
        try:
            recovering.finish(NewPassword(token, Password(password), code), self.ports(), self.at)
        except Refused:
            return False
        return True

    def is_in(self, cookie: str) -> bool:
        found = who_is_signed_in(cookie, wiring.sessions(), wiring.accounts(), self.at)
        return found is not None

    def fresh_password(self) -> str:
        self.passwords_made = getattr(self, "passwords_made", 0) + 1
        return "-".join((*WORDS[:3], f"x{self.passwords_made}", self.citizen.person))

    def ports(self) -> recovering.Ports:
        return recovering.Ports(
            finder=wiring.recoveries(),
            accounts=wiring.accounts(),
            recoveries=wiring.recoveries(),
            credentials=wiring.credentials(),
            keys=wiring.person_keys(),
            grants=wiring.grants(),
            factors=wiring.factors(),
            budgets=wiring.budgets(),
            texted=wiring.texted(),
            keyring=wiring.keyring(),
            new_id=wiring.new_id,
        )


def test_any_order(aws: Aws) -> None:
    Recovering.aws = aws

    run_state_machine_as_test(
        Recovering,
        settings=settings(
            max_examples=12,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
