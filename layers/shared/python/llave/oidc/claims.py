"""Which claims a scope covers, and their values for one person (OIDC Core, 5.1 and 5.4).

Claims fail safe: a contact that is not confirmed is not given, and `curp` is given only for its
holder in a session at verificada; else the same value is `curp_declared`.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from llave.people.accounts import Account, Channel, Level

OPENID = "openid"
OFFLINE = "offline_access"
SCOPE_CLAIMS: Mapping[str, tuple[str, ...]] = {
    "profile": (
        "name",
        "given_name",
        "family_name",
        "first_surname",
        "second_surname",
        "birthdate",
        "gender",
        "birth_state",
    ),
    "email": ("email", "email_verified"),
    "phone": ("phone_number", "phone_number_verified"),
    "address": ("address",),
    "curp": ("curp", "curp_declared"),
}
SCOPES = (OPENID, *SCOPE_CLAIMS, OFFLINE)
CLAIMS = tuple(claim for claims in SCOPE_CLAIMS.values() for claim in claims)
GENDERS = {"H": "male", "M": "female", "X": "non-binary"}
SEALED_BY_SCOPE: Mapping[str, tuple[str, ...]] = {
    "profile": (
        "given_names",
        "first_surname",
        "second_surname",
        "birth_date",
        "sex",
        "birth_state",
    ),
    "email": ("email",),
    "phone": ("phone",),
    "address": ("address",),
    "curp": ("curp",),
}


def fields_needed(scopes: tuple[str, ...], account: Account) -> tuple[str, ...]:
    """The sealed fields that these scopes need opened, of those that the account has.

    Once another account has proved to hold its CURP, an account's own word for it is told to nobody.
    """
    channels = {"email": Channel.EMAIL, "phone": Channel.PHONE}
    confirmed = account.confirmed_channels
    return tuple(
        name
        for scope in scopes
        if scope not in channels or channels[scope] in confirmed
        if scope != "curp" or account.displaced_at is None
        for name in SEALED_BY_SCOPE.get(scope, ())
        if name in account.sealed
    )


def claims_of(
    scopes: tuple[str, ...], allowed: frozenset[str], person: Mapping[str, str], level: Level
) -> dict[str, Any]:
    """The claims of opened fields; absent ones are left out, and so is what is not allowed."""
    made: dict[str, Any] = {}
    for scope in scopes:
        if scope in _MAKERS:
            made.update(_MAKERS[scope](person, level))
    return {name: value for name, value in made.items() if name in allowed and value}


def _profile(person: Mapping[str, str], _level: Level) -> dict[str, Any]:
    surnames = (person.get("first_surname", ""), person.get("second_surname", ""))
    family = " ".join(part for part in surnames if part)
    return {
        "name": " ".join(part for part in (person.get("given_names", ""), family) if part),
        "given_name": person.get("given_names"),
        "family_name": family,
        "first_surname": surnames[0],
        "second_surname": surnames[1],
        "birthdate": person.get("birth_date"),
        "gender": GENDERS.get(person.get("sex", "")),
        "birth_state": person.get("birth_state"),
    }


def _email(person: Mapping[str, str], _level: Level) -> dict[str, Any]:
    return {"email": person.get("email"), "email_verified": "email" in person}


def _phone(person: Mapping[str, str], _level: Level) -> dict[str, Any]:
    return {"phone_number": person.get("phone"), "phone_number_verified": "phone" in person}


def _curp(person: Mapping[str, str], level: Level) -> dict[str, Any]:
    # Whether she is the holder is not asked: only verification makes an account reach the level.
    name = "curp" if level is Level.VERIFICADA else "curp_declared"
    return {name: person.get("curp")}


def _address(person: Mapping[str, str], _level: Level) -> dict[str, Any]:
    if "address" not in person:
        return {}
    address = address_claim(json.loads(person["address"]))
    return {"address": address} if address else {}


def address_claim(stored: Mapping[str, Any]) -> dict[str, str]:
    """The address claim (OIDC Core, 5.1.1) from what the registration keeps."""
    if stored.get("residence") == "abroad":
        lines = stored.get("address_lines") or ()
        text = lines if isinstance(lines, str) else "\n".join(lines)
        parts = {"street_address": text, "country": stored.get("country")}
    else:
        parts = {
            "street_address": _street(stored),
            "locality": stored.get("municipality"),
            "region": stored.get("state"),
            "country": "MX",
        }
    parts["postal_code"] = stored.get("postal_code")
    return {name: str(value) for name, value in parts.items() if value}


def _street(stored: Mapping[str, Any]) -> str:
    interior = stored.get("interior_number")
    number = " ".join(
        part
        for part in (stored.get("exterior_number"), f"int. {interior}" if interior else "")
        if part
    )
    first = " ".join(part for part in (stored.get("street"), number) if part)
    return "\n".join(part for part in (first, stored.get("settlement")) if part)


_MAKERS: Mapping[str, Callable[[Mapping[str, str], Level], dict[str, Any]]] = {
    "profile": _profile,
    "email": _email,
    "phone": _phone,
    "address": _address,
    "curp": _curp,
}
