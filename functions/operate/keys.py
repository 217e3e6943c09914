"""Jobs on keys: none of them ever sees one (KMS makes and wraps them, other roles unwrap)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from functions.operate.done import Done, JobRefused
from llave import wiring
from llave.oidc import keys
from llave.people import rekeying
from llave.people.keyring import GUARDED, Purpose
from llave.people.rekeying import NotFilled

# What was made under their older versions names the version, or lives for minutes.
AT_ONCE = frozenset({Purpose.CODES, Purpose.NETWORK, Purpose.PEPPER, Purpose.ROBOTS})
REPLACEABLE = AT_ONCE | frozenset(GUARDED)


class KeysMissing(Exception):
    """The deployment lacks keys: run ensure-keys."""


def ensure(given: Mapping[str, Any], now: datetime) -> Done:
    """Make what is missing of the keyring and of the signing keys; nothing is ever replaced."""
    created = wiring.new_secrets().ensure(tuple(Purpose), now)
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

    A look-up's goes on with the job `rekey` and ends with `retire-secret`; only then may the next one
    begin. A new `pairwise` would make a stranger of every person at every agency: it is never replaced.
    """
    purpose = _purpose(given, REPLACEABLE)
    secrets = wiring.new_secrets()
    if purpose in GUARDED and len(secrets.made(purpose)) > 1:
        raise JobRefused(f"{purpose}: a rotation is under way; retire the older version first")
    return Done(True, {"purpose": purpose.value, "version": secrets.add(purpose, now)})


def retire_secret(given: Mapping[str, Any], now: datetime) -> Done:
    """`{"purpose": "lookup-email"}`: the older version goes, if every guard stands under the newer."""
    purpose = _purpose(given, frozenset(GUARDED))
    secrets, rotations = wiring.new_secrets(), wiring.rotations()
    made = secrets.made(purpose)
    newest = next((one for one in rotations.of(purpose) if one.new == made[0].version), None)
    try:
        after = rekeying.retired(newest, made, now)
    except NotFilled as refusal:
        raise JobRefused(
            f"{purpose}: not every guard is known to be rewritten ({refusal})"
        ) from None
    # The state first: called again after a failure in between, it finds the secret and destroys it.
    if newest != after and not rotations.keep(newest, after):
        raise JobRefused("the rotation moved meanwhile: call again")
    secrets.retire(purpose, after.old)
    return Done(True, {"purpose": purpose.value, "version": after.old})


def _purpose(given: Mapping[str, Any], allowed: frozenset[Purpose]) -> Purpose:
    names = sorted(purpose.value for purpose in allowed)
    if given.get("purpose") not in names:
        raise JobRefused(f"purpose: must be one of {', '.join(names)}")
    return Purpose(given["purpose"])
