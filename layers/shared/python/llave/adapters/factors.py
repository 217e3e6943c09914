"""Second factors in the people table (`factor_items`), and the transactions that change them."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from llave.adapters import dynamodb
from llave.adapters.accounts import ACCOUNT, person_key
from llave.adapters.bound import still_there
from llave.adapters.case_items import CASES
from llave.adapters.dynamodb import milliseconds
from llave.adapters.enrolled import enrolled_in
from llave.adapters.factor_items import CODES, PREFIX, factor_item, put_new, sk_of
from llave.adapters.outbox import put_event, put_message
from llave.adapters.sessions import delete_session, put_session
from llave.people.bound import Bound
from llave.people.enrolments import Change, FactorGone, Renewed
from llave.people.factors import Enrolled, Passkey, Sms, Totp


class FactorsTable:
    """Reading factors and changing what is enrolled."""

    def __init__(self, people: str, sessions: str, ledger: str) -> None:
        self._people = people
        self._sessions = sessions
        self._ledger = ledger

    def of(self, person: str) -> Enrolled:
        """What a person has enrolled, recovery codes included."""
        return enrolled_in(self._people, person)

    def has_case(self, person: str) -> bool:
        """Whether a verification of hers is not decided yet."""
        return "open" in (dynamodb.get(self._people, person_key(person), CASES) or {})

    def add(self, change: Change, made: Passkey | Totp | Sms, renewed: Renewed | None) -> None:
        """Enrol a factor and tell; from then on she is asked for it, unless she said otherwise.

        Raises FactorGone when there is one already."""
        item = {"pk": person_key(change.person), **factor_item(made)}
        account = self._account(
            change, "SET asks_second = if_not_exists(asks_second, :yes)", yes=True
        )
        if change.is_first:
            # Of two first factors that come at once, the second was not bound by a factor.
            account["Update"]["ConditionExpression"] += " AND attribute_not_exists(asks_second)"
        self._write(change, [put_new(self._people, item), account, *self._renewed(renewed)])

    def remove(self, change: Change, going: Bound, stays: Bound | None) -> None:
        """Remove a factor and tell, if the one that stays is there; with the last one go the recovery
        codes. Raises FactorGone."""
        gone = {
            "TableName": self._people,
            "Key": dynamodb.key(person_key(change.person), sk_of(going.method, going.key)),
            "ConditionExpression": "attribute_exists(pk)",
        }
        kept = self._nothing_stays(change)
        if stays:
            kept = [self._unended(change), still_there(self._people, change.person, stays)]
        self._write(change, [{"Delete": gone}, *kept])

    def end_since(self, person: str, since: datetime, until: datetime) -> None:
        """End what was enrolled between two moments, recovery codes included; again changes nothing, and
        what was enrolled later stays."""
        codes = dynamodb.get(self._people, person_key(person), CODES)
        items = dynamodb.query(self._people, person_key(person), PREFIX)
        for item in [*items, *([codes] if codes else [])]:
            if milliseconds(since) <= item["created_at"] <= milliseconds(until):
                self._end(item)

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
        write = self._account(change, "SET asks_second = :yes", yes=always)
        # Without a factor there is nothing to ask for, and what is set would keep the first one out.
        write["Update"]["ConditionExpression"] += " AND attribute_exists(asks_second)"
        self._write(change, [write])

    def _end(self, item: dynamodb.Item) -> None:
        gone = {
            "TableName": self._people,
            "Key": dynamodb.key(item["pk"], item["sk"]),
            "ConditionExpression": "created_at = :seen",
            "ExpressionAttributeValues": dynamodb.to_item({":seen": item["created_at"]}),
        }
        with suppress(dynamodb.ConditionFailed):
            dynamodb.transact([{"Delete": gone}])

    def _nothing_stays(self, change: Change) -> list[dict[str, Any]]:
        """What goes with the last factor, while no verification is under way."""
        person = person_key(change.person)
        codes = {"TableName": self._people, "Key": dynamodb.key(person, CODES)}
        no_case = {
            "TableName": self._people,
            "Key": dynamodb.key(person, CASES),
            "ConditionExpression": "attribute_not_exists(#open)",
            "ExpressionAttributeNames": {"#open": "open"},
        }
        account = self._account(change, "REMOVE asks_second")
        return [{"Delete": codes}, {"ConditionCheck": no_case}, account]

    def _renewed(self, renewed: Renewed | None) -> list[dict[str, Any]]:
        if renewed is None:
            return []
        old = delete_session(self._sessions, renewed.replaces)
        # Who has signed out meanwhile is not signed in by this.
        old["Delete"]["ConditionExpression"] = "attribute_exists(pk)"
        return [old, put_session(self._sessions, renewed.session)]

    def _account(self, change: Change, update: str, *, yes: bool | None = None) -> dict[str, Any]:
        check = self._unended(change)["ConditionCheck"]
        values = check["ExpressionAttributeValues"] | dynamodb.to_item({":yes": yes})
        changed = {"UpdateExpression": update, "ExpressionAttributeValues": values}
        return {"Update": {**check, **changed}}

    def _unended(self, change: Change) -> dict[str, Any]:
        """Whatever ended everything meanwhile ends this too, and so does another level."""
        seen = {":seen": milliseconds(change.ended_before), ":level": change.level.value}
        check = {
            "TableName": self._people,
            "Key": dynamodb.key(person_key(change.person), ACCOUNT),
            "ConditionExpression": "ended_before = :seen AND #level = :level",
            "ExpressionAttributeNames": {"#level": "level"},
            "ExpressionAttributeValues": dynamodb.to_item(seen),
        }
        return {"ConditionCheck": check}

    def _write(self, change: Change, writes: list[dict[str, Any]]) -> None:
        told = [put_message(self._ledger, message) for message in change.notices]
        try:
            dynamodb.transact([*writes, *told, put_event(self._ledger, change.event)])
        except dynamodb.ConditionFailed:
            raise FactorGone from None
