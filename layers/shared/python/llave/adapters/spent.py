"""What was used once and may not be used again, in the sessions table: `CAPTCHA#<hash>` / `SPENT`."""

from datetime import datetime

from llave.adapters import dynamodb


class SpentTable:
    """Remembered until `until`; afterwards the thing itself is too old."""

    def __init__(self, table: str) -> None:
        self._table = table

    def spend(self, key: str, until: datetime) -> bool:
        """Whether this is the first time; a conditional write, so of many at once one is told so."""
        item = {"pk": f"CAPTCHA#{key}", "sk": "SPENT", "expires_at": dynamodb.seconds(until)}
        try:
            dynamodb.put_once(self._table, item)
        except dynamodb.ConditionFailed:
            return False
        return True
