"""Signing keys: pairs that KMS makes and wraps, the ring in the agencies table, and the signer.

`SIGNING` / `RING`: version; `SIGNING` / `<kid>`: state, jwk (public), wrapped, since (epoch ms).
Who creates pairs can not unwrap them; who unwraps them can not change the ring.
"""

import base64
import hashlib
import json
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_private_key, load_der_public_key

from llave.adapters import dynamodb, kms
from llave.adapters.dynamodb import Item, milliseconds, moment_of_ms
from llave.oidc.keys import Ring, SigningKey, State
from llave.oidc.tokens import ALGORITHM, signed

SIGNING = "SIGNING"
RING = "RING"
CONTEXT = {"purpose": "signing"}
# A rotation is seen everywhere after so many seconds, and so is an emergency revocation.
FRESH_FOR = 60.0


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


class RingTable:
    """The ring as it is written, always fresh; who only reads keeps it for a minute."""

    def __init__(self, table: str) -> None:
        self._table = table

    def read(self) -> Ring:
        """All keys and the version of the ring."""
        answer = dynamodb.client().query(
            TableName=self._table,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": SIGNING}},
            ConsistentRead=True,
        )
        items = {item["sk"]: item for item in map(dynamodb.from_item, answer["Items"])}
        version = items.pop(RING, {"version": 0})["version"]
        return Ring(version, tuple(_key_of(item) for item in items.values()))

    def write(self, before: Ring, after: tuple[SigningKey, ...]) -> bool:
        """Replace the ring, if it is still the one that was read."""
        kept = {key.kid for key in after}
        gone = [key for key in before.keys if key.kid not in kept]
        changed = [key for key in after if key not in before.keys]
        try:
            dynamodb.transact(
                [
                    self._next_version(before),
                    *({"Put": {"TableName": self._table, "Item": _item(key)}} for key in changed),
                    *({"Delete": self._where(key.kid)} for key in gone),
                ]
            )
        except dynamodb.ConditionFailed:
            return False
        return True

    def _where(self, sk: str) -> dict[str, Any]:
        return {"TableName": self._table, "Key": dynamodb.key(SIGNING, sk)}

    def _next_version(self, before: Ring) -> dict[str, Any]:
        values = {":read": {"N": str(before.version)}, ":next": {"N": str(before.version + 1)}}
        return {
            "Update": {
                **self._where(RING),
                "UpdateExpression": "SET version = :next",
                "ConditionExpression": "version = :read"
                + (" OR attribute_not_exists(pk)" if before.version == 0 else ""),
                "ExpressionAttributeValues": values,
            }
        }


class FreshRing:
    """The ring in memory, read again after a minute."""

    def __init__(self, ring: RingTable, clock: Callable[[], float] = time.monotonic) -> None:
        self._ring = ring
        self._clock = clock
        self._known = Ring()
        self._read_at: float | None = None

    def read(self) -> Ring:
        """All keys, as of a minute ago at most."""
        if self._read_at is None or self._clock() - self._read_at >= FRESH_FOR:
            self._known = self._ring.read()
            self._read_at = self._clock()
        return self._known


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


def _item(key: SigningKey) -> Item:
    return dynamodb.to_item(
        {
            "pk": SIGNING,
            "sk": key.kid,
            "state": key.state.value,
            "jwk": dict(key.jwk),
            "wrapped": key.wrapped,
            "since": milliseconds(key.since),
        }
    )


def _key_of(item: Item) -> SigningKey:
    return SigningKey(
        kid=item["sk"],
        state=State(item["state"]),
        jwk=item["jwk"],
        since=moment_of_ms(item["since"]),
        wrapped=item["wrapped"],
    )
