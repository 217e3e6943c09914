"""Who may do what, as two operators say; there are always two."""

from datetime import timedelta

import pytest

from llave import wiring
from llave.adapters import dynamodb
from llave.settings import settings
from llave.staff.members import GrantGone, Role, confirm
from llave.staff.sessions import COOKIE

TAKE = {"role": "operator", "change": "take"}


def propose(operator, subject, **change):
    operator.posts("/revision/personal/proponer", subject=subject, **change)
    (grant,) = wiring.members().proposals(wiring.now())
    return grant


@pytest.fixture
def operators(console):
    return {
        name: console.signed_in(name, console.member(name, Role.OPERATOR))
        for name in ("ofelia", "tomas", "ursula")
    }


def test_a_reviewer_sees_no_team(console):
    rebeca = console.reviewer("rebeca")

    assert rebeca.browser.get("/revision/personal").status == 403
    assert rebeca.posts("/revision/personal/proponer", subject="x", **TAKE).status == 403


def test_two_operators_take_a_third_ones_role_and_her_session_is_worth_nothing(operators):
    grant = propose(operators["ofelia"], "ursula", **TAKE)

    operators["tomas"].posts("/revision/personal/confirmar", grant=grant.id)

    assert COOKIE in operators["ursula"].browser.cookies
    assert operators["ursula"].browser.get("/revision/personal").status == 403


def test_the_last_two_operators_stay(operators):
    first = propose(operators["ofelia"], "ursula", **TAKE)
    operators["tomas"].posts("/revision/personal/confirmar", grant=first.id)
    second = propose(operators["ofelia"], "tomas", **TAKE)
    new = {"role": "operator", "change": "give"}

    assert operators["tomas"].posts("/revision/personal/confirmar", grant=second.id).status == 403
    assert operators["ofelia"].posts("/revision/personal/confirmar", grant=second.id).status == 403
    operators["tomas"].posts("/revision/personal/proponer", subject="nueva", **new)
    assert len([m for m in wiring.members().all() if Role.OPERATOR in m.roles]) == 2


def test_of_two_that_go_at_one_moment_one_stays(operators, monkeypatch):
    grant = propose(operators["ofelia"], "ursula", **TAKE)
    by = wiring.members().get(operators["tomas"].staff)
    everybody = wiring.members().all()
    # Meanwhile ofelia has gone, whom this confirmation still counts on.
    dynamodb.update(
        settings().table_staff,
        "MEMBERS",
        f"STAFF#{operators['ofelia'].staff}",
        UpdateExpression="SET #roles = :none",
        ExpressionAttributeNames={"#roles": "roles"},
        ExpressionAttributeValues=dynamodb.to_item({":none": []}),
    )
    monkeypatch.setattr(type(wiring.members()), "all", lambda _: everybody)

    with pytest.raises(GrantGone):
        confirm(grant.id, by, wiring.members(), wiring.now())


def test_a_proposal_of_last_week_is_forgotten(operators, monkeypatch):
    propose(operators["ofelia"], "ursula", **TAKE)

    assert wiring.members().proposals(wiring.now() + timedelta(days=8)) == ()


def test_a_confirmation_serves_once(operators):
    grant = propose(operators["ofelia"], "nueva", role="reviewer", change="give")

    first = operators["tomas"].posts("/revision/personal/confirmar", grant=grant.id)
    second = operators["ursula"].posts("/revision/personal/confirmar", grant=grant.id)

    assert (first.status, second.status) == (303, 404)
