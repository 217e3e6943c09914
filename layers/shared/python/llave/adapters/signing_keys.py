"""Signing keys: pairs that KMS makes and wraps, and the signer that unwraps the current one.

Who creates pairs can not unwrap them; who unwraps them can not change the ring.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_private_key, load_der_public_key

from llave.adapters import kms
from llave.adapters.signing_ring import FreshRing
from llave.oidc.keys import SigningKey, State
from llave.oidc.tokens import ALGORITHM, signed

CONTEXT = {"purpose": "signing"}


class NoSigningKey(Exception):
    """The ring is empty: the deployment's first job has not run."""


class KmsKeyPairs:
    """P-256 pairs whose private half nobody has seen (GenerateDataKeyPairWithoutPlaintext)."""

    def __init__(self, key_id: str) -> None:
        self._key_id = key_id

    def create(self, now: datetime) -> SigningKey:
        """A new pair, in the state next."""
        answer = kms.client().generate_data_key_pair_without_plaintext(
            KeyId=self._key_id, KeyPairSpec="ECC_NIST_P256", EncryptionContext=CONTEXT
        )
        jwk = public_jwk(answer["PublicKey"])
        return SigningKey(jwk["kid"], State.NEXT, jwk, now, answer["PrivateKeyCiphertextBlob"])


class KmsSigner:
    """Signs with the current key, unwrapped once a process."""

    def __init__(self, ring: FreshRing, key_id: str) -> None:
        self._ring = ring
        self._key_id = key_id
        self._kid = ""
        self._private: ec.EllipticCurvePrivateKey | None = None

    def sign(self, claims: Mapping[str, Any], typ: str) -> str:
        """A compact JWS of the claims."""
        current = self._ring.read().current
        if current is None:
            raise NoSigningKey("no key signs")
        if self._private is None or self._kid != current.kid:
            self._private = self._unwrapped(current)
            self._kid = current.kid
        return signed(claims, typ, current.kid, self._private)

    def _unwrapped(self, key: SigningKey) -> ec.EllipticCurvePrivateKey:
        answer = kms.client().decrypt(
            KeyId=self._key_id, CiphertextBlob=key.wrapped, EncryptionContext=CONTEXT
        )
        private = load_der_private_key(answer["Plaintext"], password=None)
        if not isinstance(private, ec.EllipticCurvePrivateKey):
            raise NoSigningKey("not a key of an elliptic curve")
        return private


def public_jwk(der: bytes) -> dict[str, str]:
    """A P-256 public key (SubjectPublicKeyInfo) as a JWK; `kid` is its thumbprint (RFC 7638)."""
    public = load_der_public_key(der)
    if not isinstance(public, ec.EllipticCurvePublicKey):
        raise NoSigningKey("not a key of an elliptic curve")
    numbers = public.public_numbers()
    jwk = {"crv": "P-256", "kty": "EC", "x": _encoded(numbers.x), "y": _encoded(numbers.y)}
    canonical = json.dumps(jwk, sort_keys=True, separators=(",", ":"))
    thumbprint = hashlib.sha256(canonical.encode()).digest()
    return {**jwk, "kid": _base64url(thumbprint), "alg": ALGORITHM, "use": "sig"}


def _encoded(coordinate: int) -> str:
    return _base64url(coordinate.to_bytes(32, "big"))


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
