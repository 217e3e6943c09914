"""The shared test ground itself: a deployment in moto is complete."""

from llave import wiring
from llave.people.keyring import Purpose
from llave.settings import settings
from tests.aws import Aws


def test_every_purpose_has_a_secret(aws: Aws) -> None:
    assert all(wiring.keyring().live(purpose) for purpose in Purpose)


def test_the_settings_can_be_read(environment: dict[str, str]) -> None:
    assert settings().origin == environment["LLAVE_ORIGIN"]
