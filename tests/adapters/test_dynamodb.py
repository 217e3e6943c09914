"""DynamoDB's answers as what the core catches: conditions, conflicts, values."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from llave.adapters import dynamodb
from llave.adapters.dynamodb import ConditionFailed
from llave.errors import Slowed, Unavailable
from tests.aws import Aws

TABLE = "llave-unit-sessions"


def put(pk: str, condition: str = "attribute_not_exists(pk)", **values: Any) -> dict[str, Any]:
    item = dynamodb.to_item({"pk": pk, "sk": "A", **values})
    return {"Put": {"TableName": TABLE, "Item": item, "ConditionExpression": condition}}


def cancelled(*codes: str) -> dict[str, Any]:
    reasons = [{"Code": code} for code in codes]
    return {
        "service_error_code": "TransactionCanceledException",
        "modeled_fields": {"CancellationReasons": reasons},
    }


@pytest.fixture
def stubbed(environment: dict[str, str]) -> Any:
    with Stubber(dynamodb.client()) as stubber:
        yield stubber
        stubber.assert_no_pending_responses()


def test_a_transaction_names_the_positions_whose_condition_failed(aws: Aws):
    dynamodb.transact([put("a")])

    with pytest.raises(ConditionFailed) as refusal:
        dynamodb.transact([put("b"), put("a"), put("c")])

    assert refusal.value.failed == (1,)
    assert aws.items("sessions") == [{"pk": "a", "sk": "A"}]


def test_a_conflict_is_tried_again(stubbed: Stubber):
    stubbed.add_client_error("transact_write_items", **cancelled("None", "TransactionConflict"))
    stubbed.add_response("transact_write_items", {})

    dynamodb.transact([put("a"), put("b")])


def test_a_conflict_that_does_not_end_is_answered_as_unavailable(stubbed: Stubber):
    for _ in range(dynamodb.CONFLICT_TRIES):
        stubbed.add_client_error("transact_write_items", **cancelled("TransactionConflict"))

    with pytest.raises(Unavailable):
        dynamodb.transact([put("a")])


@pytest.mark.parametrize("reason", sorted(dynamodb.THROTTLED_WRITE))
def test_a_transaction_of_which_a_write_is_slowed_is_tried_again(stubbed: Stubber, reason: str):
    stubbed.add_client_error("transact_write_items", **cancelled("None", reason))
    stubbed.add_response("transact_write_items", {})

    dynamodb.transact([put("a"), put("b")])


@pytest.mark.parametrize("reason", sorted(dynamodb.THROTTLED_WRITE))
def test_one_that_is_slowed_again_and_again_is_answered_so(
    stubbed: Stubber, monkeypatch: pytest.MonkeyPatch, reason: str
):
    monkeypatch.setattr(dynamodb, "_pause", lambda _: None)
    for _ in range(dynamodb.CONFLICT_TRIES):
        stubbed.add_client_error("transact_write_items", **cancelled("TransactionConflict", reason))

    with pytest.raises(Slowed) as refusal:
        dynamodb.transact([put("a"), put("b")])

    assert refusal.value.retry_after == 1


@pytest.mark.parametrize("code", sorted(dynamodb.THROTTLED))
def test_a_table_that_is_too_hot_for_a_transaction_is_answered_as_slowed(
    stubbed: Stubber, code: str
):
    stubbed.add_client_error("transact_write_items", code)

    with pytest.raises(Slowed):
        dynamodb.transact([put("a")])


def test_a_failed_condition_weighs_more_than_a_slowed_write(stubbed: Stubber):
    stubbed.add_client_error(
        "transact_write_items", **cancelled("ThrottlingError", "ConditionalCheckFailed")
    )

    with pytest.raises(ConditionFailed):
        dynamodb.transact([put("a"), put("b")])


def test_a_failed_condition_weighs_more_than_a_conflict(stubbed: Stubber):
    stubbed.add_client_error(
        "transact_write_items", **cancelled("TransactionConflict", "ConditionalCheckFailed")
    )

    with pytest.raises(ConditionFailed) as refusal:
        dynamodb.transact([put("a"), put("b")])

    assert refusal.value.failed == (1,)


def test_a_transaction_that_was_wrong_raises_what_aws_said(stubbed: Stubber):
    stubbed.add_client_error("transact_write_items", **cancelled("ValidationError"))

    with pytest.raises(ClientError):
        dynamodb.transact([put("a")])


def test_what_is_put_once_is_never_overwritten(aws: Aws):
    dynamodb.put_once(TABLE, {"pk": "a", "sk": "A", "n": 1})

    with pytest.raises(ConditionFailed):
        dynamodb.put_once(TABLE, {"pk": "a", "sk": "A", "n": 2})

    assert dynamodb.get(TABLE, "a", "A") == {"pk": "a", "sk": "A", "n": 1}


def test_an_update_answers_the_item_as_it_stands(aws: Aws):
    values = {":one": {"N": "1"}}

    dynamodb.update(
        TABLE, "a", "A", UpdateExpression="ADD n :one", ExpressionAttributeValues=values
    )
    after = dynamodb.update(
        TABLE, "a", "A", UpdateExpression="ADD n :one", ExpressionAttributeValues=values
    )

    assert after["n"] == 2


def test_an_update_whose_condition_fails_says_so(aws: Aws):
    with pytest.raises(ConditionFailed):
        dynamodb.update(
            TABLE,
            "a",
            "A",
            UpdateExpression="SET n = :one",
            ConditionExpression="attribute_exists(pk)",
            ExpressionAttributeValues={":one": {"N": "1"}},
        )


def test_values_come_back_as_they_went_in(aws: Aws):
    values = {
        "pk": "a",
        "sk": "A",
        "bytes": b"\x00\xff",
        "number": 7,
        "list": [1, "x", b"y"],
        "map": {"deep": {"b": b"z", "n": 1}},
        "yes": True,
        "nothing": None,
    }
    dynamodb.put_once(TABLE, values)

    assert dynamodb.get(TABLE, "a", "A") == {k: v for k, v in values.items() if v is not None}


def test_a_fraction_stays_a_decimal():
    assert dynamodb.from_item({"n": {"N": "1.5"}}) == {"n": Decimal("1.5")}


def test_nothing_is_there(aws: Aws):
    assert dynamodb.get(TABLE, "a", "A") is None


def test_a_moment_survives_to_the_millisecond():
    moment = datetime(2026, 11, 21, 12, 0, 0, 123000, tzinfo=UTC)

    assert dynamodb.moment_of_ms(dynamodb.milliseconds(moment)) == moment
    assert dynamodb.seconds(moment) == 1795262400
