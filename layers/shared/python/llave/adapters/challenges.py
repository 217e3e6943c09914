"""Second steps under way in the sessions table (`challenge_items`), and the transaction that ends one
in a session."""

from datetime import datetime
from typing import Any

from llave.adapters import dynamodb
from llave.adapters.accounts import ACCOUNT, person_key
from llave.adapters.challenge_items import (
    CHALLENGE,
    challenge_item,
    challenge_key,
    challenge_of,
)
from llave.adapters.credentials import CREDENTIAL
from llave.adapters.devices import forget_device, put_device, used_device
from llave.adapters.dynamodb import milliseconds, seconds
from llave.adapters.factor_items import TOTP, use
from llave.adapters.outbox import put_event, put_message
from llave.adapters.sessions import delete_session, put_session
from llave.people.challenges import (
    MOST_ATTEMPTS,
    MOST_CODES,
    Challenge,
    ChallengeGone,
    CodeWrong,
    First,
    PasskeyWrong,
    SecondEntry,
)
from llave.people.factors import MOST_FAILURES, Method
from llave.people.outbox import Message

UNSPENT = "attribute_exists(pk) AND attribute_not_exists(spent_at)"


class ChallengesTable:
    """Keeping, counting and ending challenges."""

    def __init__(self, people: str, sessions: str, ledger: str) -> None:
        self._people = people
        self._sessions = sessions
        self._ledger = ledger

    def open(self, challenge: Challenge) -> None:
        """Let one wait."""
        dynamodb.put_once(self._sessions, challenge_item(challenge))

    def get(self, key: str) -> Challenge | None:
        """The challenge whose cookie has this fingerprint, or None."""
        item = dynamodb.get(self._sessions, challenge_key(key), CHALLENGE)
        return challenge_of(item) if item else None

    def attempt(self, challenge: Challenge, now: datetime) -> Challenge:
        """Count one attempt and return what stands there; raises ChallengeGone."""
        try:
            item = dynamodb.update(
                self._sessions,
                challenge_key(challenge.key),
                CHALLENGE,
                UpdateExpression="ADD attempts :one",
                # TTL deletes late.
                ConditionExpression=f"{UNSPENT} AND attempts < :most AND expires_at > :now",
                ExpressionAttributeValues=dynamodb.to_item(
                    {":one": 1, ":most": MOST_ATTEMPTS, ":now": seconds(now)}
                ),
            )
        except dynamodb.ConditionFailed:
            raise ChallengeGone("spent") from None
        return challenge_of(item)

    def send_code(self, challenge: Challenge, code: str, message: Message) -> None:
        """Make this the newest code and send it; raises ChallengeGone when there were too many."""
        update = {
            "UpdateExpression": "SET code = :code, code_at = :at ADD codes :one",
            "ConditionExpression": f"{UNSPENT} AND codes < :most",
            "ExpressionAttributeValues": dynamodb.to_item(
                {
                    ":code": code,
                    ":at": milliseconds(message.created_at),
                    ":one": 1,
                    ":most": MOST_CODES,
                }
            ),
        }
        write = self._update(self._sessions, challenge_key(challenge.key), CHALLENGE, update)
        try:
            dynamodb.transact([write, put_message(self._ledger, message)])
        except dynamodb.ConditionFailed:
            raise ChallengeGone("no more codes") from None

    def try_totp(self, person: str) -> bool:
        """Count one attempt on the app's own count; False when it is spent."""
        try:
            dynamodb.update(
                self._people,
                person_key(person),
                TOTP,
                UpdateExpression="ADD failures :one",
                ConditionExpression="failures < :most",
                ExpressionAttributeValues=dynamodb.to_item({":one": 1, ":most": MOST_FAILURES}),
            )
        except dynamodb.ConditionFailed:
            return False
        return True

    def enter(self, entry: SecondEntry) -> None:
        """Write a sign-in; raises ChallengeGone, or what a used code or passkey raises."""
        challenge, now = entry.challenge, entry.session.last_seen
        method = entry.proven.method
        writes = [
            use(self._people, challenge.person, method, entry.proven.used, now),
            self._spend(challenge, now),
            self._same_account(entry),
            self._same_password(challenge),
            put_session(self._sessions, entry.session),
            put_event(self._ledger, entry.event),
            *(put_message(self._ledger, message) for message in entry.notices),
            *self._old_session(challenge.first),
            *self._device_writes(entry),
        ]
        try:
            dynamodb.transact(writes)
        except dynamodb.ConditionFailed as failed:
            if failed.failed != (0,):
                raise ChallengeGone("changed meanwhile") from None
            raise (PasskeyWrong if method is Method.PASSKEY else CodeWrong) from None

    def _spend(self, challenge: Challenge, now: datetime) -> dict[str, Any]:
        spend = {
            "UpdateExpression": "SET spent_at = :now",
            "ConditionExpression": UNSPENT,
            "ExpressionAttributeValues": dynamodb.to_item({":now": milliseconds(now)}),
        }
        return self._update(self._sessions, challenge_key(challenge.key), CHALLENGE, spend)

    def _same_account(self, entry: SecondEntry) -> dict[str, Any]:
        """Nothing was ended, and the level not lowered, since the account was read."""
        account = entry.account
        check: dict[str, Any] = {
            "TableName": self._people,
            "Key": dynamodb.key(person_key(account.person), ACCOUNT),
            "ConditionExpression": "ended_before = :seen AND #level = :level",
            "ExpressionAttributeNames": {"#level": "level"},
            "ExpressionAttributeValues": dynamodb.to_item(
                {":seen": milliseconds(account.ended_before), ":level": account.level.value}
            ),
        }
        if not entry.clears_reset:
            return {"ConditionCheck": check}
        return {"Update": {**check, "UpdateExpression": "REMOVE reset_by, reset_at"}}

    def _same_password(self, challenge: Challenge) -> dict[str, Any]:
        check = {
            "TableName": self._people,
            "Key": dynamodb.key(person_key(challenge.person), CREDENTIAL),
            "ConditionExpression": "#version = :version",
            "ExpressionAttributeNames": {"#version": "version"},
            "ExpressionAttributeValues": dynamodb.to_item({":version": challenge.first.version}),
        }
        return {"ConditionCheck": check}

    def _old_session(self, first: First) -> list[dict[str, Any]]:
        if not first.replaces:
            return []
        write = delete_session(self._sessions, first.replaces)
        if first.continues:
            # She was in: who has signed out meanwhile is not signed in by this.
            write["Delete"]["ConditionExpression"] = "attribute_exists(pk)"
        return [write]

    def _device_writes(self, entry: SecondEntry) -> list[dict[str, Any]]:
        known = entry.challenge.first.device
        if entry.remembered:
            return [put_device(self._people, entry.remembered)]
        if known and entry.forgets:
            return [forget_device(self._people, known)]
        return [used_device(self._people, known, entry.session.last_seen)] if known else []

    def _update(self, table: str, pk: str, sk: str, update: dict[str, Any]) -> dict[str, Any]:
        return {"Update": {"TableName": table, "Key": dynamodb.key(pk, sk), **update}}
