"""Second factors as items of the people table, and the write that uses one.

`PERSON#<id>` / `FACTOR#passkey#<sha256 of the credential id>`: credential_id, public_key, sign_count,
transports, aaguid, synced, name (sealed), created_at (epoch ms), used_at.
`PERSON#<id>` / `FACTOR#totp#app`: secret (sealed under the person's key), last_step, failures
(consecutive, without end), created_at, used_at.
`PERSON#<id>` / `FACTOR#sms#phone`: created_at, used_at.
`PERSON#<id>` / `CODES`: hashes (SHA-256 of each code that is left, a string set), created_at.
The account keeps `asks_second` while there is a factor.
"""

from datetime import datetime
from typing import Any

from llave.adapters import dynamodb
from llave.adapters.accounts import person_key
from llave.adapters.dynamodb import Item, milliseconds, moment_of_ms
from llave.people.challenges import Used
from llave.people.factors import Method, Passkey, RecoveryCodes, Sms, Totp

PREFIX = "FACTOR#"
TOTP = "FACTOR#totp#app"
SMS = "FACTOR#sms#phone"
CODES = "CODES"


def sk_of(method: Method, key: str = "") -> str:
    """Where a factor is kept."""
    fixed = {Method.TOTP: TOTP, Method.SMS: SMS, Method.RECOVERY_CODE: CODES}
    return fixed.get(method) or f"{PREFIX}passkey#{key}"


def use(people: str, person: str, method: Method, used: Used, now: datetime) -> dict[str, Any]:
    """The write that uses a factor: a step, a count or a code that was used fails its condition."""
    update, condition, values = _use(method, used, now)
    call = {
        "TableName": people,
        "Key": dynamodb.key(person_key(person), sk_of(method, used.passkey or "")),
        "UpdateExpression": update,
        "ConditionExpression": condition,
        "ExpressionAttributeValues": dynamodb.to_item(values),
    }
    return {"Update": call}


def _use(method: Method, used: Used, now: datetime) -> tuple[str, str, Item]:
    at: Item = {":now": milliseconds(now)}
    if method is Method.TOTP:
        unused = "attribute_exists(pk) AND last_step < :step"
        update = "SET used_at = :now, last_step = :step, failures = :none"
        return update, unused, {**at, ":step": used.step, ":none": 0}
    if method is Method.PASSKEY:
        # Authenticators that keep no count say 0 for ever.
        forward = "attribute_exists(pk) AND (sign_count < :count OR sign_count = :none)"
        return (
            "SET used_at = :now, sign_count = :count",
            forward,
            {
                **at,
                ":count": used.sign_count,
                ":none": 0,
            },
        )
    if method is Method.RECOVERY_CODE:
        code = used.recovery_code
        update = "SET used_at = :now DELETE hashes :codes"
        return update, "contains(hashes, :code)", {**at, ":codes": {code}, ":code": code}
    return "SET used_at = :now", "attribute_exists(pk)", at


def put_new(table: str, item: Item) -> dict[str, Any]:
    """The write that puts an item where none is."""
    condition = "attribute_not_exists(pk)"
    put = {"TableName": table, "Item": dynamodb.to_item(item), "ConditionExpression": condition}
    return {"Put": put}


def factor_item(made: Passkey | Totp | Sms) -> Item:
    """A new factor as an item, without its person."""
    at = milliseconds(made.created_at)
    if isinstance(made, Sms):
        return {"sk": SMS, "created_at": at}
    if isinstance(made, Totp):
        return {
            "sk": TOTP,
            "secret": made.sealed,
            "last_step": made.step,
            "failures": 0,
            "created_at": at,
        }
    return {
        "sk": sk_of(Method.PASSKEY, made.key),
        "credential_id": made.credential_id,
        "public_key": made.public_key,
        "sign_count": made.sign_count,
        "transports": list(made.transports),
        "aaguid": made.aaguid,
        "synced": made.synced,
        "name": made.name,
        "created_at": at,
    }


def passkey_of(item: Item) -> Passkey:
    """The passkey in an item."""
    return Passkey(
        key=item["sk"].rpartition("#")[2],
        credential_id=item["credential_id"],
        public_key=item["public_key"],
        sign_count=item["sign_count"],
        transports=tuple(item["transports"]),
        aaguid=item["aaguid"],
        synced=item["synced"],
        created_at=moment_of_ms(item["created_at"]),
        name=item.get("name"),
    )


def totp_of(item: Item) -> Totp:
    """The authenticator app in an item."""
    return Totp(item["secret"], moment_of_ms(item["created_at"]), item["failures"])


def codes_of(item: Item) -> RecoveryCodes:
    """How many codes an item still holds."""
    return RecoveryCodes(len(item.get("hashes", ())), moment_of_ms(item["created_at"]))
