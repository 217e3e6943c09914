"""Correcting an unconfirmed contact: one transaction over account, pointers, confirmation and ledger.

The challenge of an unconfirmed account is a `REGISTRATION#` item that is done from the start, see
`llave.adapters.registrations`.
"""

from typing import Any

from llave.adapters import dynamodb
from llave.adapters.accounts import ACCOUNT, person_key
from llave.adapters.confirmations import sending_writes
from llave.adapters.dynamodb import milliseconds, seconds
from llave.adapters.outbox import put_event
from llave.adapters.registrations import REGISTRATION, registration_key
from llave.people.correcting import ContactSettled, Correction
from llave.people.registration import Registration


class CorrectionsTable:
    """Challenges of unconfirmed accounts, and corrections of their contacts."""

    def __init__(self, people: str, sessions: str, ledger: str) -> None:
        self._people = people
        self._sessions = sessions
        self._ledger = ledger

    def challenge(self, registration: Registration) -> None:
        """Keep the token of who knows the password."""
        done_at = registration.done_at or registration.started_at
        dynamodb.put_once(
            self._sessions,
            {
                "pk": registration_key(registration.key),
                "sk": REGISTRATION,
                "person": registration.person,
                "started_at": milliseconds(registration.started_at),
                "done_at": milliseconds(done_at),
                "expires_at": seconds(registration.expires_at),
            },
        )

    def correct(self, correction: Correction) -> None:
        """Write it; raises ContactSettled when the contact is no longer what it was."""
        sending = sending_writes(
            self._sessions, self._ledger, correction.sending, correction.previous
        )
        pointers = [self._pointer(correction, index.key) for index in correction.pointers]
        event = put_event(self._ledger, correction.event)
        try:
            dynamodb.transact([self._account(correction), *pointers, *sending, event])
        except dynamodb.ConditionFailed:
            raise ContactSettled("changed meanwhile") from None
        self._drop_old_pointer(correction)

    def _account(self, correction: Correction) -> dict[str, Any]:
        name = correction.channel.value
        sets = [f"{name}_index = :index", f"#sealed.{name} = :sealed"]
        values: dict[str, Any] = {
            ":index": correction.contact.index,
            ":sealed": correction.sealed,
            ":status": correction.status.value,
        }
        if correction.contact.number_index:
            sets.append(f"{name}_number_index = :number")
            values[":number"] = correction.contact.number_index
        was = f"attribute_not_exists({name}_index)"
        if correction.was:
            was = f"{name}_index = :was"
            values[":was"] = correction.was
        return {
            "Update": {
                "TableName": self._people,
                "Key": dynamodb.key(person_key(correction.person), ACCOUNT),
                "UpdateExpression": "SET " + ", ".join(sets),
                "ConditionExpression": (
                    f"#status = :status AND attribute_not_exists({name}_confirmed_at) AND {was}"
                ),
                "ExpressionAttributeNames": {"#sealed": "sealed", "#status": "status"},
                "ExpressionAttributeValues": dynamodb.to_item(values),
            }
        }

    def _pointer(self, correction: Correction, index: str) -> dict[str, Any]:
        item = {
            "pk": f"DECLARED#{index}",
            "sk": "POINTER",
            "person": correction.person,
            "created_at": milliseconds(correction.event.at),
        }
        return {"Put": {"TableName": self._people, "Item": dynamodb.to_item(item)}}

    def _drop_old_pointer(self, correction: Correction) -> None:
        """Under the newest key alone; one under an older key leads to an account whose password is
        asked for, and goes with that key."""
        if correction.was is None or correction.was == correction.contact.index:
            return
        delete = {
            "TableName": self._people,
            "Key": dynamodb.key(f"DECLARED#{correction.was}", "POINTER"),
            "ConditionExpression": "person = :person",
            "ExpressionAttributeValues": dynamodb.to_item({":person": correction.person}),
        }
        try:
            dynamodb.transact([{"Delete": delete}])
        except dynamodb.ConditionFailed:
            return
