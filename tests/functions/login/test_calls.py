"""How many calls to AWS a sign-in makes: at most five, none to KMS once warm."""

import pytest

from tests.aws import Aws
from tests.citizens import EMAIL, PASSWORD, Citizen
from tests.events import Answer, api, call
from tests.wire import calls

DEVICE, SESSION = "__Host-device", "__Host-session"


def sign_in(email: str = EMAIL, password: str = PASSWORD, **cookies: str) -> Answer:
    body = {"identifier": email, "password": password, "device": "remember"}
    named = {f"__Host-{name}": value for name, value in cookies.items()}
    return call(api("POST", "/v1/sessions", body, cookies=named))


@pytest.fixture
def warm(aws: Aws) -> Answer:
    """One sign-in has been made: the keyring is unwrapped, the device known."""
    Citizen().settle(aws)
    return sign_in()


def test_a_new_device_takes_five_calls(warm: Answer) -> None:
    with calls() as seen:
        assert sign_in().status == 201

    assert seen == [
        "dynamodb.BatchGetItem",
        "dynamodb.UpdateItem",
        "dynamodb.UpdateItem",
        "dynamodb.GetItem",
        "dynamodb.TransactWriteItems",
    ]


def test_a_known_device_takes_five_calls(warm: Answer) -> None:
    with calls() as seen:
        assert sign_in(device=warm.kept[DEVICE], session=warm.kept[SESSION]).status == 201

    assert len(seen) == 5
    assert not [name for name in seen if name.startswith("kms")]


def test_a_failure_takes_five_calls(warm: Answer) -> None:
    with calls() as seen:
        assert sign_in(password="no-es-la-mia-ni-de-nadie").status == 401

    assert len(seen) == 5
    assert not [name for name in seen if name.startswith("kms")]


def test_a_password_of_a_megabyte_reaches_nothing(warm: Answer) -> None:
    with calls() as seen:
        assert sign_in(password="a" * 1_000_000).status == 422

    assert not seen


def test_a_session_is_read_in_two_calls(warm: Answer) -> None:
    with calls() as seen:
        assert call(api("GET", "/v1/me", cookies={SESSION: warm.kept[SESSION]})).status == 200

    assert [name for name in seen if name.startswith("dynamodb")] == ["dynamodb.GetItem"] * 2
