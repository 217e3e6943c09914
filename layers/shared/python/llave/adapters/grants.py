"""Redeeming codes, and grants and refresh tokens, in the sessions table.

`CODE#<sha256>` / `CODE`, `GRANT#<id>` / `GRANT`, `PERSON#<id>` / `GRANT#<id>` (what ends all grants
of a person finds them by it), `REFRESH#<sha256>` / `REFRESH`. Times are epoch milliseconds, but for
`expires_at`.
"""

from datetime import datetime
from typing import Any

from llave.adapters import dynamodb
from llave.adapters.accounts import ACCOUNT, person_key
from llave.adapters.dynamodb import Item, milliseconds, moment_of_ms
from llave.adapters.grant_items import (
    code_of,
    grant_item,
    grant_of,
    grant_pk,
    pointer_item,
    put_new,
    refresh_item,
    refresh_of,
)
from llave.oidc.errors import AccessEnded, CodeAlreadyUsed, RefreshTokenReused
from llave.oidc.grants import Code, Grant, RefreshToken
from llave.people.accounts import Level


class GrantsTable:
    """Redeeming codes, renewing, reading and ending grants."""

    def __init__(self, sessions: str, people: str) -> None:
        self._sessions = sessions
        self._people = people

    def code(self, key: str) -> Code | None:
        """The code with this fingerprint, spent or not."""
        item = dynamodb.get(self._sessions, f"CODE#{key}", "CODE")
        return code_of(item) if item else None

    def redeem(self, code: Code, grant: Grant, refresh: RefreshToken | None, now: datetime) -> None:
        """Spend a code and begin its grant; raises CodeAlreadyUsed, AccessEnded."""
        spend = self._once(f"CODE#{code.key}", "CODE", "redeemed_at", now)
        try:
            dynamodb.transact(
                [
                    spend,
                    self._account_still_counts(grant),
                    put_new(self._sessions, grant_item(grant)),
                    put_new(self._sessions, pointer_item(grant)),
                    *([put_new(self._sessions, refresh_item(refresh))] if refresh else []),
                ]
            )
        except dynamodb.ConditionFailed as error:
            if 1 in error.failed and 0 not in error.failed:
                raise AccessEnded("everything of the account was ended") from None
            raise CodeAlreadyUsed("a parallel redemption won") from None

    def get(self, grant: str) -> Grant | None:
        """The grant of that id: the one read of a validation."""
        item = dynamodb.get(self._sessions, grant_pk(grant), "GRANT")
        return grant_of(item) if item else None

    def refresh_token(self, key: str) -> RefreshToken | None:
        """The refresh token with this fingerprint, rotated or not."""
        item = dynamodb.get(self._sessions, f"REFRESH#{key}", "REFRESH")
        return refresh_of(item) if item else None

    def renew(
        self, grant: Grant, used: RefreshToken, successor: RefreshToken | None, now: datetime
    ) -> None:
        """Go on with a grant; raises RefreshTokenReused, AccessEnded."""
        writes = [self._account_still_counts(grant), self._not_revoked(grant)]
        if successor is not None:
            spend = self._once(f"REFRESH#{used.key}", "REFRESH", "spent_at", now)
            writes += [spend, put_new(self._sessions, refresh_item(successor))]
        try:
            dynamodb.transact(writes)
        except dynamodb.ConditionFailed as error:
            if {0, 1} & set(error.failed):
                raise AccessEnded("revoked, or ended with the account") from None
            raise RefreshTokenReused("a parallel rotation won") from None

    def revoke(self, grant: str, now: datetime) -> None:
        """End a grant; one that has ended or never was stays so."""
        try:
            dynamodb.update(
                self._sessions,
                grant_pk(grant),
                "GRANT",
                UpdateExpression="SET revoked_at = :now",
                ConditionExpression="attribute_exists(pk) AND attribute_not_exists(revoked_at)",
                ExpressionAttributeValues={":now": {"N": str(milliseconds(now))}},
            )
        except dynamodb.ConditionFailed:
            return

    def end_all(self, person: str, now: datetime) -> None:
        """End every grant of a person whose session began until then; may be repeated."""
        for pointer in self._pointers(person):
            if moment_of_ms(pointer["begun_at"]) <= now:
                self.revoke(pointer["sk"].partition("#")[2], now)

    def _pointers(self, person: str) -> list[Item]:
        pages = (
            dynamodb.client()
            .get_paginator("query")
            .paginate(
                TableName=self._sessions,
                KeyConditionExpression="pk = :pk AND begins_with(sk, :grant)",
                ExpressionAttributeValues={
                    ":pk": {"S": person_key(person)},
                    ":grant": {"S": "GRANT#"},
                },
                ConsistentRead=True,
            )
        )
        return [dynamodb.from_item(item) for page in pages for item in page["Items"]]

    def _once(self, pk: str, sk: str, attribute: str, now: datetime) -> dict[str, Any]:
        return {
            "Update": {
                "TableName": self._sessions,
                "Key": dynamodb.key(pk, sk),
                "UpdateExpression": f"SET {attribute} = :now",
                "ConditionExpression": f"attribute_exists(pk) AND attribute_not_exists({attribute})",
                "ExpressionAttributeValues": {":now": {"N": str(milliseconds(now))}},
            }
        }

    def _not_revoked(self, grant: Grant) -> dict[str, Any]:
        return {
            "ConditionCheck": {
                "TableName": self._sessions,
                "Key": dynamodb.key(grant_pk(grant.id), "GRANT"),
                "ConditionExpression": "attribute_exists(pk) AND attribute_not_exists(revoked_at)",
            }
        }

    def _account_still_counts(self, grant: Grant) -> dict[str, Any]:
        """The account may sign in, and stands as high as the grant says."""
        condition = "#status = :active AND ended_before < :begun_at"
        names, values = {"#status": "status"}, {":active": "active"}
        if grant.level is not Level.BASICA:
            condition += " AND #level = :level"
            names["#level"], values[":level"] = "level", grant.level.value
        begun_at = {":begun_at": milliseconds(grant.begun_at)}
        return {
            "ConditionCheck": {
                "TableName": self._people,
                "Key": dynamodb.key(person_key(grant.person), ACCOUNT),
                "ConditionExpression": condition,
                "ExpressionAttributeNames": names,
                "ExpressionAttributeValues": dynamodb.to_item({**values, **begun_at}),
            }
        }
