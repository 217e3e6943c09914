"""The keyring at rest: wrapped, bound to its purpose, created once, read again in time."""

import pytest
from botocore.exceptions import ClientError

from llave import wiring
from llave.adapters import dynamodb, kms
from llave.adapters.keyring import FRESH_FOR, KeyringEmpty, NewSecrets, StoredKeyring
from llave.people.keyring import Purpose
from tests.aws import Aws

TABLE = "llave-unit-agencies"
KEY = "alias/llave-unit-secrets"


class Watch:
    """Seconds that a test moves."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def test_each_purpose_has_a_secret_of_its_own(aws: Aws):
    secrets = {wiring.keyring().live(purpose)[0].value for purpose in Purpose}

    assert len(secrets) == len(Purpose)
    assert {len(secret) for secret in secrets} == {32}


def test_no_secret_is_stored_readable(aws: Aws):
    secrets = [wiring.keyring().live(purpose)[0].value for purpose in Purpose]

    stored = b"".join(item["wrapped"] for item in aws.items("agencies"))

    assert not any(secret in stored for secret in secrets)


def test_a_secret_moved_to_another_purpose_does_not_open(aws: Aws):
    stolen = dynamodb.get(TABLE, "KEYRING", "codes#1")
    assert stolen is not None
    aws.put("agencies", stolen | {"sk": "network#1"})

    with pytest.raises(ClientError):
        wiring.keyring().live(Purpose.NETWORK)


def test_what_exists_is_not_created_again(aws: Aws):
    assert wiring.new_secrets().ensure(tuple(Purpose), wiring.now()) == ()


def test_an_empty_keyring_says_so(aws: Aws):
    dynamodb.client().delete_item(TableName=TABLE, Key=dynamodb.key("KEYRING", "codes#1"))

    with pytest.raises(KeyringEmpty):
        wiring.keyring().live(Purpose.CODES)
    assert wiring.new_secrets().missing(tuple(Purpose)) == (Purpose.CODES,)


def test_a_version_that_never_was_says_so(aws: Aws):
    with pytest.raises(KeyringEmpty):
        wiring.keyring().version(Purpose.CODES, 7)


def test_a_purpose_is_unwrapped_once_a_process(aws: Aws, monkeypatch: pytest.MonkeyPatch):
    watch = Watch()
    keyring = StoredKeyring(TABLE, KEY, watch)
    keyring.live(Purpose.CODES)
    monkeypatch.setattr(kms.client(), "decrypt", None)

    watch.at = FRESH_FOR

    assert len(keyring.live(Purpose.CODES)) == 1


def test_a_new_version_is_known_everywhere_after_a_while(aws: Aws):
    watch = Watch()
    keyring = StoredKeyring(TABLE, KEY, watch)
    keyring.live(Purpose.CODES)
    NewSecrets(TABLE, KEY).add(Purpose.CODES, wiring.now())

    before = [secret.version for secret in keyring.live(Purpose.CODES)]
    watch.at = FRESH_FOR
    after = [secret.version for secret in keyring.live(Purpose.CODES)]

    assert (before, after) == ([1], [2, 1])


def test_a_purpose_whose_name_begins_another_is_kept_apart(aws: Aws):
    NewSecrets(TABLE, KEY).add(Purpose.LOOKUP_CURP_PHONE, wiring.now())

    assert len(wiring.keyring().live(Purpose.LOOKUP_CURP)) == 1
    assert len(wiring.keyring().live(Purpose.LOOKUP_CURP_PHONE)) == 2
