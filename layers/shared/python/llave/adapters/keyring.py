"""The keyring in the agencies table: wrapped by KMS, each secret unwrapped once a process.

`KEYRING` / `<purpose>#<version>`: version, wrapped, created_at (epoch ms). Which versions live is
read again after some minutes, so that a new one is known everywhere soon after an operator added it.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from llave.adapters import dynamodb, kms
from llave.adapters.dynamodb import Item, milliseconds, moment_of_ms
from llave.people.keyring import Made, Purpose, Secret

KEYRING = "KEYRING"
# A backfill under a new version may begin when this has passed everywhere.
FRESH_FOR = 600.0


class KeyringEmpty(Exception):
    """A purpose has no such secret: the deployment's first job has not run, or it is retired."""


@dataclass(frozen=True, slots=True)
class _Known:
    read_at: float
    secrets: tuple[Secret, ...]


class StoredKeyring:
    """Secrets by purpose; a purpose is read and unwrapped when it is first needed."""

    def __init__(self, table: str, key_id: str, clock: Callable[[], float] = time.time) -> None:
        # The time of day, since a monotonic clock may stand while Lambda freezes the process, which
        # would then go on with the versions that it knew before.
        self._table = table
        self._key_id = key_id
        self._clock = clock
        self._known: dict[Purpose, _Known] = {}

    def live(self, purpose: Purpose) -> tuple[Secret, ...]:
        """The versions in use, newest first; raises KeyringEmpty."""
        known = self._known.get(purpose)
        if known is None or self._clock() - known.read_at >= FRESH_FOR:
            known = self._read(purpose)
        return known.secrets

    def version(self, purpose: Purpose, version: int) -> Secret:
        """One version, also one that another process has just begun to use; raises KeyringEmpty."""
        found = _find(self.live(purpose), version) or _find(self._read(purpose).secrets, version)
        if found is None:
            raise KeyringEmpty(f"{purpose} has no version {version}")
        return found

    def _read(self, purpose: Purpose) -> _Known:
        items = items_of(self._table, purpose)
        if not items:
            raise KeyringEmpty(f"{purpose} has no secret")
        newest_first = sorted(items, key=lambda item: int(item["version"]), reverse=True)
        known = _Known(self._clock(), tuple(self._secret(purpose, item) for item in newest_first))
        self._known[purpose] = known
        return known

    def _secret(self, purpose: Purpose, item: Item) -> Secret:
        before = self._known.get(purpose)
        unwrapped = _find(before.secrets, item["version"]) if before else None
        return unwrapped or self._unwrapped(purpose, item)

    def _unwrapped(self, purpose: Purpose, item: Item) -> Secret:
        answer = kms.client().decrypt(
            KeyId=self._key_id,
            CiphertextBlob=item["wrapped"],
            EncryptionContext={"purpose": purpose.value},
        )
        return Secret(item["version"], answer["Plaintext"])


class NewSecrets:
    """Creating secrets that the creator never sees (GenerateDataKeyWithoutPlaintext)."""

    def __init__(self, table: str, key_id: str) -> None:
        self._table = table
        self._key_id = key_id

    def missing(self, purposes: Iterable[Purpose]) -> tuple[Purpose, ...]:
        """The purposes that have no secret."""
        return tuple(purpose for purpose in purposes if not items_of(self._table, purpose))

    def ensure(self, purposes: Iterable[Purpose], now: datetime) -> tuple[Purpose, ...]:
        """Create version 1 of every purpose that has none; returns those that were created."""
        return tuple(p for p in self.missing(purposes) if self._created(p, 1, now))

    def made(self, purpose: Purpose) -> tuple[Made, ...]:
        """The versions that live, newest first."""
        found = [
            Made(int(item["version"]), moment_of_ms(item.get("created_at", 0)))
            for item in items_of(self._table, purpose)
        ]
        return tuple(sorted(found, key=lambda one: -one.version))

    def add(self, purpose: Purpose, now: datetime) -> int:
        """Create the next version, which is used from then on, and return it; raises
        ConditionFailed when somebody else does so at the same moment."""
        version = self.made(purpose)[0].version + 1
        if not self._created(purpose, version, now):
            raise dynamodb.ConditionFailed((0,))
        return version

    def retire(self, purpose: Purpose, version: int) -> None:
        """Destroy a version: what is known under it alone is found no more."""
        key = dynamodb.key(KEYRING, f"{purpose.value}#{version}")
        dynamodb.client().delete_item(TableName=self._table, Key=key)

    def _created(self, purpose: Purpose, version: int, now: datetime) -> bool:
        answer = kms.client().generate_data_key_without_plaintext(
            KeyId=self._key_id, KeySpec="AES_256", EncryptionContext={"purpose": purpose.value}
        )
        item = {
            "pk": KEYRING,
            "sk": f"{purpose.value}#{version}",
            "version": version,
            "wrapped": answer["CiphertextBlob"],
            "created_at": milliseconds(now),
        }
        try:
            dynamodb.put_once(self._table, item)
        except dynamodb.ConditionFailed:
            return False
        return True


def items_of(table: str, purpose: Purpose) -> list[Item]:
    """The stored versions of a purpose; `#` ends its name, so that none begins like another."""
    answer = dynamodb.client().query(
        TableName=table,
        KeyConditionExpression="pk = :pk AND begins_with(sk, :purpose)",
        ExpressionAttributeValues={":pk": {"S": KEYRING}, ":purpose": {"S": f"{purpose.value}#"}},
        ConsistentRead=True,
    )
    return [dynamodb.from_item(item) for item in answer["Items"]]


def _find(secrets: tuple[Secret, ...], version: int) -> Secret | None:
    return next((secret for secret in secrets if secret.version == version), None)
