"""T02: who proves the CURP takes it from whoever said it was hers, and nothing of the other's counts.

The squatter here has everything: a declared account, a live session, an agency's grant, and in the
last tests even the level.
"""

from datetime import timedelta

import pytest

from llave import wiring
from llave.adapters.grant_items import grant_item, pointer_item
from llave.documents.cases import State
from llave.errors import NotSignedIn
from llave.oidc.grants import Grant
from llave.people import contesting
from llave.people.accounts import Level
from llave.people.codes import fingerprint
from llave.people.contests import NOTICE
from llave.people.evidence import Strength
from llave.people.holders import CurpHasHolder, become_holder
from llave.people.outbox import Kind
from llave.people.sessions import Session, signed_in
from tests.aws import Aws
from tests.fakes import NOW
from tests.verifying import Town, evidence, town

COOKIE = "the squatter's cookie"
BEFORE = NOW - timedelta(minutes=5)
SOON = NOW + timedelta(minutes=1)


@pytest.fixture
def here(aws: Aws) -> Town:
    made = town(aws)
    for person in ("squatter", "owner"):
        made.declares(person)
    enters(aws, BEFORE)
    return made


def enters(aws: Aws, at) -> None:
    """The squatter's session, and what an agency got from it."""
    from llave.adapters import dynamodb
    from llave.adapters.sessions import put_session

    key = fingerprint(COOKIE)
    session = Session(key, "squatter", at, at, at, Level.VERIFICADA, ("pwd", "otp"), False)
    dynamodb.transact([put_session("llave-unit-sessions", session)])
    grant = Grant(
        id="grant",
        client_id="demo-becas",
        person="squatter",
        sub="sub",
        scopes=("openid",),
        level=Level.BASICA,
        amr=("pwd",),
        auth_time=at,
        begun_at=at,
        ends_at=at + timedelta(days=30),
    )
    aws.put("sessions", grant_item(grant))
    aws.put("sessions", pointer_item(grant))


def session_counts(at) -> bool:
    try:
        signed_in(COOKIE, wiring.sessions(), wiring.accounts(), at)
    except NotSignedIn:
        return False
    return True


def grant_counts() -> bool:
    grant = wiring.grants().get("grant")
    assert grant is not None
    return grant.revoked_at is None


def prove(here: Town, person: str, strength=Strength.STRONG, at=NOW) -> None:
    case = here.submits(person, at)
    become_holder(evidence(person, case.id, strength, at), here.curp, (), wiring.holding())


def test_what_the_squatter_had_counts_until_the_owner_proves_herself(here):
    assert session_counts(NOW)
    assert grant_counts()


def test_afterwards_neither_session_nor_grant_of_the_squatter_counts(here):
    prove(here, "owner")

    assert not session_counts(SOON)
    assert not grant_counts()
    assert here.account("squatter").displaced_at == NOW
    assert here.account("owner").level is Level.VERIFICADA


def test_the_squatter_is_told_and_so_are_the_agencies(here, aws):
    from functions.notify import followup

    prove(here, "owner")
    (message,) = aws.outbox(Kind.CLAIM_DISPLACED)
    body = f'{{"id": "{message.id}"}}'
    followup.handle({"Records": [{"messageId": "m", "body": body, "eventSource": "aws:sqs"}]})

    held = [item for item in aws.items("ledger") if item["entity"] == "held"]
    assert [item["refs"] for item in held] == [{"client": "demo-becas", "event": "claim-displaced"}]
    told = [m for m in aws.outbox(Kind.CLAIM_DISPLACED) if m.channel]
    assert [(m.person, m.channel) for m in told] == [("squatter", "email")]


def test_a_process_that_dies_between_is_made_good_by_the_outbox(here, aws):
    from functions.notify import followup

    class Dies:
        def __getattr__(self, name: str):
            return getattr(wiring.holders(), name)

        def declared(self, curp):
            raise SystemExit

    case = here.submits("owner")
    ports = type(wiring.holding())(Dies(), wiring.grants(), here.id)
    with pytest.raises(SystemExit):
        become_holder(evidence("owner", case.id), here.curp, (), ports)
    assert session_counts(SOON)

    (message,) = aws.outbox(Kind.CLAIMS_DISPLACED)
    body = f'{{"id": "{message.id}"}}'
    followup.handle({"Records": [{"messageId": "m", "body": body, "eventSource": "aws:sqs"}]})

    assert not session_counts(SOON)
    assert not grant_counts()


def test_the_squatters_documents_change_nothing_for_the_holder(here):
    prove(here, "owner", Strength.WEAK)
    before = here.account("owner")

    with pytest.raises(CurpHasHolder):
        prove(here, "squatter", Strength.SUPERIOR, SOON)

    assert here.account("owner") == before


def test_a_squatter_with_the_level_loses_all_of_it_in_a_contest(here, aws):
    prove(here, "squatter")
    here.declares("victim", NOW)
    case = here.submits("victim", SOON, State.REVIEW)
    holder = wiring.holders().of(here.curp)
    assert holder is not None
    finding = contesting.Credible(case.id, "victim", Strength.SUPERIOR, "r1")
    opened = contesting.opened(finding, holder, here.id, SOON)
    wiring.contests().open(opened)
    assert session_counts(SOON), "a contest alone freezes nobody"

    at = SOON + NOTICE
    proof = evidence("victim", case.id, Strength.SUPERIOR, at, ("r1", "r2"))
    won = contesting.won(opened.contest, holder, proof, here.curp, (), here.id)
    contesting.displace(won, wiring.contests(), wiring.holding())

    squatter = here.account("squatter")
    assert (squatter.level, squatter.evidence) == (Level.BASICA, None)
    assert not squatter.still_counts(at)
    assert not session_counts(at)
    assert not grant_counts()


def test_a_reclaim_that_ends_nothing_is_caught(here, monkeypatch):
    """The mutant: the holder is written, and the declared accounts keep what they had."""
    from llave.people import holders

    monkeypatch.setattr(holders, "give_way", lambda *_: None)
    prove(here, "owner")

    assert session_counts(SOON), "what the tests above are there to catch"
