"""How far the chain of what staff did was checked: `CHECKED` / `CHAIN#staff` (number, hash) in the agencies
table, which who writes the chain can not write."""

from llave.adapters import dynamodb
from llave.adapters.dynamodb import to_item
from llave.staff.chain import Head

CHECKED, CHAIN = "CHECKED", "CHAIN#staff"


class CheckedChainTable:
    """The end that the last check saw."""

    def __init__(self, agencies: str) -> None:
        self._agencies = agencies

    def last(self) -> Head:
        """That end; the beginning when none was kept."""
        item = dynamodb.get(self._agencies, CHECKED, CHAIN)
        return Head(item["number"], item["hash"]) if item else Head()

    def keep(self, head: Head) -> None:
        """The end of a chain that was found whole."""
        item = {"pk": CHECKED, "sk": CHAIN, "number": head.number, "hash": head.hash}
        dynamodb.client().put_item(TableName=self._agencies, Item=to_item(item))
