"""Jobs on keys: none of them ever sees one (KMS makes and wraps them, other roles unwrap)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from functions.operate.done import Done, JobRefused
from llave import wiring
from llave.oidc import keys
from llave.people.keyring import Purpose

# What was made under their older versions names the version, or lives for minutes.
REPLACEABLE = frozenset({Purpose.CODES, Purpose.NETWORK, Purpose.PEPPER, Purpose.ROBOTS})


class KeysMissing(Exception):
    """The deployment lacks keys: run ensure-keys."""


def ensure(given: Mapping[str, Any], now: datetime) -> Done:
    """Make what is missing of the keyring and of the signing keys; nothing is ever replaced."""
    created = wiring.new_secrets().ensure(tuple(Purpose))
    signing = keys.ensure(wiring.signing_ring(), wiring.signing_pairs(), now)
    names = [*created, *(["signing"] if signing else [])]
    return Done(bool(names), {"created": ", ".join(names)})


def check(given: Mapping[str, Any], now: datetime) -> Done:
    """Raise, so that the alarm on failed jobs rings, when a purpose has no secret or no key signs."""
    missing = [purpose.value for purpose in wiring.new_secrets().missing(tuple(Purpose))]
    ring = wiring.signing_ring().read()
    if ring.current is None or ring.next is None:
        missing.append("signing")
    if missing:
        raise KeysMissing(", ".join(missing))
    return Done(changed=False)


def rotate_signing_keys(given: Mapping[str, Any], now: datetime) -> Done:
    """Let the next key sign when its time has come; `{"now": true}` does not wait for the month."""
    at_once = given.get("now") is True
    signs_for = timedelta() if at_once else keys.SIGNS_FOR
    outcome = keys.rotate(wiring.signing_ring(), wiring.signing_pairs(), now, signs_for)
    return Done(outcome is keys.Rotation.ROTATED, {"outcome": outcome.value})


def revoke_signing_key(given: Mapping[str, Any], now: datetime) -> Done:
    """Emergency: `{"kid": "..."}` leaves the ring, and what it signed no longer counts."""
    kid = given.get("kid")
    if not isinstance(kid, str):
        raise JobRefused("kid: which key is missing")
    if not keys.revoke(wiring.signing_ring(), wiring.signing_pairs(), kid, now):
        raise JobRefused("the ring changed meanwhile: call again")
    return Done(True, {"kid": kid})


def rotate_keyring(given: Mapping[str, Any], now: datetime) -> Done:
    """`{"purpose": "codes"}` gets a new version, which is used from then on.

    The look-ups' secrets need every guard rewritten before the old one may go, and a new `pairwise`
    would make a stranger of every person at every agency: neither is done by this job.
    """
    names = sorted(purpose.value for purpose in REPLACEABLE)
    if given.get("purpose") not in names:
        raise JobRefused(f"purpose: must be one of {', '.join(names)}")
    purpose = Purpose(given["purpose"])
    version = wiring.new_secrets().add(purpose)
    return Done(True, {"purpose": purpose.value, "version": version})
