"""Codes, grants and refresh tokens as items, and back."""

from datetime import datetime
from typing import Any

from llave.adapters.accounts import person_key
from llave.adapters.dynamodb import Item, milliseconds, moment_of_ms, seconds, to_item
from llave.oidc.assurance import Wanted
from llave.oidc.grants import CODE_KEPT, Code, Grant, RefreshToken
from llave.people.accounts import Level


def grant_pk(grant: str) -> str:
    """The partition key of a grant."""
    return f"GRANT#{grant}"


def code_item(code: Code) -> Item:
    """`CODE#<sha256>` / `CODE`."""
    return {
        "pk": f"CODE#{code.key}",
        "sk": "CODE",
        "grant": code.grant,
        "client": code.client_id,
        "redirect_uri": code.redirect_uri,
        "challenge": code.challenge,
        "nonce": code.nonce,
        "person": code.person,
        "scopes": list(code.scopes),
        "level": code.level.value,
        "amr": list(code.amr),
        "auth_time": milliseconds(code.auth_time),
        "begun_at": milliseconds(code.begun_at),
        "created_at": milliseconds(code.created_at),
        "verified": code.verified.as_item(),
        "expires_at": seconds(code.created_at + CODE_KEPT),
    }


def code_of(item: Item) -> Code:
    """The inverse of `code_item`."""
    return Code(
        key=_id(item),
        grant=item["grant"],
        client_id=item["client"],
        redirect_uri=item["redirect_uri"],
        challenge=item["challenge"],
        nonce=item.get("nonce"),
        person=item["person"],
        scopes=tuple(item["scopes"]),
        level=Level(item["level"]),
        amr=tuple(item["amr"]),
        auth_time=moment_of_ms(item["auth_time"]),
        begun_at=moment_of_ms(item["begun_at"]),
        created_at=moment_of_ms(item["created_at"]),
        redeemed_at=_moment(item, "redeemed_at"),
        verified=Wanted.of_item(item.get("verified")),
    )


def grant_item(grant: Grant) -> Item:
    """`GRANT#<id>` / `GRANT`."""
    return {
        "pk": grant_pk(grant.id),
        "sk": "GRANT",
        "client": grant.client_id,
        "person": grant.person,
        "sub": grant.sub,
        "scopes": list(grant.scopes),
        "level": grant.level.value,
        "amr": list(grant.amr),
        "auth_time": milliseconds(grant.auth_time),
        "begun_at": milliseconds(grant.begun_at),
        "ends_at": milliseconds(grant.ends_at),
        "verified": grant.verified.as_item(),
        "expires_at": seconds(grant.ends_at),
    }


def grant_of(item: Item) -> Grant:
    """The inverse of `grant_item`."""
    return Grant(
        id=_id(item),
        client_id=item["client"],
        person=item["person"],
        sub=item["sub"],
        scopes=tuple(item["scopes"]),
        level=Level(item["level"]),
        amr=tuple(item["amr"]),
        auth_time=moment_of_ms(item["auth_time"]),
        begun_at=moment_of_ms(item["begun_at"]),
        ends_at=moment_of_ms(item["ends_at"]),
        revoked_at=_moment(item, "revoked_at"),
        verified=Wanted.of_item(item.get("verified")),
    )


def pointer_item(grant: Grant) -> Item:
    """`PERSON#<id>` / `GRANT#<id>`: how all grants of a person are found."""
    return {
        "pk": person_key(grant.person),
        "sk": grant_pk(grant.id),
        "client": grant.client_id,
        "begun_at": milliseconds(grant.begun_at),
        "expires_at": seconds(grant.ends_at),
    }


def refresh_item(token: RefreshToken) -> Item:
    """`REFRESH#<sha256>` / `REFRESH`."""
    return {
        "pk": f"REFRESH#{token.key}",
        "sk": "REFRESH",
        "grant": token.grant,
        "client": token.client_id,
        "ends_at": milliseconds(token.ends_at),
        "expires_at": seconds(token.ends_at),
    }


def refresh_of(item: Item) -> RefreshToken:
    """The inverse of `refresh_item`."""
    return RefreshToken(
        key=_id(item),
        grant=item["grant"],
        client_id=item["client"],
        ends_at=moment_of_ms(item["ends_at"]),
        spent_at=_moment(item, "spent_at"),
    )


def put_new(table: str, item: Item) -> dict[str, Any]:
    """The write that puts an item where none stands."""
    return {
        "Put": {
            "TableName": table,
            "Item": to_item(item),
            "ConditionExpression": "attribute_not_exists(pk)",
        }
    }


def _id(item: Item) -> str:
    return str(item["pk"]).partition("#")[2]


def _moment(item: Item, name: str) -> datetime | None:
    return moment_of_ms(item[name]) if name in item else None
