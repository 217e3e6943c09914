"""T30: while the secret of a look-up is replaced, nothing is held twice."""

import pytest

from functions.operate.done import JobRefused
from functions.operate.rekey import rekey
from llave import wiring
from llave.people.keyring import Purpose
from llave.people.rekeying import SPREAD
from tests.aws import Aws
from tests.registrants import EMAIL, Client, client, code, person_in, population
from tests.rotating import Stale, begin, confirm, fill, retire, walter

__all__ = ["client", "code", "population", "walter"]


@pytest.mark.parametrize("stage", ["stale", "begun", "filled", "retired", "dropped"])
def test_an_e_mail_has_one_owner_at_every_moment_of_a_rotation(
    aws: Aws, walter: Client, code, stage: str, monkeypatch: pytest.MonkeyPatch
):
    owner = person_in(aws)
    begin(Purpose.LOOKUP_EMAIL)
    if stage == "stale":
        stale = Stale(wiring.keyring())
        monkeypatch.setattr(wiring, "keyring", lambda: stale)
    if stage in ("filled", "retired", "dropped"):
        now = fill(Purpose.LOOKUP_EMAIL)
    if stage in ("retired", "dropped"):
        retire(Purpose.LOOKUP_EMAIL)
    if stage == "dropped":
        rekey({}, now + SPREAD)
    other = Client()
    assert other.register(email=EMAIL).status == 201

    answer = confirm(other, code, person=person_in(aws))

    assert (answer.status, answer.json["code"]) == (409, "email_taken")
    guards = [i for i in aws.items("people") if i["sk"] == "GUARD" and "EMAIL#" in i["pk"]]
    assert {guard["person"] for guard in guards} == {owner}


def test_the_old_secret_stays_until_every_guard_stands_under_the_new_one(aws: Aws, walter: Client):
    begin(Purpose.LOOKUP_EMAIL)
    rekey({}, wiring.now())

    with pytest.raises(JobRefused):
        retire(Purpose.LOOKUP_EMAIL)

    assert len(wiring.keyring().live(Purpose.LOOKUP_EMAIL)) == 2
