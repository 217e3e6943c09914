"""Items of the people table under the old version of a secret, written under the new one, and dropped.

A copy is a transaction: the new item is put only while the old one still says the same.
"""

from collections.abc import Mapping
from typing import Any

from llave.adapters import dynamodb
from llave.adapters.accounts import ACCOUNT, person_key
from llave.adapters.case_items import CASE, case_key
from llave.adapters.dynamodb import Item, to_item
from llave.adapters.holder_items import GUARD
from llave.documents.remarking import Remarked
from llave.documents.reuse import Portrait
from llave.errors import Unavailable
from llave.people.keyring import Purpose
from llave.people.lookups import KINDS
from llave.people.rekeying import Cursor, Page, Renamed

POINTER = "POINTER"
# Items looked at by one call, of which those that are wanted come back.
PAGE = 200
TRIES = 4
# What names an index on the account itself.
ATTRIBUTES = {
    Purpose.LOOKUP_EMAIL: "email_index",
    Purpose.LOOKUP_PHONE: "phone_number_index",
    Purpose.LOOKUP_CURP_PHONE: "phone_index",
}
# The first part of the keys that stand under a purpose.
PREFIXES: Mapping[Purpose, tuple[str, ...]] = {
    **{purpose: (kind, f"DECLARED#{kind}") for purpose, kind in KINDS.items()},
    Purpose.LOOKUP_DOCUMENT: ("DOCUMENT",),
    Purpose.LOOKUP_IMAGE: ("IMAGE", "PORTRAIT"),
}


class RekeyTable:
    """Walking the people table, and writing what a new secret lacks."""

    def __init__(self, people: str) -> None:
        self._people = people

    def accounts(self, cursor: Cursor | None) -> Page:
        """Keys of accounts, from the cursor on."""
        return self._page("sk = :sk", {":sk": ACCOUNT}, cursor)

    def cases(self, cursor: Cursor | None) -> Page:
        """Keys of cases, from the cursor on."""
        return self._page("sk = :sk", {":sk": CASE}, cursor)

    def left(self, purpose: Purpose, version: int, cursor: Cursor | None) -> Page:
        """Keys of what stands under a version of a secret, from the cursor on."""
        starts = {f":p{n}": f"{name}#{version}#" for n, name in enumerate(PREFIXES[purpose])}
        wanted = " OR ".join(f"begins_with(pk, {name})" for name in starts)
        return self._page(wanted, starts, cursor)

    def refill(self, renamed: Renamed) -> int:
        """Write what the new index lacks, the account's own note of it last; how much that was."""
        old, new, person = renamed.old.key, renamed.new.key, person_key(renamed.person)
        if renamed.purpose is Purpose.LOOKUP_CURP:
            # The guards of holders know each other, see HoldersTable.rekey.
            return self.copy(f"DECLARED#{old}", f"DECLARED#{new}", person)
        if renamed.purpose is Purpose.LOOKUP_PHONE:
            return self._note(renamed)
        guard = self.copy(old, new, GUARD)
        return (
            guard + self.copy(f"DECLARED#{old}", f"DECLARED#{new}", POINTER) + self._note(renamed)
        )

    def remark(self, case: str, marks: Remarked) -> int:
        """Write what a case's marks lack under the new secret; how much that was."""
        guards = sum(self.copy(old, new, GUARD) for old, new in marks.guards)
        return guards + sum(self._unmask(case, old, new) for old, new in marks.portraits)

    def copy(self, old: str, new: str, sk: str) -> int:
        """Write the item under its new key unless it stands there alike; 1 when it was written."""
        for _ in range(TRIES):
            source = dynamodb.get(self._people, old, sk)
            there = dynamodb.get(self._people, new, sk)
            if source is None or (there and _alike(source, there)):
                return 0
            try:
                dynamodb.transact([self._still(source), self._put(source, new, there)])
            except dynamodb.ConditionFailed:
                continue
            return 1
        raise Unavailable("writes at one moment", retry_after=1)

    def drop(self, key: Cursor) -> int:
        """Delete an item under a retired version; the guards beside it no longer name it."""
        item = dynamodb.get(self._people, *key)
        if item is None:
            return 0
        gone = {"TableName": self._people, "Key": dynamodb.key(*key)}
        beside = [self._forget(other, item) for other in item.get("keys", ()) if other != key[0]]
        try:
            dynamodb.transact([{"Delete": gone | _as_read(item)}, *beside])
        except dynamodb.ConditionFailed:
            raise Unavailable("changed meanwhile", retry_after=1) from None
        return 1

    def _page(self, wanted: str, values: Mapping[str, str], cursor: Cursor | None) -> Page:
        more: dict[str, Any] = {"ExclusiveStartKey": dynamodb.key(*cursor)} if cursor else {}
        answer = dynamodb.client().scan(
            TableName=self._people,
            FilterExpression=wanted,
            ExpressionAttributeValues=to_item(values),
            ProjectionExpression="pk, sk",
            ConsistentRead=True,
            Limit=PAGE,
            **more,
        )
        last = answer.get("LastEvaluatedKey")
        found = tuple((item["pk"]["S"], item["sk"]["S"]) for item in answer["Items"])
        return Page(found, (last["pk"]["S"], last["sk"]["S"]) if last else None)

    def _note(self, renamed: Renamed) -> int:
        """A contact that is corrected meanwhile bears the new index already."""
        attribute = ATTRIBUTES[renamed.purpose]
        try:
            dynamodb.update(
                self._people,
                person_key(renamed.person),
                ACCOUNT,
                UpdateExpression="SET #name = :new",
                ConditionExpression="#name = :old",
                ExpressionAttributeNames={"#name": attribute},
                ExpressionAttributeValues=to_item(
                    {":old": renamed.old.key, ":new": renamed.new.key}
                ),
            )
        except dynamodb.ConditionFailed:
            return 0
        return 1

    def _unmask(self, case: str, old: Portrait, new: Portrait) -> int:
        """A portrait in every band of its new mask; one transaction, so that one band tells of all."""
        source = dynamodb.get(self._people, old.bands[0], case_key(case))
        if source is None or dynamodb.get(self._people, new.bands[0], case_key(case)):
            return 0
        items = [source | {"pk": band, "hash": f"{new.masked:016x}"} for band in new.bands]
        dynamodb.transact(
            [{"Put": {"TableName": self._people, "Item": to_item(item)}} for item in items]
        )
        return 1

    def _still(self, item: Item) -> dict[str, Any]:
        check = {"TableName": self._people, "Key": dynamodb.key(item["pk"], item["sk"])}
        return {"ConditionCheck": check | _as_read(item)}

    def _put(self, source: Item, new: str, there: Item | None) -> dict[str, Any]:
        put: dict[str, Any] = {
            "TableName": self._people,
            "Item": to_item(source | {"pk": new}),
            "ConditionExpression": "attribute_not_exists(pk)",
        }
        return {"Put": put | (_as_read(there) if there else {})}

    def _forget(self, other: str, item: Item) -> dict[str, Any]:
        rest = [one for one in item["keys"] if one != item["pk"]]
        values = {":rest": rest, ":person": item["person"]}
        return {
            "Update": {
                "TableName": self._people,
                "Key": dynamodb.key(other, GUARD),
                "UpdateExpression": "SET #keys = :rest",
                "ConditionExpression": "person = :person",
                "ExpressionAttributeNames": {"#keys": "keys"},
                "ExpressionAttributeValues": to_item(values),
            }
        }


def _as_read(item: Item) -> dict[str, Any]:
    """The condition that nobody has changed whom an item names since it was read."""
    return {
        "ConditionExpression": "person = :was",
        "ExpressionAttributeValues": to_item({":was": item["person"]}),
    }


def _alike(one: Item, other: Item) -> bool:
    return {**one, "pk": ""} == {**other, "pk": ""}
