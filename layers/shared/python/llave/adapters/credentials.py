"""Passwords in the people table.

`PERSON#<id>` / `CREDENTIAL#password`: hash (PHC string), pepper (version), version, failures
(consecutive, without end), changed_at (epoch ms). The attempts on identifiers that nobody bears are
counted in the sessions table, `BUDGET#nobody#<index>` / `LANE`, so that the work is the same.
"""

from datetime import datetime, timedelta
from typing import Any

from llave.adapters import dynamodb
from llave.adapters.accounts import person_key
from llave.adapters.dynamodb import Item, milliseconds, moment_of_ms, seconds
from llave.people.credentials import MOST_FAILURES, Credential, Hashed

CREDENTIAL = "CREDENTIAL#password"
COUNTED = "attribute_exists(#hash) AND failures < :most"
NOBODY_LIFE = timedelta(days=1)


def put_credential(table: str, credential: Credential) -> dict[str, Any]:
    """The write that creates an account's password, for the transaction of the registration."""
    return {
        "Put": {
            "TableName": table,
            "Item": dynamodb.to_item(_item(credential)),
            "ConditionExpression": "attribute_not_exists(pk)",
        }
    }


def settle(
    table: str, person: str, version: int, *, reset: bool, better: Hashed | None = None
) -> dict[str, Any]:
    """The write of a sign-in: the password is still that one; `reset` forgets the failures."""
    names = {"#version": "version"}
    values: Item = {":version": version}
    sets = ["#version = :version"]
    if reset:
        sets.append("failures = :none")
        values[":none"] = 0
    if better:
        sets += ["#hash = :hash", "pepper = :pepper"]
        names["#hash"] = "hash"
        values |= {":hash": better.hash, ":pepper": better.pepper}
    return _update(table, person, "SET " + ", ".join(sets), "#version = :version", names, values)


def replace(table: str, old: Credential, new: Hashed, now: datetime) -> dict[str, Any]:
    """The write of a recovery: another password, nothing remembered of the old one."""
    return _update(
        table,
        old.person,
        "SET #hash = :hash, pepper = :pepper, #version = :next, failures = :none, changed_at = :now",
        "#version = :version",
        {"#hash": "hash", "#version": "version"},
        {
            ":hash": new.hash,
            ":pepper": new.pepper,
            ":version": old.version,
            ":next": old.version + 1,
            ":none": 0,
            ":now": milliseconds(now),
        },
    )


class CredentialsTable:
    """Reading credentials and counting attempts on them."""

    def __init__(self, people: str, sessions: str) -> None:
        self._people = people
        self._sessions = sessions

    def get(self, person: str) -> Credential | None:
        """The credential, for who has proved herself by other means (a known device, a recovery)."""
        item = dynamodb.get(self._people, person_key(person), CREDENTIAL)
        return _credential_of(item) if item else None

    def attempt(self, person: str | None, nobody: str, now: datetime) -> Credential | None:
        """Count one attempt and return the credential, or None when there is none or it is locked."""
        if person is None:
            self._count_in_vain(nobody, now)
            return None
        try:
            item = dynamodb.update(
                self._people,
                person_key(person),
                CREDENTIAL,
                UpdateExpression="ADD failures :one",
                ConditionExpression=COUNTED,
                ExpressionAttributeNames={"#hash": "hash"},
                ExpressionAttributeValues=dynamodb.to_item({":one": 1, ":most": MOST_FAILURES}),
            )
        except dynamodb.ConditionFailed:
            return None
        return _credential_of(item)

    def succeeded(self, credential: Credential) -> None:
        """The password was right; nothing happens when it was changed meanwhile."""
        write = settle(self._people, credential.person, credential.version, reset=True)
        try:
            dynamodb.transact([write])
        except dynamodb.ConditionFailed:
            return

    def _count_in_vain(self, nobody: str, now: datetime) -> None:
        dynamodb.update(
            self._sessions,
            f"BUDGET#nobody#{nobody}",
            "LANE",
            UpdateExpression="ADD failures :one SET expires_at = :end",
            ExpressionAttributeValues=dynamodb.to_item(
                {":one": 1, ":end": seconds(now + NOBODY_LIFE)}
            ),
        )


def _update(
    table: str, person: str, update: str, condition: str, names: dict[str, str], values: Item
) -> dict[str, Any]:
    return {
        "Update": {
            "TableName": table,
            "Key": dynamodb.key(person_key(person), CREDENTIAL),
            "UpdateExpression": update,
            "ConditionExpression": condition,
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": dynamodb.to_item(values),
        }
    }


def _item(credential: Credential) -> Item:
    return {
        "pk": person_key(credential.person),
        "sk": CREDENTIAL,
        "hash": credential.hashed.hash,
        "pepper": credential.hashed.pepper,
        "version": credential.version,
        "failures": credential.failures,
        "changed_at": milliseconds(credential.changed_at),
    }


def _credential_of(item: Item) -> Credential:
    return Credential(
        person=item["pk"].partition("#")[2],
        hashed=Hashed(item["hash"], item["pepper"]),
        version=item["version"],
        failures=item["failures"],
        changed_at=moment_of_ms(item["changed_at"]),
    )
