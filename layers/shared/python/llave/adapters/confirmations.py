"""Confirmations of contacts, in the sessions table, and the transactions that end them.

`CONFIRMATION#<person>.<channel>` / `CONFIRMATION`: person, channel, issue, links_from,
secret_version (of the keyring's `codes`), digits, issued_at, code_expires_at, link_expires_at (epoch ms),
registration, spent_at. `LINK#<fingerprint>` / `LINK`: person, channel, issue, index (of the contact that
it went to), link_expires_at.
Outbox messages name a confirmation by what stands after `CONFIRMATION#`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from llave.adapters import dynamodb
from llave.adapters.accounts import ACCOUNT, person_key
from llave.adapters.dynamodb import Item, key, milliseconds, moment_of_ms, seconds, to_item
from llave.adapters.outbox import put_event, put_message
from llave.errors import Conflict
from llave.people.accounts import Channel, Status
from llave.people.codes import CODE_DIGITS
from llave.people.confirmation import (
    TAKEN,
    AlreadyConfirmed,
    Confirmation,
    ContactChanged,
    Link,
)
from llave.people.confirmation_writes import Confirmed, Sending

CONFIRMATION = "CONFIRMATION"
LINK = "LINK"
STANDS = "links_from = :from AND attribute_not_exists(spent_at)"


def confirmation_key(confirmation_id: str) -> str:
    """The partition key of a confirmation."""
    return f"CONFIRMATION#{confirmation_id}"


def confirmation_of(item: Item) -> Confirmation:
    """The confirmation in an item."""
    spent_at = item.get("spent_at")
    return Confirmation(
        person=item["person"],
        channel=Channel(item["channel"]),
        issue=item["issue"],
        links_from=item["links_from"],
        secret_version=item["secret_version"],
        issued_at=moment_of_ms(item["issued_at"]),
        registration=item.get("registration"),
        spent_at=None if spent_at is None else moment_of_ms(spent_at),
        digits=item.get("digits", CODE_DIGITS),
    )


def sending_writes(
    sessions: str, ledger: str, sending: Sending, previous: Confirmation | None = None
) -> list[dict[str, Any]]:
    """The writes of one issue: the confirmation, its link and its message; they fail when `previous`
    is no longer what stands there."""
    confirmation = sending.confirmation
    put: dict[str, Any] = {
        "TableName": sessions,
        "Item": to_item(_item(confirmation)),
        "ConditionExpression": "attribute_not_exists(pk)",
    }
    if previous is not None:
        spent_at = None if previous.spent_at is None else milliseconds(previous.spent_at)
        spent = "attribute_not_exists(spent_at)" if spent_at is None else "spent_at = :spent"
        put["ConditionExpression"] = f"issue = :previous AND {spent}"
        values = {":previous": previous.issue, ":spent": spent_at}
        put["ExpressionAttributeValues"] = to_item(values)
    writes = [{"Put": put}, put_message(ledger, sending.message)]
    if sending.link is not None:
        link = {
            "pk": f"LINK#{sending.link}",
            "sk": LINK,
            "person": confirmation.person,
            "channel": confirmation.channel.value,
            "issue": confirmation.issue,
            "index": sending.index,
            "link_expires_at": milliseconds(confirmation.link_expires_at),
            "expires_at": seconds(confirmation.link_expires_at),
        }
        writes.append({"Put": {"TableName": sessions, "Item": to_item(link)}})
    return writes


def spend_write(sessions: str, confirmation: Confirmation, moment: datetime) -> dict[str, Any]:
    """The write that ends a confirmation; a contact corrected after the proof was looked at has links
    of its own: the proof of the old address is none of the new one."""
    values = {":now": milliseconds(moment), ":from": confirmation.links_from}
    return {
        "Update": {
            "TableName": sessions,
            "Key": key(confirmation_key(confirmation.id), CONFIRMATION),
            "ConditionExpression": STANDS,
            "UpdateExpression": "SET spent_at = :now",
            "ExpressionAttributeValues": to_item(values),
        }
    }


@dataclass(frozen=True, slots=True)
class ConfirmationsTable:
    """The three tables that a confirmation touches, by their real names."""

    sessions: str
    people: str
    ledger: str

    def get(self, person: str, channel: Channel) -> Confirmation | None:
        """What was sent last to a contact, or None."""
        item = dynamodb.get(
            self.sessions, confirmation_key(f"{person}.{channel.value}"), CONFIRMATION
        )
        return confirmation_of(item) if item else None

    def by_link(self, link: str) -> Link | None:
        """The link whose token has this fingerprint, or None."""
        item = dynamodb.get(self.sessions, f"LINK#{link}", LINK)
        if item is None:
            return None
        confirmation = self.get(item["person"], Channel(item["channel"]))
        if confirmation is None:
            return None
        expires_at = moment_of_ms(item["link_expires_at"])
        return Link(confirmation, item["issue"], item["index"], expires_at)

    def send(self, sending: Sending, previous: Confirmation | None) -> bool:
        """Store the next issue and its message; False when another request was first."""
        try:
            dynamodb.transact(sending_writes(self.sessions, self.ledger, sending, previous))
        except dynamodb.ConditionFailed:
            return False
        return True

    def confirm(self, confirmed: Confirmed) -> None:
        """Write it once; raises EmailTaken, PhoneTaken, AlreadyConfirmed, ContactChanged."""
        confirmation = confirmed.confirmation
        moment = confirmed.event.at
        ours = [
            self._confirm_contact(confirmed, moment),
            spend_write(self.sessions, confirmation, moment),
        ]
        guards = [self._guard(confirmed, index.key, moment) for index in confirmed.guards]
        told = [put_message(self.ledger, message) for message in confirmed.notices]
        try:
            dynamodb.transact([*ours, *guards, put_event(self.ledger, confirmed.event), *told])
        except dynamodb.ConditionFailed as failure:
            if min(failure.failed) < len(ours):
                raise self._why_not(confirmed) from None
            raise TAKEN[confirmation.channel]("guard of another account") from None

    def _why_not(self, confirmed: Confirmed) -> Conflict:
        """Who was first: the same proof, or something that took it away."""
        channel = confirmed.confirmation.channel.value
        account = (
            dynamodb.get(self.people, person_key(confirmed.confirmation.person), ACCOUNT) or {}
        )
        same = account.get(f"{channel}_index") == confirmed.index
        if same and f"{channel}_confirmed_at" in account:
            return AlreadyConfirmed("confirmed meanwhile")
        return ContactChanged("spent or changed meanwhile")

    def _confirm_contact(self, confirmed: Confirmed, moment: datetime) -> dict[str, Any]:
        channel = confirmed.confirmation.channel.value
        values = {":index": confirmed.index, ":now": milliseconds(moment)}
        sets = [f"{channel}_confirmed_at = :now"]
        names = {}
        # What does not activate leaves alone what another contact may be doing at this moment.
        if confirmed.status is Status.ACTIVE:
            sets.append("#status = :status")
            names = {"ExpressionAttributeNames": {"#status": "status"}}
            values[":status"] = confirmed.status.value
        return {
            "Update": {
                "TableName": self.people,
                "Key": key(person_key(confirmed.confirmation.person), ACCOUNT),
                "ConditionExpression": (
                    f"{channel}_index = :index AND attribute_not_exists({channel}_confirmed_at)"
                ),
                "UpdateExpression": f"SET {', '.join(sets)}",
                "ExpressionAttributeValues": to_item(values),
                **names,
            }
        }

    def _guard(self, confirmed: Confirmed, index: str, moment: datetime) -> dict[str, Any]:
        person = confirmed.confirmation.person
        item = {"pk": index, "sk": "GUARD", "person": person, "since": milliseconds(moment)}
        return {
            "Put": {
                "TableName": self.people,
                "Item": to_item(item),
                "ConditionExpression": "attribute_not_exists(pk) OR person = :person",
                "ExpressionAttributeValues": to_item({":person": person}),
            }
        }


def _item(confirmation: Confirmation) -> Item:
    spent_at = confirmation.spent_at
    return {
        "pk": confirmation_key(confirmation.id),
        "sk": CONFIRMATION,
        "person": confirmation.person,
        "channel": confirmation.channel.value,
        "issue": confirmation.issue,
        "links_from": confirmation.links_from,
        "secret_version": confirmation.secret_version,
        "digits": confirmation.digits,
        "issued_at": milliseconds(confirmation.issued_at),
        "code_expires_at": milliseconds(confirmation.code_expires_at),
        "link_expires_at": milliseconds(confirmation.link_expires_at),
        "registration": confirmation.registration,
        "spent_at": None if spent_at is None else milliseconds(spent_at),
        "expires_at": seconds(confirmation.expires_at),
    }
