"""A look-up's secret on its way from one version to the next, as operators and the clock take it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from functions.operate.handler import handle
from functions.operate.rekey import rekey
from llave import wiring
from llave.adapters.keyring import StoredKeyring
from llave.people.keyring import Purpose, Secret
from llave.people.rekeying import SPREAD, State
from tests.conftest import forget
from tests.registrants import EMAIL, PHONE, Client

RUN = timedelta(minutes=10)


def run(job: str, **given: str) -> dict[str, object]:
    return handle({"job": job, **given})


def begin(*purposes: Purpose) -> None:
    for purpose in purposes:
        run("rotate-keyring", purpose=purpose.value)
    forget()


def fill(*purposes: Purpose) -> datetime:
    """The clock's job, until nothing is left to write; returns when that was."""
    now = wiring.now() + SPREAD
    for _ in range(10):
        rekey({}, now)
        now += RUN
        if all(state_of(purpose) is State.FILLED for purpose in purposes):
            return now
    raise AssertionError("it does not end")


def retire(*purposes: Purpose) -> None:
    for purpose in purposes:
        run("retire-secret", purpose=purpose.value)
    forget()


def state_of(purpose: Purpose) -> State:
    return wiring.rotations().of(purpose)[0].state


def confirm(client: Client, code, channel: str = "email", person: str | None = None):
    body = {
        "registration_token": client.token,
        "channel": channel,
        "code": code(channel, person),
    }
    return client.send("POST", "/v1/confirmations", body)


@pytest.fixture
def walter(client: Client, code) -> Client:
    """E-mail and phone are his."""
    client.register(email=EMAIL, phone=PHONE)
    for channel in ("email", "phone"):
        assert confirm(client, code, channel).status == 200
    return client


@dataclass(frozen=True, slots=True)
class Stale:
    """A process that does not know of the new version yet."""

    known: StoredKeyring

    def live(self, purpose: Purpose) -> tuple[Secret, ...]:
        return self.known.live(purpose)[-1:]

    def version(self, purpose: Purpose, version: int) -> Secret:
        return self.known.version(purpose, version)
