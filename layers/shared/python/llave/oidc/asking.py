"""The `claims` parameter: how an agency makes a level or factor essential, and asks for verified claims
(OIDC Core, 5.5; OpenID Connect for Identity Assurance 1.0).

Data are asked for by scope; any other claim that is named here is passed over, as Core allows.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from llave.oidc.assurance import (
    CLAIMS,
    ELEMENTS,
    EVIDENCE,
    NOTHING,
    TRUST_FRAMEWORK,
    VERIFIED_CLAIMS,
    Ask,
    Wanted,
)
from llave.oidc.clients import Factor
from llave.people.accounts import Level

LONGEST = 4096
# Methods that an agency may make essential, and the factor each stands for (RFC 8176).
FACTORS = {
    "pwd": Factor.NONE,
    "mfa": Factor.SECOND,
    "hwk": Factor.PHISHING_RESISTANT,
    "swk": Factor.PHISHING_RESISTANT,
}
ORDER, LEVELS = list(Factor), list(Level)


class Unreadable(ValueError):
    """The parameter is no JSON of the form that the standards describe."""


class Unmet(Exception):
    """It makes something essential that Llave never gives."""


@dataclass(frozen=True, slots=True)
class Asked:
    """`acr` are the only levels that will do, none when any will; `factor` is the least one."""

    acr: tuple[str, ...] = ()
    factor: Factor = Factor.NONE
    verified: Wanted = NOTHING


def asked_claims(text: str | None) -> Asked:
    """Read the parameter; raises Unreadable, Unmet."""
    if text is None:
        return Asked()
    places = _parsed(text)
    in_id_token = _members(places.get("id_token"))
    in_userinfo = _members(places.get("userinfo"))
    verified = Wanted(
        userinfo=_verified(in_userinfo.get(VERIFIED_CLAIMS), VERIFIED_CLAIMS in in_userinfo),
        id_token=_verified(in_id_token.get(VERIFIED_CLAIMS), VERIFIED_CLAIMS in in_id_token),
    )
    return Asked(_essential(in_id_token.get("acr")), _factor(in_id_token.get("amr")), verified)


def demanded(
    acr_values: str | None, asked: Asked, minimum: Level
) -> tuple[Level, tuple[Level, ...]]:
    """The least level that will do, and the only ones when the agency said so; raises Unmet.

    A client may ask for more than it is registered for, never for less. `acr_values` is a list in
    order of preference (Core, 3.1.2.1): the lowest is enough.
    """
    voluntary, exact = _levels((acr_values or "").split()), _levels(asked.acr)
    level = max([minimum, *voluntary[:1], *exact[:1]], key=LEVELS.index)
    if exact and LEVELS.index(exact[-1]) < LEVELS.index(level):
        raise Unmet("only lower levels than it needs")
    return level, exact


def stronger(one: Factor, other: Factor) -> Factor:
    """The one that asks for more."""
    return max(one, other, key=ORDER.index)


def _levels(named: Sequence[str]) -> tuple[Level, ...]:
    known = tuple(level for level in LEVELS if level.acr in named)
    if named and not known:
        raise Unmet("no level of ours")
    return known


def _parsed(text: str) -> Mapping[str, Any]:
    if len(text) > LONGEST:
        raise Unreadable("too long")
    try:
        return _members(json.loads(text))
    except (ValueError, RecursionError):
        raise Unreadable("no JSON") from None


def _members(value: object) -> Mapping[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise Unreadable("not an object")
    return value


def _essential(request: object) -> tuple[str, ...]:
    """The values that an essential claim must have; a voluntary one binds nobody (Core, 5.5.1)."""
    members = _members(request)
    values = members.get("values", [members["value"]] if "value" in members else [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise Unreadable("values must be texts")
    return tuple(values) if members.get("essential") is True else ()


def _factor(request: object) -> Factor:
    """The weakest of the methods named: any of them will do."""
    named = _essential(request)
    known = [FACTORS[method] for method in named if method in FACTORS]
    if named and not known:
        raise Unmet("no method of ours")
    return min(known, key=ORDER.index, default=Factor.NONE)


def _verified(request: object, is_there: bool) -> Ask | None:  # noqa: FBT001 - null is a request too
    """What is asked of verified claims; None when Llave has nothing that fits."""
    if not is_there:
        return None
    # Several may be asked for, by different frameworks; Llave has one.
    asks = [_one(each) for each in (request if isinstance(request, list) else [request])]
    return next((ask for ask in asks if ask), None)


def _one(request: object) -> Ask | None:
    members = _members(request)
    verification, claims = members.get("verification"), _members(members.get("claims"))
    if not isinstance(verification, Mapping) or "trust_framework" not in verification:
        raise Unreadable("verified_claims without verification.trust_framework")
    if not claims:
        raise Unreadable("verified_claims without claims")
    known = tuple(name for name in CLAIMS if name in claims)
    types = _types(verification.get("evidence"))
    fits = _takes(verification["trust_framework"], TRUST_FRAMEWORK) and types
    # What it insists on and Llave can not promise is not given at all.
    if not known or not fits or _is_bound({**verification, "trust_framework": None}):
        return None
    return Ask(known, tuple(name for name in ELEMENTS if name in verification), types)


def _types(evidence: object) -> tuple[str, ...]:
    """The types of evidence that are asked for."""
    if evidence is None:
        return EVIDENCE
    if not isinstance(evidence, list):
        raise Unreadable("evidence is not a list")
    asked = [_members(one).get("type") for one in evidence]
    return tuple(kind for kind in EVIDENCE if any(_takes(one, kind) for one in asked))


def _takes(request: object, ours: str) -> bool:
    members = _members(request)
    values = members.get("values", [members["value"]] if "value" in members else [ours])
    return isinstance(values, list) and ours in values


def _is_bound(request: object) -> bool:
    """Whether it sets a value or an age for something; the type of evidence has been looked at."""
    if isinstance(request, list):
        return any(_is_bound({**_members(one), "type": None}) for one in request)
    if not isinstance(request, Mapping):
        return False
    bounds = {"value", "values", "max_age"} & request.keys()
    return bool(bounds) or any(_is_bound(one) for one in request.values())
