"""A count that can not be made is no attempt: conflicts are waited out, throttling refuses."""

import pytest
from botocore.stub import Stubber

from llave import wiring
from llave.adapters import dynamodb
from llave.errors import TooManyAttempts, Unavailable
from tests.aws import Aws
from tests.citizens import Citizen
from tests.fakes import NOW

CONFLICT = "TransactionConflictException"
COUNTED = {
    "Attributes": dynamodb.to_item(
        {
            "pk": "PERSON#p1",
            "hash": "h",
            "pepper": 1,
            "version": 1,
            "failures": 1,
            "changed_at": 0,
        }
    )
}


@pytest.fixture
def stub(aws: Aws) -> Stubber:
    Citizen().settle(aws)
    return Stubber(dynamodb.client())


def test_an_attempt_waits_for_a_transaction_that_has_the_item(stub: Stubber) -> None:
    stub.add_client_error("update_item", CONFLICT)
    stub.add_response("update_item", COUNTED)

    with stub:
        assert wiring.credentials().attempt("p1", "n", NOW) is not None


def test_an_attempt_that_never_gets_through_is_unavailable(
    stub: Stubber, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dynamodb, "_pause", lambda attempt: None)
    for _ in range(dynamodb.CONFLICT_TRIES):
        stub.add_client_error("update_item", CONFLICT)

    with stub, pytest.raises(Unavailable):
        wiring.credentials().attempt("p1", "n", NOW)


@pytest.mark.parametrize("code", sorted(dynamodb.THROTTLED))
def test_a_storm_on_one_credential_fails_closed(stub: Stubber, code: str) -> None:
    stub.add_client_error("update_item", code)

    with stub, pytest.raises(TooManyAttempts):
        wiring.credentials().attempt("p1", "n", NOW)
