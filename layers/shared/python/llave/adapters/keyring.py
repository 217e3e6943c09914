"""The keyring in the agencies table: wrapped by KMS, unwrapped once a process."""

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from llave.adapters import dynamodb, kms
from llave.people.keyring import Purpose, Secret

if TYPE_CHECKING:
    from collections.abc import Callable

KEYRING = "KEYRING"


class KeyringEmpty(Exception):
    """A purpose has no secret: the deployment's first job has not run."""


class StoredKeyring:
    """Secrets by purpose; a purpose is read and unwrapped when it is first needed."""

    def __init__(self, table: str, key_id: str) -> None:
        self._table = table
        self._key_id = key_id
        self.live: Callable[[Purpose], tuple[Secret, ...]] = cache(self._live)

    def version(self, purpose: Purpose, version: int) -> Secret:
        """One version; raises KeyringEmpty when it is retired."""
        for secret in self.live(purpose):
            if secret.version == version:
                return secret
        raise KeyringEmpty(f"{purpose} has no version {version}")

    def _live(self, purpose: Purpose) -> tuple[Secret, ...]:
        items = self._items(purpose)
        if not items:
            raise KeyringEmpty(f"{purpose} has no secret")
        newest_first = sorted(items, key=lambda item: int(item["version"]), reverse=True)
        return tuple(self._unwrapped(purpose, item) for item in newest_first)

    def _items(self, purpose: Purpose) -> list[dict[str, Any]]:
        answer = dynamodb.client().query(
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :purpose)",
            ExpressionAttributeValues={
                ":pk": {"S": KEYRING},
                ":purpose": {"S": f"{purpose.value}#"},
            },
        )
        return [dynamodb.from_item(item) for item in answer["Items"]]

    def _unwrapped(self, purpose: Purpose, item: dict[str, Any]) -> Secret:
        answer = kms.client().decrypt(
            KeyId=self._key_id,
            CiphertextBlob=item["wrapped"],
            EncryptionContext={"purpose": purpose.value},
        )
        return Secret(int(item["version"]), answer["Plaintext"])


class NewSecrets:
    """Creating secrets that the creator never sees (GenerateDataKeyWithoutPlaintext)."""

    def __init__(self, table: str, key_id: str) -> None:
        self._table = table
        self._key_id = key_id

    def ensure(self, purposes: Iterable[Purpose]) -> tuple[Purpose, ...]:
        """Create version 1 of every purpose that has none; returns those that were created."""
        return tuple(purpose for purpose in purposes if self._created(purpose, 1))

    def _created(self, purpose: Purpose, version: int) -> bool:
        if dynamodb.get(self._table, KEYRING, f"{purpose.value}#{version}"):
            return False
        answer = kms.client().generate_data_key_without_plaintext(
            KeyId=self._key_id, KeySpec="AES_256", EncryptionContext={"purpose": purpose.value}
        )
        item = {
            "pk": KEYRING,
            "sk": f"{purpose.value}#{version}",
            "version": version,
            "wrapped": answer["CiphertextBlob"],
        }
        try:
            dynamodb.put_once(self._table, item)
        except dynamodb.ConditionFailed:
            return False
        return True
