"""The chained audit in the ledger: `CHAIN#staff` / `<number>`, and beside them `HEAD` (number, hash).

A line is written in one transaction with what it tells of, on the condition that the end is where it
was read; who lost the race reads it again.
"""

import random
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from llave.adapters import dynamodb
from llave.adapters.dynamodb import Item, milliseconds, moment_of_ms, to_item
from llave.errors import Unavailable
from llave.staff.chain import Entry, Head, Line, What, following

CHAIN, HEAD, ENTITY = "CHAIN#staff", "HEAD", "chain"
# The pictures of one page are asked for all at once, and each has a line.
TRIES = 12


class ChainTable:
    """Appending and reading."""

    def __init__(self, ledger: str) -> None:
        self._ledger = ledger

    def append(self, line: Line) -> None:
        """Record a line that comes with no other write."""
        self.with_line(line, [])

    def with_line(self, line: Line, writes: Sequence[Mapping[str, Any]]) -> None:
        """Writes and their line, all or nothing; raises ConditionFailed with the positions in `writes`."""
        for attempt in range(TRIES):
            head = self.head()
            try:
                dynamodb.transact([*writes, *self._writes(head, line)])
            except dynamodb.ConditionFailed as failed:
                mine = tuple(one for one in failed.failed if one < len(writes))
                if mine:
                    raise dynamodb.ConditionFailed(mine, failed.items) from None
                _pause(attempt)
                continue
            return
        raise Unavailable("the chain is busy", retry_after=1)

    def head(self) -> Head:
        """The end."""
        item = dynamodb.get(self._ledger, CHAIN, HEAD)
        return Head(item["number"], item["hash"]) if item else Head()

    def entries(self) -> Iterator[Entry]:
        """Every entry, by its number."""
        for item in dynamodb.query(self._ledger, CHAIN, "0"):
            yield _entry(item)

    def _writes(self, head: Head, line: Line) -> list[dict[str, Any]]:
        entry = following(head, line)
        first = head.number == 0
        values = {
            ":number": entry.number,
            ":hash": entry.hash,
            ":entity": ENTITY,
            ":before": None if first else head.hash,
        }
        end = {
            "TableName": self._ledger,
            "Key": dynamodb.key(CHAIN, HEAD),
            "UpdateExpression": "SET #number = :number, #hash = :hash, entity = :entity",
            "ConditionExpression": "attribute_not_exists(pk)" if first else "#hash = :before",
            "ExpressionAttributeNames": {"#number": "number", "#hash": "hash"},
            "ExpressionAttributeValues": to_item(values),
        }
        put = {
            "TableName": self._ledger,
            "Item": to_item(_item(entry)),
            "ConditionExpression": "attribute_not_exists(pk)",
        }
        return [{"Put": put}, {"Update": end}]


def _item(entry: Entry) -> Item:
    return {
        "pk": CHAIN,
        "sk": f"{entry.number:012d}",
        "entity": ENTITY,
        "who": entry.line.who,
        "what": entry.line.what.value,
        "at": milliseconds(entry.line.at),
        "refs": dict(entry.line.refs),
        "before": entry.before,
        "hash": entry.hash,
    }


def _entry(item: Item) -> Entry:
    what = item["what"]
    line = Line(item["who"], What(what), moment_of_ms(item["at"]), item["refs"])
    return Entry(int(item["sk"]), line, item["before"], item["hash"])


def _pause(attempt: int) -> None:
    time.sleep(random.uniform(0.01, 0.05) * min(attempt + 1, 6))  # noqa: S311  # spreads retries, nothing secret
