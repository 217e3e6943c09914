"""KMS: the keys of persons and the wrapped secrets of the keyring."""

from functools import cache
from typing import TYPE_CHECKING

import boto3
from botocore.config import Config

from llave.people.vault import PersonKey

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient


@cache
def client() -> "KMSClient":
    """One client a process."""
    config = Config(
        connect_timeout=1, read_timeout=3, retries={"mode": "standard", "max_attempts": 3}
    )
    return boto3.client("kms", config=config)


class KmsPersonKeys:
    """Data keys of persons, bound to them by the encryption context."""

    def __init__(self, key_id: str) -> None:
        self._key_id = key_id

    def create(self, person: str) -> PersonKey:
        """A new data key (GenerateDataKey)."""
        answer = client().generate_data_key(
            KeyId=self._key_id, KeySpec="AES_256", EncryptionContext={"person": person}
        )
        return PersonKey(person, answer["CiphertextBlob"], answer["Plaintext"])

    def open(self, person: str, wrapped: bytes) -> PersonKey:
        """Unwrap a data key (Decrypt)."""
        answer = client().decrypt(
            KeyId=self._key_id, CiphertextBlob=wrapped, EncryptionContext={"person": person}
        )
        return PersonKey(person, wrapped, answer["Plaintext"])
