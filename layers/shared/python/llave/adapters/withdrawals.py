"""What "No fui yo" deletes, in the people and sessions tables."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from llave.adapters import dynamodb
from llave.adapters.accounts import ACCOUNT, person_key
from llave.adapters.confirmations import CONFIRMATION, confirmation_key, spend_write
from llave.adapters.credentials import CREDENTIAL
from llave.adapters.dynamodb import key, to_item
from llave.adapters.outbox import put_event
from llave.adapters.unconfirmed import registered_key
from llave.errors import Conflict
from llave.people.confirmation_writes import Withdrawal
from llave.people.lookups import Index

UNCONFIRMED = (
    "attribute_exists(pk) AND attribute_not_exists(email_confirmed_at)"
    " AND attribute_not_exists(phone_confirmed_at)"
)


@dataclass(frozen=True, slots=True)
class WithdrawalsTable:
    """The three tables that a withdrawal touches, by their real names."""

    sessions: str
    people: str
    ledger: str

    def delete_account(self, withdrawal: Withdrawal) -> None:
        """Delete an account without any confirmed contact; raises Conflict."""
        account, person = withdrawal.account, person_key(withdrawal.account.person)
        confirmations = [f"{account.person}.{channel.value}" for channel in account.contacts]
        registration = withdrawal.confirmation.registration
        tokens = [f"REGISTRATION#{registration}"] if registration else []
        self._write(
            _delete(self.people, person, ACCOUNT, UNCONFIRMED),
            _delete(self.people, person, CREDENTIAL),
            *(_delete(self.people, f"DECLARED#{index.key}", person) for index in withdrawal.curp),
            _delete(self.people, *registered_key(account.person, account.created_at)),
            *(_delete(self.sessions, confirmation_key(c), CONFIRMATION) for c in confirmations),
            *(_delete(self.sessions, token, "REGISTRATION") for token in tokens),
            put_event(self.ledger, withdrawal.event),
        )
        self._drop_pointers(account.person, withdrawal.pointers)

    def remove_contact(self, withdrawal: Withdrawal) -> None:
        """Remove an unconfirmed contact of an account that has another; raises Conflict. What was sent to
        it is spent and stays: the next contact's issues go on from it, above every link before."""
        person, channel = withdrawal.account.person, withdrawal.confirmation.channel.value
        update = {
            "TableName": self.people,
            "Key": key(person_key(person), ACCOUNT),
            "ConditionExpression": (
                f"attribute_exists(pk) AND attribute_not_exists({channel}_confirmed_at)"
            ),
            "UpdateExpression": (
                f"REMOVE {channel}_index, {channel}_number_index, #sealed.{channel}"
            ),
            "ExpressionAttributeNames": {"#sealed": "sealed"},
        }
        self._write(
            {"Update": update},
            spend_write(self.sessions, withdrawal.confirmation, withdrawal.event.at),
            put_event(self.ledger, withdrawal.event),
        )
        self._drop_pointers(person, withdrawal.pointers)

    def _write(self, *writes: dict[str, Any]) -> None:
        try:
            dynamodb.transact(writes)
        except dynamodb.ConditionFailed:
            raise Conflict("confirmed meanwhile") from None

    def _drop_pointers(self, person: str, pointers: Iterable[Index]) -> None:
        """One that leads to another's newer registration meanwhile is not ours to delete."""
        for index in pointers:
            delete = _delete(self.people, f"DECLARED#{index.key}", "POINTER", "person = :person")
            delete["Delete"]["ExpressionAttributeValues"] = to_item({":person": person})
            with suppress(dynamodb.ConditionFailed):
                dynamodb.transact([delete])


def _delete(table: str, pk: str, sk: str, condition: str | None = None) -> dict[str, Any]:
    more = {"ConditionExpression": condition} if condition else {}
    return {"Delete": {"TableName": table, "Key": key(pk, sk), **more}}
