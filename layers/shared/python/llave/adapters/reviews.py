"""The queues of people, in the people table: `REVIEWS` / `CASE#<id>` (token, since, urgent) and
`STUCK` / `CASE#<id>` (since). Hundreds wait at a time, not millions: one partition holds them."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from llave.adapters import dynamodb
from llave.adapters.case_items import case_key
from llave.adapters.dynamodb import Item, milliseconds, moment_of_ms, to_item
from llave.documents.reviews import Waiting

REVIEWS, STUCK = "REVIEWS", "STUCK"


class ReviewsTable:
    """Reading and writing both queues."""

    def __init__(self, people: str) -> None:
        self._people = people

    def wait(self, case: str, token: str, now: datetime) -> None:
        """Queue a case; what an earlier try of the workflow writes too late does not count."""
        self._update(
            case,
            UpdateExpression="SET #token = :token, asked_at = :now,"
            " since = if_not_exists(since, :now), urgent = if_not_exists(urgent, :no)",
            ConditionExpression="attribute_not_exists(asked_at) OR asked_at <= :now",
            ExpressionAttributeNames={"#token": "token"},
            ExpressionAttributeValues=to_item(
                {":token": token, ":now": milliseconds(now), ":no": False}
            ),
        )

    def hurry(self, case: str) -> None:
        """Mark it as urgent."""
        self._update(
            case,
            UpdateExpression="SET urgent = :yes",
            ConditionExpression="attribute_exists(pk)",
            ExpressionAttributeValues=to_item({":yes": True}),
        )

    def get(self, case: str) -> Waiting | None:
        """The case as it waits."""
        item = dynamodb.get(self._people, REVIEWS, case_key(case))
        return _waiting(item) if item else None

    def waiting(self) -> tuple[Waiting, ...]:
        """The reviewers' queue."""
        found = [_waiting(item) for item in dynamodb.query(self._people, REVIEWS, "CASE#")]
        return tuple(sorted(found, key=lambda one: (not one.urgent, one.since)))

    def done(self, case: str) -> None:
        """Out of both queues."""
        for queue in (REVIEWS, STUCK):
            dynamodb.client().delete_item(
                TableName=self._people, Key=dynamodb.key(queue, case_key(case))
            )

    def stick(self, case: str, now: datetime) -> None:
        """Queue it for the operators, and for nobody else."""
        with suppress(dynamodb.ConditionFailed):
            item = {"pk": STUCK, "sk": case_key(case), "since": milliseconds(now)}
            dynamodb.put_once(self._people, item)
        dynamodb.client().delete_item(
            TableName=self._people, Key=dynamodb.key(REVIEWS, case_key(case))
        )

    def stuck(self) -> tuple[str, ...]:
        """The operators' queue."""
        found = dynamodb.query(self._people, STUCK, "CASE#")
        oldest = sorted(found, key=lambda item: int(item["since"]))
        return tuple(item["sk"].partition("#")[2] for item in oldest)

    def _update(self, case: str, **call: Any) -> None:
        with suppress(dynamodb.ConditionFailed):
            dynamodb.update(self._people, REVIEWS, case_key(case), **call)


def _waiting(item: Item) -> Waiting:
    return Waiting(
        case=item["sk"].partition("#")[2],
        since=moment_of_ms(item["since"]),
        urgent=bool(item["urgent"]),
        token=item["token"],
    )
