"""Second factors in the people table (`factor_items`), and the transactions that change them."""

from collections.abc import Sequence
from typing import Any

from llave.adapters import dynamodb
from llave.adapters.accounts import ACCOUNT, person_key
from llave.adapters.dynamodb import Item, milliseconds, moment_of_ms
from llave.adapters.factor_items import (
    CODES,
    PREFIX,
    SMS,
    TOTP,
    codes_of,
    factor_item,
    passkey_of,
    put_new,
    sk_of,
    totp_of,
)
from llave.adapters.outbox import put_event, put_message
from llave.people.enrolments import Change, FactorGone
from llave.people.factors import Enrolled, Method, Passkey, Sms, Totp


class FactorsTable:
    """Reading factors and changing what is enrolled."""

    def __init__(self, people: str, ledger: str) -> None:
        self._people = people
        self._ledger = ledger

    def of(self, person: str) -> Enrolled:
        """What a person has enrolled, recovery codes included."""
        found = {item["sk"]: item for item in self._items(person)}
        passkeys = [item for sk, item in found.items() if sk.startswith(f"{PREFIX}passkey#")]
        return Enrolled(
            passkeys=tuple(sorted(map(passkey_of, passkeys), key=lambda one: one.created_at)),
            totp=totp_of(found[TOTP]) if TOTP in found else None,
            sms=Sms(moment_of_ms(found[SMS]["created_at"])) if SMS in found else None,
            codes=codes_of(found[CODES]) if CODES in found else None,
        )

    def add(self, change: Change, made: Passkey | Totp | Sms) -> None:
        """Enrol a factor and tell; from then on she is asked for it, unless she said otherwise.

        Raises FactorGone when there is one already."""
        item = {"pk": person_key(change.person), **factor_item(made)}
        asked = "SET asks_second = if_not_exists(asks_second, :yes)"
        self._write(change, [put_new(self._people, item), self._account(change, asked, yes=True)])

    def remove(self, change: Change, method: Method, key: str = "", *, last: bool = False) -> None:
        """Remove a factor and tell; with the last one go the recovery codes. Raises FactorGone."""
        sk = sk_of(method, key)
        gone = {
            "TableName": self._people,
            "Key": dynamodb.key(person_key(change.person), sk),
            "ConditionExpression": "attribute_exists(pk)",
        }
        writes = [{"Delete": gone}]
        if last:
            codes = dynamodb.key(person_key(change.person), CODES)
            writes.append({"Delete": {"TableName": self._people, "Key": codes}})
            writes.append(self._account(change, "REMOVE asks_second"))
        else:
            writes.append(self._unended(change))
        self._write(change, writes)

    def put_codes(self, change: Change, digests: Sequence[str]) -> None:
        """New recovery codes in the place of all old ones."""
        item = {
            "pk": person_key(change.person),
            "sk": CODES,
            "hashes": set(digests),
            "created_at": milliseconds(change.at),
        }
        put = {"TableName": self._people, "Item": dynamodb.to_item(item)}
        self._write(change, [{"Put": put}, self._unended(change)])

    def ask_always(self, change: Change, *, always: bool) -> None:
        """Whether the second step is asked at every sign-in."""
        self._write(change, [self._account(change, "SET asks_second = :yes", yes=always)])

    def _items(self, person: str) -> list[Item]:
        asked: dict[str, Any] = {"TableName": self._people, "ConsistentRead": True}
        pk = {":pk": {"S": person_key(person)}}
        answer = dynamodb.client().query(
            **asked,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :factor)",
            ExpressionAttributeValues={**pk, ":factor": {"S": PREFIX}},
        )
        codes = dynamodb.get(self._people, person_key(person), CODES)
        return [*map(dynamodb.from_item, answer["Items"]), *([codes] if codes else [])]

    def _account(self, change: Change, update: str, *, yes: bool | None = None) -> dict[str, Any]:
        check = self._unended(change)["ConditionCheck"]
        values = check["ExpressionAttributeValues"] | dynamodb.to_item({":yes": yes})
        changed = {"UpdateExpression": update, "ExpressionAttributeValues": values}
        return {"Update": {**check, **changed}}

    def _unended(self, change: Change) -> dict[str, Any]:
        """Whatever ended everything meanwhile ends this too."""
        seen = {":seen": milliseconds(change.ended_before)}
        check = {
            "TableName": self._people,
            "Key": dynamodb.key(person_key(change.person), ACCOUNT),
            "ConditionExpression": "ended_before = :seen",
            "ExpressionAttributeValues": dynamodb.to_item(seen),
        }
        return {"ConditionCheck": check}

    def _write(self, change: Change, writes: list[dict[str, Any]]) -> None:
        told = [put_message(self._ledger, message) for message in change.notices]
        try:
            dynamodb.transact([*writes, *told, put_event(self._ledger, change.event)])
        except dynamodb.ConditionFailed:
            raise FactorGone from None
