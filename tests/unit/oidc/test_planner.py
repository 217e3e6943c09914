"""The planner, over every combination of what is needed and who is there."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, combinations, product

import pytest

from llave.oidc.planner import (
    NEEDS,
    SILENT,
    UNREACHABLE,
    Here,
    Needed,
    Plan,
    Step,
    Usable,
    plan,
    told,
)
from llave.oidc.supported import Way
from llave.people.accounts import Level
from llave.people.factors import Method, Strength

BASICA, VERIFICADA = Level
EVERYWHERE = frozenset(Way)
BOTH = (False, True)
FACTORS = (
    (),
    (Usable(Method.TOTP),),
    (Usable(Method.PASSKEY),),
    (Usable(Method.TOTP, counts=False),),
    (Usable(Method.PASSKEY, counts=False),),
    (Usable(Method.PASSKEY, counts=False), Usable(Method.TOTP)),
    (Usable(Method.PASSKEY), Usable(Method.SMS, counts=False)),
)


def needs() -> Iterator[Needed]:
    exact = ((), (BASICA,), (VERIFICADA,), (BASICA, VERIFICADA))
    for level, strength, only, consent in product(Level, Strength, exact, BOTH):
        yield Needed(level, strength, only, consent)


def people() -> Iterator[Here | None]:
    yield None
    standing = product(Level, Level, Strength, BOTH, BOTH, FACTORS)
    for account, reached, strength, fresh, consented, factors in standing:
        # What no session is: above its account, or Verificada by a password alone.
        impossible = reached is VERIFICADA and (account is BASICA or strength is Strength.NONE)
        if not impossible:
            yield Here(account, reached, strength, fresh, consented, factors)


def ways() -> Iterator[frozenset[Way]]:
    sizes = range(len(Way) + 1)
    yield from map(frozenset, chain.from_iterable(combinations(Way, size) for size in sizes))


def rank(level: Level) -> int:
    return list(Level).index(level)


def is_enough(needed: Needed, here: Here) -> bool:
    """What a token may be given for, said another way than the planner does."""
    strength, verified = needed.strength, VERIFICADA in (needed.level, *needed.exact)
    if BASICA in needed.exact and needed.level is BASICA:
        verified = False
    if verified and strength is Strength.NONE:
        strength = Strength.SECOND
    high = here.reached is VERIFICADA or not verified
    strong = here.strength.value >= strength.value
    allowed = here.has_consented and not needed.asks_consent
    return high and strong and here.is_fresh and allowed


ALL = [(needed, here) for needed in needs() for here in people()]


def test_nothing_is_missing_exactly_when_everything_is_there():
    for needed, here in ALL:
        found = plan(needed, here, EVERYWHERE)
        if found.error == UNREACHABLE:
            continue
        complete = here is not None and is_enough(needed, here)
        assert (found == Plan()) is complete, (needed, here, found)


def test_steps_come_once_and_in_their_order():
    for needed, here in ALL:
        steps = plan(needed, here, EVERYWHERE).steps
        assert list(steps) == [step for step in Step if step in steps], (needed, here)


def test_who_is_not_signed_in_is_asked_for_her_password_and_nobody_else_is():
    for needed, here in ALL:
        found = plan(needed, here, EVERYWHERE)
        if found.error is None:
            assert (Step.PASSWORD in found.steps) is (here is None)
            assert found.next is Step.PASSWORD or here is not None


def test_what_only_the_lower_levels_satisfy_is_unreachable():
    for needed, here in ALL:
        hopeless = bool(needed.exact) and max(map(rank, needed.exact)) < rank(needed.level)
        found = plan(needed, here, EVERYWHERE)
        assert (found.error == UNREACHABLE) is hopeless


def test_who_may_not_be_asked_is_answered_for_the_first_step():
    for needed, here in ALL:
        aloud = plan(needed, here, EVERYWHERE)
        silent = plan(replace(needed, is_silent=True), here, EVERYWHERE)
        expected = aloud.error or (SILENT[aloud.next] if aloud.next else None)
        assert silent == Plan(error=expected) if expected else silent == aloud


@pytest.mark.parametrize("there", list(ways()), ids=lambda one: "+".join(sorted(one)) or "none")
def test_no_step_leads_to_a_part_that_is_not_there(there: frozenset[Way]):
    for needed, here in ALL:
        full, found = plan(needed, here, EVERYWHERE), plan(needed, here, there)
        lacking = any(step in NEEDS and NEEDS[step] not in there for step in full.steps)
        if full.error is None:
            assert found == (Plan(error=UNREACHABLE) if lacking else full)
        if found.error is None:
            assert all(NEEDS[step] in there for step in found.steps if step in NEEDS)


def test_the_factors_that_are_offered_are_hers_and_as_strong_as_is_asked():
    for needed, here in ALL:
        found = plan(needed, here, EVERYWHERE)
        hers = {one.method for one in here.factors} if here else set()
        assert set(found.methods) <= hers
        if needed.strength is Strength.PHISHING_RESISTANT:
            assert set(found.methods) <= {Method.PASSKEY}
        if here and Step.SECOND_FACTOR in found.steps and Step.ENROLMENT not in found.steps:
            assert found.methods


def after(step: Step, needed: Needed, here: Here | None) -> Here:
    """What becomes of a person who does the step on our pages, in the least helpful way."""
    if here is None:
        return Here(BASICA, BASICA, Strength.NONE, is_fresh=True, has_consented=False)
    match step:
        case Step.FRESH_SIGN_IN:
            return replace(here, reached=BASICA, strength=Strength.NONE, is_fresh=True)
        case Step.ENROLMENT:
            return replace(here, factors=(*here.factors, Usable(Method.PASSKEY, counts=False)))
        case Step.VERIFICATION:
            proved = tuple(replace(one, counts=True) for one in here.factors)
            return replace(here, account=VERIFICADA, factors=proved)
        case Step.SECOND_FACTOR:
            serving = [one for one in here.factors if one.serves(needed.strength)]
            used = max(serving, key=lambda one: one.counts)
            strong = used.method is Method.PASSKEY
            return replace(
                here,
                reached=here.account if used.counts else BASICA,
                strength=Strength.PHISHING_RESISTANT if strong else Strength.SECOND,
            )
        case _:
            return replace(here, has_consented=True)


def test_whoever_does_the_steps_arrives_and_goes_round_no_circle():
    for needed, here in ALL:
        if plan(needed, here, EVERYWHERE).error:
            continue
        asked, stands, taken = needed, here, []
        while (step := plan(asked, stands, EVERYWHERE).next) is not None:
            taken.append(step)
            stands = after(step, asked, stands)
            # The button that she presses answers the request: she is not asked a second time.
            asked = replace(asked, asks_consent=asked.asks_consent and step is not Step.CONSENT)
            assert len(taken) <= 7, (needed, here, taken)
        assert stands is not None
        assert len(set(taken)) == len(taken), (needed, here, taken)
        level = told(needed, stands.reached)
        assert level is not None
        assert rank(needed.level) <= rank(level) <= rank(stands.reached)
        assert not needed.exact or level in needed.exact


def test_a_factor_is_enrolled_before_the_documents_are_shown():
    here = Here(BASICA, BASICA, Strength.NONE, is_fresh=True, has_consented=False)

    steps = plan(Needed(VERIFICADA, Strength.NONE), here, EVERYWHERE).steps

    assert steps == (Step.ENROLMENT, Step.VERIFICATION, Step.SECOND_FACTOR, Step.CONSENT)


def test_a_factor_that_came_after_a_reset_makes_nobody_verificada():
    late = Here(VERIFICADA, BASICA, Strength.SECOND, True, True, (Usable(Method.TOTP, False),))

    assert plan(Needed(VERIFICADA, Strength.NONE), late, EVERYWHERE).next is Step.VERIFICATION
    assert plan(Needed(BASICA, Strength.SECOND), late, EVERYWHERE).next is None


def test_a_token_tells_no_level_that_the_agency_does_not_take():
    only_basica = Needed(BASICA, Strength.NONE, exact=(BASICA,))

    assert told(only_basica, VERIFICADA) is BASICA
    assert told(Needed(VERIFICADA, Strength.NONE), BASICA) is None
    assert told(Needed(BASICA, Strength.NONE), VERIFICADA) is VERIFICADA
