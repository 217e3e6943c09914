"""Jobs on the staff: the first operators, and the chain."""

import pytest

from functions.operate.done import JobRefused
from functions.operate.handler import handle
from functions.operate.staff import ChainBroken
from llave import wiring
from llave.adapters import dynamodb
from llave.settings import settings
from llave.staff.chain import Line, What
from llave.staff.members import Role

TWO = ["ofelia.rangel", "tomas.ibarra"]


def begin(operators=TWO):
    return handle({"job": "bootstrap-operators", "operators": operators})


def test_two_operators_are_named_once(aws):
    begin()

    members = wiring.members().all()
    assert sorted(one.subject for one in members) == TWO
    assert {role for one in members for role in one.roles} == {Role.OPERATOR}
    with pytest.raises(JobRefused, match="operators"):
        begin(["otra.persona", "alguien.mas"])
    assert sorted(one.subject for one in wiring.members().all()) == TWO


@pytest.mark.parametrize(
    "operators", [None, [], ["una"], ["la.misma", "la.misma"], ["a", "b", "c"], ["a", 7], "ab"]
)
def test_no_other_number_of_people_begins(aws, operators):
    with pytest.raises(JobRefused):
        begin(operators)

    assert wiring.members().all() == ()


def test_a_whole_chain_is_told_by_its_end(aws):
    begin()

    told = handle({"job": "check-staff-chain"})

    assert told["number"] == 1
    assert told["hash"] == wiring.chain().head().hash
    assert handle({"job": "check-staff-chain", "number": 1, "hash": told["hash"]})["number"] == 1


def test_a_broken_one_fails_the_job_so_that_its_alarm_rings(aws):
    begin()
    known = {"number": 2, "hash": "0" * 64}

    with pytest.raises(ChainBroken, match="entry 2"):
        handle({"job": "check-staff-chain", **known})
    gone = dynamodb.key("CHAIN#staff", f"{1:012d}")
    dynamodb.client().delete_item(TableName=settings().table_ledger, Key=gone)
    with pytest.raises(ChainBroken, match="entry 1"):
        handle({"job": "check-staff-chain"})


def forged(count, who):
    """A chain that is whole in itself, in place of what was there."""
    table = wiring.chain()
    written = [f"{entry.number:012d}" for entry in table.entries()]
    for sk in [*written, "HEAD"]:
        key = dynamodb.key("CHAIN#staff", sk)
        dynamodb.client().delete_item(TableName=settings().table_ledger, Key=key)
    for _ in range(count):
        table.append(Line(who, What.SIGNED_IN, wiring.now()))


@pytest.mark.parametrize(
    ("count", "who"), [(3, "st-other"), (2, "st-one"), (0, ""), (5, "st-other")]
)
def test_the_next_run_sees_a_chain_that_was_written_anew_or_cut(aws, count, who):
    forged(3, "st-one")
    handle({"job": "check-staff-chain"})

    forged(count, who)

    with pytest.raises(ChainBroken):
        handle({"job": "check-staff-chain"})
    # What was known stays known.
    with pytest.raises(ChainBroken):
        handle({"job": "check-staff-chain"})


def test_a_chain_that_only_grew_is_whole_each_day(aws):
    for number in (1, 2, 3):
        wiring.chain().append(Line("st-one", What.SIGNED_IN, wiring.now()))
        assert handle({"job": "check-staff-chain"})["number"] == number


def test_an_end_that_is_no_end_is_refused(aws):
    with pytest.raises(JobRefused):
        handle({"job": "check-staff-chain", "number": "7"})
