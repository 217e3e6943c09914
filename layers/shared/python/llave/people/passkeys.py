"""Passkeys (WebAuthn Level 3): what the browser is asked, and whether its answer holds.

User verification is always required, and the credential is always discoverable; attestation is not
asked for, because it tells the maker of somebody's telephone and nobody here needs to know.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from llave.errors import InvalidInput
from llave.people.challenges import PasskeyWrong
from llave.people.factors import Passkey

# The package reads certificates and takes a fifth of a second to import: only who uses one pays.
TIMEOUT_MS = 300_000
# What does not parse raises whatever its parser raises.
MALFORMED = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)
TRANSPORTS = frozenset({"usb", "nfc", "ble", "smart-card", "hybrid", "internal", "cable"})


class PasskeyRefused(InvalidInput):
    """What the browser made is not a passkey of ours."""

    def __init__(self) -> None:
        super().__init__("passkey_refused", field="credential")


@dataclass(frozen=True, slots=True)
class Site:
    """Whom passkeys answer to: `origin` is ours, from the settings."""

    origin: str

    @property
    def host(self) -> str:
        return urlsplit(self.origin).hostname or ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a right answer showed."""

    passkey: Passkey
    sign_count: int


def key_of(credential_id: bytes) -> str:
    """What a passkey is kept under."""
    return hashlib.sha256(credential_id).hexdigest()


def creation_options(
    site: Site, person: str, who: str, nonce: str, existing: Sequence[Passkey]
) -> str:
    """What `navigator.credentials.create` is given (JSON); `who` is what her keyring shows."""
    import webauthn
    from webauthn.helpers import structs

    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name="Llave",
        user_id=person.encode(),
        user_name=who,
        challenge=nonce.encode(),
        timeout=TIMEOUT_MS,
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[_described(one) for one in existing],
    )
    return webauthn.options_to_json(options)


def made(site: Site, answer: str, nonce: str, now: datetime) -> Passkey:
    """The passkey that a browser made; raises PasskeyRefused."""
    import webauthn
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        seen = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=nonce.encode(),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except (WebAuthnException, *MALFORMED):
        raise PasskeyRefused from None
    return Passkey(
        key=key_of(seen.credential_id),
        credential_id=seen.credential_id,
        public_key=seen.credential_public_key,
        sign_count=seen.sign_count,
        transports=_transports(answer),
        aaguid=seen.aaguid,
        synced=seen.credential_device_type == "multi_device",
        created_at=now,
    )


def request_options(site: Site, nonce: str, allowed: Sequence[Passkey]) -> str:
    """What `navigator.credentials.get` is given (JSON)."""
    import webauthn
    from webauthn.helpers import structs

    options = webauthn.generate_authentication_options(
        rp_id=site.host,
        challenge=nonce.encode(),
        timeout=TIMEOUT_MS,
        allow_credentials=[_described(one) for one in allowed],
        user_verification=structs.UserVerificationRequirement.REQUIRED,
    )
    return webauthn.options_to_json(options)


def checked(site: Site, answer: str, nonce: str, passkeys: Sequence[Passkey]) -> Seen:
    """Which passkey signed; raises PasskeyWrong, also for a sign count that goes back (a copy)."""
    import webauthn
    from webauthn.helpers.exceptions import WebAuthnException

    key = _key_in(answer)
    passkey = next((one for one in passkeys if one.key == key), None)
    if passkey is None:
        raise PasskeyWrong
    try:
        seen = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=nonce.encode(),
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, *MALFORMED):
        raise PasskeyWrong from None
    return Seen(passkey, seen.new_sign_count)


def _key_in(answer: str) -> str:
    from webauthn.helpers import base64url_to_bytes

    try:
        credential = _object(answer)
        return key_of(base64url_to_bytes(credential["rawId"]))
    except MALFORMED:
        raise PasskeyWrong from None


def _described(passkey: Passkey) -> Any:
    from webauthn.helpers import structs

    known = [structs.AuthenticatorTransport(name) for name in passkey.transports]
    return structs.PublicKeyCredentialDescriptor(id=passkey.credential_id, transports=known or None)


def _transports(answer: str) -> tuple[str, ...]:
    said = _object(answer).get("response", {}).get("transports") or ()
    return tuple(name for name in said if name in TRANSPORTS)


def _object(text: str) -> dict[str, Any]:
    found = json.loads(text)
    if not isinstance(found, dict):
        raise TypeError("not an object")
    return found
