"""What moto's KMS lacks: GenerateDataKeyPairWithoutPlaintext for P-256, and speed. The rest is its own."""

import base64
import json
from functools import cache

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from moto.kms import models
from moto.kms.responses import KmsResponse


def add_key_pairs() -> None:
    """Teach moto the action; nothing happens if it knows it by now."""
    if not hasattr(KmsResponse, "generate_data_key_pair_without_plaintext"):
        KmsResponse.generate_data_key_pair_without_plaintext = _generate  # type: ignore[attr-defined]  # added


def make_keys_once() -> None:
    """moto makes an RSA pair (a quarter of a second) for each symmetric key, and never uses it."""
    models.generate_private_key = cache(models.generate_private_key)  # type: ignore[attr-defined]  # moto's own import


def _generate(response: KmsResponse) -> str:
    parameters = json.loads(response.body)
    assert parameters["KeyPairSpec"] == "ECC_NIST_P256", "only what Llave asks for"
    private = ec.generate_private_key(ec.SECP256R1())
    plain = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    wrapped, arn = response.kms_backend.encrypt(
        parameters["KeyId"], plain, parameters.get("EncryptionContext", {})
    )
    public = private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    answer = {
        "KeyId": arn,
        "KeyPairSpec": "ECC_NIST_P256",
        "PublicKey": base64.b64encode(public).decode(),
        "PrivateKeyCiphertextBlob": base64.b64encode(wrapped).decode(),
    }
    return json.dumps(answer)
