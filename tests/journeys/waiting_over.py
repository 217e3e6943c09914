"""What a test does about 72 hours: the notice of a contest is put back by so long, in the tables."""

from typing import Any

from infra.environments import LOCAL
from llave.adapters.tables import PEOPLE, STAFF
from llave.people.contests import NOTICE
from local.deploy.clients import Cloud

A_MINUTE_MS = 60_000


def let_72_hours_pass(aws: Cloud, case: str) -> None:
    """As if the contest of this case had been opened so much earlier."""
    earlier = int(NOTICE.total_seconds() * 1000) + A_MINUTE_MS
    tables = aws.client("dynamodb")
    contest = _of(tables, case)
    _put_back(tables, LOCAL.table(PEOPLE), contest["pk"]["S"], "CONTEST", "opened_at", earlier)
    _put_back(tables, LOCAL.table(STAFF), "REVIEWS", f"CASE#{case}", "contest_until", earlier)


def _of(tables: Any, case: str) -> Any:
    pages = tables.get_paginator("scan").paginate(
        TableName=LOCAL.table(PEOPLE),
        FilterExpression="sk = :sk AND #case = :case AND begins_with(pk, :pk)",
        ExpressionAttributeNames={"#case": "case"},
        ExpressionAttributeValues={
            ":sk": {"S": "CONTEST"},
            ":case": {"S": case},
            ":pk": {"S": "CONTEST#"},
        },
    )
    return next(item for page in pages for item in page["Items"])


def _put_back(tables: Any, table: str, pk: str, sk: str, name: str, by: int) -> None:
    tables.update_item(
        TableName=table,
        Key={"pk": {"S": pk}, "sk": {"S": sk}},
        UpdateExpression="SET #name = #name - :by",
        ExpressionAttributeNames={"#name": name},
        ExpressionAttributeValues={":by": {"N": str(by)}},
    )
