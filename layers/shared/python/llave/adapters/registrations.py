"""Registrations in the sessions table, and the transaction that makes an account of one.

`REGISTRATION#<fingerprint of the token>` / `REGISTRATION`: person, started_at, data_key, sealed,
residence, done_at. When it is done it keeps the person alone, so that its token can still confirm.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from llave.adapters import dynamodb
from llave.adapters.accounts import account_item, person_key
from llave.adapters.confirmations import sending_writes
from llave.adapters.credentials import put_credential
from llave.adapters.dynamodb import Item, key, milliseconds, moment_of_ms, seconds, to_item
from llave.adapters.outbox import put_event, put_message
from llave.adapters.unconfirmed import registered_item
from llave.people.accounts import Residence
from llave.people.new_account import NewAccount
from llave.people.registration import Registration, RegistrationDone

REGISTRATION = "REGISTRATION"
UNDER_WAY = "attribute_exists(pk) AND attribute_not_exists(done_at)"


def registration_key(token: str) -> str:
    """The partition key of the registration whose token has this fingerprint."""
    return f"REGISTRATION#{token}"


@dataclass(frozen=True, slots=True)
class RegistrationsTable:
    """The three tables that a registration touches, by their real names."""

    sessions: str
    people: str
    ledger: str

    def begin(self, registration: Registration) -> None:
        """Store a new one."""
        item: Item = {
            "pk": registration_key(registration.key),
            "sk": REGISTRATION,
            "person": registration.person,
            "started_at": milliseconds(registration.started_at),
            "expires_at": seconds(registration.expires_at),
            "data_key": registration.wrapped_key,
            "sealed": dict(registration.sealed),
        }
        dynamodb.put_once(self.sessions, item)

    def get(self, token: str) -> Registration | None:
        """The registration whose token has this fingerprint, or None."""
        item = dynamodb.get(self.sessions, registration_key(token), REGISTRATION)
        return _registration(item) if item else None

    def give(
        self,
        registration: Registration,
        sealed: Mapping[str, bytes | None],
        residence: Residence | None = None,
    ) -> Registration:
        """Store sealed fields (None removes one); raises RegistrationDone."""
        try:
            item = dynamodb.update(
                self.sessions,
                registration_key(registration.key),
                REGISTRATION,
                ConditionExpression=UNDER_WAY,
                **_changes(sealed, residence),
            )
        except dynamodb.ConditionFailed:
            raise RegistrationDone("given after the end") from None
        return _registration(item)

    def complete(self, new: NewAccount, expires_at: datetime) -> None:
        """Make the account and mark the registration as done, once; raises RegistrationDone."""
        try:
            dynamodb.transact([self._done(new, expires_at), *self._account(new)])
        except dynamodb.ConditionFailed:
            raise RegistrationDone("completed twice") from None

    def _done(self, new: NewAccount, expires_at: datetime) -> dict[str, Any]:
        return {
            "Update": {
                "TableName": self.sessions,
                "Key": key(registration_key(new.registration), REGISTRATION),
                "ConditionExpression": UNDER_WAY,
                "UpdateExpression": (
                    "SET done_at = :now, expires_at = :end REMOVE sealed, data_key, residence"
                ),
                "ExpressionAttributeValues": to_item(
                    {":now": milliseconds(new.account.created_at), ":end": seconds(expires_at)}
                ),
            }
        }

    def _account(self, new: NewAccount) -> list[dict[str, Any]]:
        person = person_key(new.account.person)
        moment = milliseconds(new.account.created_at)
        pointer = {"sk": "POINTER", "person": new.account.person, "created_at": moment}
        declared = {"sk": person, "person": new.account.person, "created_at": moment}
        return [
            _put(self.people, account_item(new.account), once=True),
            put_credential(self.people, new.credential),
            _put(self.people, registered_item(new.account.person, new.account.created_at)),
            *(_put(self.people, {"pk": f"DECLARED#{i.key}", **pointer}) for i in new.pointers),
            *(_put(self.people, {"pk": f"DECLARED#{i.key}", **declared}) for i in new.curp),
            *(w for s in new.sendings for w in sending_writes(self.sessions, self.ledger, s)),
            put_message(self.ledger, new.notice),
            put_event(self.ledger, new.event),
        ]


def _put(table: str, item: Item, *, once: bool = False) -> dict[str, Any]:
    condition = {"ConditionExpression": "attribute_not_exists(pk)"} if once else {}
    return {"Put": {"TableName": table, "Item": to_item(item), **condition}}


def _changes(sealed: Mapping[str, bytes | None], residence: Residence | None) -> dict[str, Any]:
    names = {"#sealed": "sealed"}
    values: dict[str, Any] = {}
    sets, removes = [], []
    for number, (name, value) in enumerate(sealed.items()):
        names[f"#f{number}"] = name
        if value is None:
            removes.append(f"#sealed.#f{number}")
        else:
            sets.append(f"#sealed.#f{number} = :f{number}")
            values[f":f{number}"] = value
    if residence is not None:
        sets.append("residence = :residence")
        values[":residence"] = residence.value
    clauses = [("SET", sets), ("REMOVE", removes)]
    return {
        "UpdateExpression": " ".join(f"{w} {', '.join(parts)}" for w, parts in clauses if parts),
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": to_item(values),
    }


def _registration(item: Item) -> Registration:
    done_at = item.get("done_at")
    residence = item.get("residence")
    return Registration(
        key=item["pk"].partition("#")[2],
        person=item["person"],
        started_at=moment_of_ms(item["started_at"]),
        expires_at=moment_of_ms(item["expires_at"] * 1000),
        wrapped_key=item.get("data_key", b""),
        sealed=item.get("sealed", {}),
        residence=Residence(residence) if residence else None,
        done_at=None if done_at is None else moment_of_ms(done_at),
    )
