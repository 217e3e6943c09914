"""Who declares a CURP: `DECLARED#<index>` / `PERSON#<id>` in the people table."""

from collections.abc import Sequence

from llave.adapters import dynamodb

# A CURP with more accounts than this is under attack; those beyond are told by the review.
MOST = 25


class DeclaredTable:
    """The accounts on one CURP."""

    def __init__(self, people: str) -> None:
        self._people = people

    def persons(self, indexes: Sequence[str]) -> tuple[str, ...]:
        """Those who declare it under any of these keys of its indexes, at most MOST for each."""
        found = {person: None for index in indexes for person in self._under(index)}
        return tuple(found)

    def _under(self, index: str) -> list[str]:
        answer = dynamodb.client().query(
            TableName=self._people,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :person)",
            ExpressionAttributeValues=dynamodb.to_item(
                {":pk": f"DECLARED#{index}", ":person": "PERSON#"}
            ),
            Limit=MOST,
        )
        return [item["sk"]["S"].partition("#")[2] for item in answer["Items"]]
