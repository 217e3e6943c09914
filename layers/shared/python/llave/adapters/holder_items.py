"""Guards, levels and evidence as items, and the writes that ride in the transactions about holders.

`<CURP index>` / `GUARD`: person, strength, evidence, since, keys (of every guard of that CURP, so that
who does not know of a new secret yet changes the guard under it all the same); `PERSON#<id>` / `EVIDENCE#<id>`: the
record; on the account: level, evidence, displaced_at.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from llave.adapters import dynamodb
from llave.adapters.accounts import ACCOUNT, person_key
from llave.adapters.dynamodb import Item, milliseconds, moment_of_ms, to_item
from llave.people.accounts import Account, Level
from llave.people.evidence import Evidence, Strength
from llave.people.holders import Holder

GUARD = "GUARD"


def holder_of(item: Item) -> Holder:
    """Who a guard names."""
    return Holder(
        person=item["person"],
        strength=Strength(item["strength"]),
        evidence=item["evidence"],
        since=moment_of_ms(item["since"]),
    )


def guard_writes(
    people: str, guards: Mapping[str, Holder | None], new: Holder
) -> list[dict[str, Any]]:
    """Every guard of a CURP, each in the place of what was read there."""
    keys = sorted(guards)
    return [_guard_write(people, key, keys, new, old) for key, old in guards.items()]


def _guard_write(
    people: str, key: str, keys: list[str], new: Holder, old: Holder | None
) -> dict[str, Any]:
    item = {
        "pk": key,
        "sk": GUARD,
        "person": new.person,
        "strength": int(new.strength),
        "evidence": new.evidence,
        "since": milliseconds(new.since),
        "keys": keys,
    }
    put: dict[str, Any] = {"TableName": people, "Item": to_item(item)}
    if old is None:
        put["ConditionExpression"] = "attribute_not_exists(pk)"
    else:
        put["ConditionExpression"] = "person = :person AND strength = :strength"
        put["ExpressionAttributeValues"] = to_item(
            {":person": old.person, ":strength": int(old.strength)}
        )
    return {"Put": put}


def evidence_write(people: str, evidence: Evidence) -> dict[str, Any]:
    """The record of a verification, once."""
    item = {
        "pk": person_key(evidence.person),
        "sk": f"EVIDENCE#{evidence.id}",
        "case": evidence.case,
        "document": evidence.document,
        "bill": evidence.bill,
        "registries": list(evidence.registries),
        "reviewers": list(evidence.reviewers),
        "strength": int(evidence.strength),
        "at": milliseconds(evidence.at),
    }
    condition = "attribute_not_exists(pk)"
    return {"Put": {"TableName": people, "Item": to_item(item), "ConditionExpression": condition}}


def evidence_of(item: Item) -> Evidence:
    """The inverse of what `evidence_write` writes."""
    return Evidence(
        id=item["sk"].partition("#")[2],
        person=item["pk"].partition("#")[2],
        case=item["case"],
        document=item["document"],
        bill=item["bill"],
        registries=tuple(item["registries"]),
        reviewers=tuple(item["reviewers"]),
        strength=Strength(item["strength"]),
        at=moment_of_ms(item["at"]),
    )


def displace_write(people: str, account: Account, now: datetime) -> dict[str, Any]:
    """The end of an account's claim and of all that was begun with it.

    What ended later stays ended: `ended_before` never goes back.
    """
    ended = max(account.ended_before, now)
    return {
        "Update": {
            "TableName": people,
            "Key": dynamodb.key(person_key(account.person), ACCOUNT),
            "UpdateExpression": (
                "SET displaced_at = :now, ended_before = :ended, #level = :basica REMOVE evidence"
            ),
            "ConditionExpression": (
                "attribute_not_exists(displaced_at) AND #level = :level AND ended_before = :read"
            ),
            "ExpressionAttributeNames": {"#level": "level"},
            "ExpressionAttributeValues": to_item(
                {
                    ":now": milliseconds(now),
                    ":ended": milliseconds(ended),
                    ":read": milliseconds(account.ended_before),
                    ":basica": Level.BASICA.value,
                    ":level": account.level.value,
                }
            ),
        }
    }


def own_write(people: str, guard: str, person: str, case: str) -> dict[str, Any]:
    """A document's guard is hers from now on; whose it was stays known."""
    return {
        "Update": {
            "TableName": people,
            "Key": dynamodb.key(guard, GUARD),
            "UpdateExpression": (
                "SET person = :person, #case = :case, "
                "owners = list_append(if_not_exists(owners, :none), :owners)"
            ),
            "ExpressionAttributeNames": {"#case": "case"},
            "ExpressionAttributeValues": to_item(
                {":person": person, ":case": case, ":none": [], ":owners": [person]}
            ),
        }
    }
