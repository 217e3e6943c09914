"""Recoveries in the sessions table, and the transaction that ends one.

`RECOVERY#<fingerprint of the link's token>` / `RECOVERY`: id, person, channel (of the link),
created_at, code (the id of the newest code), code_at, codes (sent), attempts, spent_at, expires_at.
Messages RECOVERY and RECOVERY_CODE name the recovery's or the code's id in `refs.recovery`, and the
version of the secret in `refs.secret`. For who does not exist as many items are written: a `RECOVERY#`
that no token leads to, and `DECOY#<id>` in the ledger.
"""

from datetime import timedelta
from typing import Any

from llave.adapters import credentials, dynamodb
from llave.adapters.accounts import ACCOUNT, person_key
from llave.adapters.dynamodb import Item, milliseconds, moment_of_ms, seconds
from llave.adapters.outbox import put_event, put_message
from llave.adapters.signin import batch_get, first_person, person_places
from llave.people.accounts import Channel
from llave.people.identifiers import Places
from llave.people.outbox import Message
from llave.people.recovery import MOST_CODE_ATTEMPTS, CodeInvalid, LinkInvalid, Recovery
from llave.people.recovery_writes import Recovered, Sent

RECOVERY = "RECOVERY"
UNSPENT = "attribute_exists(pk) AND attribute_not_exists(spent_at)"
# A link and a code: what is sent to who has two media is written for everybody.
MOST_MESSAGES = 2
DECOY_LIFE = timedelta(hours=24)


class RecoveriesTable:
    """Keeping, counting and ending recoveries; finding who has proved an identifier."""

    def __init__(self, people: str, sessions: str, ledger: str) -> None:
        self._people = people
        self._sessions = sessions
        self._ledger = ledger

    def holder(self, places: Places) -> str | None:
        """The person whose confirmed identifier it is, or None."""
        guards = person_places(Places(places.guards))
        return first_person(self._people, guards, batch_get({self._people: guards}))

    def send(self, sent: Sent) -> None:
        """Write a request; the same work whether there is anybody to send to."""
        item = _item(sent.recovery) if sent.recovery else _decoy(f"RECOVERY#{sent.id}", sent)
        missing = range(MOST_MESSAGES - len(sent.messages))
        decoys = [_decoy(f"DECOY#{sent.id}.{number}", sent) for number in missing]
        dynamodb.transact(
            [
                _put(self._sessions, item),
                *(put_message(self._ledger, message) for message in sent.messages),
                *(_put(self._ledger, decoy) for decoy in decoys),
            ]
        )

    def by_link(self, link: str) -> Recovery | None:
        """The recovery whose token has this fingerprint, or None."""
        item = dynamodb.get(self._sessions, _pk(link), RECOVERY)
        return _recovery_of(item) if item and "person" in item else None

    def attempt(self, recovery: Recovery) -> Recovery:
        """Count one attempt on the code; raises CodeInvalid when there were too many."""
        try:
            item = dynamodb.update(
                self._sessions,
                _pk(recovery.link),
                RECOVERY,
                UpdateExpression="ADD attempts :one",
                ConditionExpression=f"{UNSPENT} AND attempts < :most",
                ExpressionAttributeValues=dynamodb.to_item(
                    {":one": 1, ":most": MOST_CODE_ATTEMPTS}
                ),
            )
        except dynamodb.ConditionFailed:
            raise CodeInvalid from None
        return _recovery_of(item)

    def send_code(self, recovery: Recovery, code: str, message: Message) -> None:
        """Make this the newest code and send it, unless another request was first."""
        update = {
            "UpdateExpression": "SET code = :code, code_at = :at ADD codes :one",
            "ConditionExpression": f"{UNSPENT} AND code = :old",
            "ExpressionAttributeValues": dynamodb.to_item(
                {
                    ":code": code,
                    ":at": milliseconds(message.created_at),
                    ":one": 1,
                    ":old": recovery.code,
                }
            ),
        }
        try:
            dynamodb.transact([self._update(recovery, update), put_message(self._ledger, message)])
        except dynamodb.ConditionFailed:
            return

    def finish(self, recovered: Recovered) -> None:
        """Write a recovery; raises LinkInvalid when it was spent, or password or account changed
        meanwhile."""
        now = milliseconds(recovered.at)
        spend = {
            "UpdateExpression": "SET spent_at = :now",
            "ConditionExpression": UNSPENT,
            "ExpressionAttributeValues": dynamodb.to_item({":now": now}),
        }
        writes = [
            self._update(recovered.recovery, spend),
            credentials.replace(self._people, recovered.credential, recovered.hashed, recovered.at),
            self._end_everything(recovered, now),
            *(put_message(self._ledger, message) for message in recovered.messages),
            put_event(self._ledger, recovered.event),
        ]
        try:
            dynamodb.transact(writes)
        except dynamodb.ConditionFailed:
            raise LinkInvalid from None

    def _end_everything(self, recovered: Recovered, now: int) -> dict[str, Any]:
        """What was used here is no second factor until something else has shown who she is. A second
        recovery does not make younger what was enrolled since the first. Where no factor stays none is
        asked for; which do depends on the level."""
        values = {
            ":now": now,
            ":media": {channel.value for channel in recovered.recovery.media},
            ":level": recovered.account.level.value,
        }
        update = "SET ended_before = :now, reset_at = if_not_exists(reset_at, :now)"
        return {
            "Update": {
                "TableName": self._people,
                "Key": dynamodb.key(person_key(recovered.recovery.person), ACCOUNT),
                "UpdateExpression": (
                    f"{update} ADD reset_by :media{'' if recovered.stays else ' REMOVE asks_second'}"
                ),
                "ConditionExpression": "#level = :level",
                "ExpressionAttributeNames": {"#level": "level"},
                "ExpressionAttributeValues": dynamodb.to_item(values),
            }
        }

    def _update(self, recovery: Recovery, update: dict[str, Any]) -> dict[str, Any]:
        key = dynamodb.key(_pk(recovery.link), RECOVERY)
        return {"Update": {"TableName": self._sessions, "Key": key, **update}}


def _pk(link: str) -> str:
    return f"RECOVERY#{link}"


def _put(table: str, item: Item) -> dict[str, Any]:
    condition = "attribute_not_exists(pk)"
    put = {"TableName": table, "Item": dynamodb.to_item(item), "ConditionExpression": condition}
    return {"Put": put}


def _decoy(pk: str, sent: Sent) -> Item:
    ends = seconds(sent.created_at + DECOY_LIFE)
    return {"pk": pk, "sk": "DECOY", "entity": "decoy", "expires_at": ends}


def _item(recovery: Recovery) -> Item:
    return {
        "pk": _pk(recovery.link),
        "sk": RECOVERY,
        "id": recovery.id,
        "person": recovery.person,
        "channel": recovery.channel.value,
        "created_at": milliseconds(recovery.created_at),
        "code": recovery.code,
        "code_at": milliseconds(recovery.code_at) if recovery.code_at else None,
        "codes": recovery.codes,
        "attempts": recovery.attempts,
        "expires_at": seconds(recovery.expires_at),
    }


def _recovery_of(item: Item) -> Recovery:
    code_at, spent_at = item.get("code_at"), item.get("spent_at")
    return Recovery(
        id=item["id"],
        person=item["person"],
        channel=Channel(item["channel"]),
        created_at=moment_of_ms(item["created_at"]),
        link=item["pk"].partition("#")[2],
        code=item.get("code"),
        code_at=moment_of_ms(code_at) if code_at else None,
        codes=item["codes"],
        attempts=item["attempts"],
        spent_at=moment_of_ms(spent_at) if spent_at else None,
    )
