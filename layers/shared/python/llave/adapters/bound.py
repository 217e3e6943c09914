"""The factor behind an account in the people table: what writes expect of it, and the write that
raises an account with it."""

from datetime import datetime
from typing import Any

from llave.adapters import dynamodb
from llave.adapters.accounts import ACCOUNT, account_of, person_key
from llave.adapters.dynamodb import milliseconds, to_item
from llave.adapters.enrolled import enrolled_in
from llave.adapters.factor_items import sk_of
from llave.documents.cases import Case
from llave.people.accounts import Account, Level
from llave.people.bound import Bound, NoFactorLeft, behind, given_back
from llave.people.factors import MOST_FAILURES, Method
from llave.people.holders import Holder


def still_there(people: str, person: str, bound: Bound) -> dict[str, Any]:
    """The condition that a factor is enrolled, and an app's not locked meanwhile."""
    check: dict[str, Any] = {
        "TableName": people,
        "Key": dynamodb.key(person_key(person), sk_of(bound.method, bound.key)),
        "ConditionExpression": "attribute_exists(pk)",
    }
    if bound.method is Method.TOTP and not bound.is_locked:
        check["ConditionExpression"] = "attribute_exists(pk) AND failures < :most"
        check["ExpressionAttributeValues"] = to_item({":most": MOST_FAILURES})
    return {"ConditionCheck": check}


def raise_writes(people: str, holder: Holder, case: Case, now: datetime) -> list[dict[str, Any]]:
    """The level of an active account, if a factor stands behind it; raises NoFactorLeft.

    A case that was begun since everything was last ended has shown who she is: no stronger factor is
    needed after a recovery, and an app that wrong codes have locked opens. One of before, though it be
    handed in later, proves nothing about who set the password.
    """
    item = dynamodb.get(people, person_key(holder.person), ACCOUNT)
    if item is None:
        raise NoFactorLeft("no account")
    account, enrolled = account_of(item), enrolled_in(people, holder.person)
    proves = account.still_counts(case.opened_at)
    found = (given_back if proves else behind)(account, enrolled, now)
    if found is None:
        raise NoFactorLeft("no usable factor")
    kept = still_there(people, holder.person, found)
    return [
        _raise(people, holder, account, proves=proves),
        _unlock(kept["ConditionCheck"]) if found.is_locked else kept,
    ]


def _raise(people: str, holder: Holder, account: Account, *, proves: bool) -> dict[str, Any]:
    gone = "displaced_at, reset_by, reset_at" if proves else "displaced_at"
    values = {
        ":level": Level.VERIFICADA.value,
        ":evidence": holder.evidence,
        ":active": "active",
        ":seen": milliseconds(account.ended_before),
    }
    return {
        "Update": {
            "TableName": people,
            "Key": dynamodb.key(person_key(holder.person), ACCOUNT),
            "UpdateExpression": f"SET #level = :level, evidence = :evidence REMOVE {gone}",
            "ConditionExpression": "#status = :active AND ended_before = :seen",
            "ExpressionAttributeNames": {"#level": "level", "#status": "status"},
            "ExpressionAttributeValues": to_item(values),
        }
    }


def _unlock(check: dict[str, Any]) -> dict[str, Any]:
    opened = {
        "UpdateExpression": "SET failures = :none",
        "ExpressionAttributeValues": to_item({":none": 0}),
    }
    return {"Update": {**check, **opened}}
