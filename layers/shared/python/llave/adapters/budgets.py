"""Counters of budgets in the sessions table: `BUDGET#<kind>#<key>` / `<window start>`, with a TTL."""

from datetime import datetime, timedelta

from llave.adapters import dynamodb
from llave.people.budgets import window_start


class BudgetsTable:
    """Atomic additions; what a window counted is forgotten when it has passed."""

    def __init__(self, table: str) -> None:
        self._table = table

    def count(self, kind: str, key: str, window: timedelta, now: datetime) -> int:
        """Count one more in this window and return how many that makes."""
        start = window_start(window, now)
        item = dynamodb.update(
            self._table,
            f"BUDGET#{kind}#{key}",
            f"{start:012d}",
            UpdateExpression="ADD used :one SET expires_at = :end",
            ExpressionAttributeValues={
                ":one": {"N": "1"},
                ":end": {"N": str(start + 2 * int(window.total_seconds()))},
            },
        )
        return int(item["used"])

    def counted(self, kind: str, key: str, window: timedelta, now: datetime) -> int:
        """How many this window has counted."""
        start = window_start(window, now)
        item = dynamodb.get(self._table, f"BUDGET#{kind}#{key}", f"{start:012d}")
        return int(item["used"]) if item else 0
