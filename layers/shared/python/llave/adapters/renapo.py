"""RENAPO over HTTP, as docs/renapo.md states it: short waits, one retry, and a circuit breaker.

The CURP stands in the path: neither it nor an error that quotes it is ever logged.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import urllib3

from llave import log
from llave.errors import InvalidInput, Unavailable
from llave.people.curp import Curp
from llave.people.names import PersonName
from llave.people.population import RegisteredPerson

TIMEOUT = urllib3.Timeout(connect=1.0, read=2.5)
TRIES = 2
# So many calls in a row without an answer, and nobody is asked for a while: who waits in vain holds a
# Lambda that others need.
FAILURES_TO_OPEN = 5
OPEN_SECONDS = 15
RETRY_AFTER = 60


class RegistryDown(Unavailable):
    """RENAPO does not answer now; what was typed is kept and the step can be done later."""

    code = "registry_unavailable"


class NoAnswer(Exception):
    """RENAPO said nothing that can be understood."""


class Breaker:
    """Open after failures in a row; afterwards one call tries."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures = 0
        self._closed_at = 0.0

    def expect_closed(self) -> None:
        """Raises RegistryDown while it is open."""
        if self._failures >= FAILURES_TO_OPEN and self._clock() < self._closed_at:
            raise RegistryDown("circuit open", retry_after=RETRY_AFTER)

    def succeeded(self) -> None:
        """An answer came."""
        self._failures = 0

    def failed(self) -> None:
        """None came."""
        self._failures += 1
        self._closed_at = self._clock() + OPEN_SECONDS


@dataclass(frozen=True, slots=True)
class RenapoRegistry:
    """`api_key` is called when it is first needed."""

    url: str
    api_key: Callable[[], str]
    pool: urllib3.PoolManager
    breaker: Breaker

    def find(self, curp: Curp) -> RegisteredPerson | None:
        """The living person who bears this CURP, or None; raises RegistryDown."""
        self.breaker.expect_closed()
        for _ in range(TRIES):
            try:
                person = _person(self._asked(curp), curp)
            except (urllib3.exceptions.HTTPError, NoAnswer) as error:
                self.breaker.failed()
                log.warning("renapo did not answer", error_type=type(error).__name__)
                continue
            self.breaker.succeeded()
            return person
        raise RegistryDown("no answer", retry_after=RETRY_AFTER)

    def _asked(self, curp: Curp) -> Any:
        answer = self.pool.request(
            "GET",
            f"{self.url}/v1/curp/{curp.value}",
            headers={"x-api-key": self.api_key(), "accept": "application/json"},
            timeout=TIMEOUT,
            retries=False,
            redirect=False,
        )
        if answer.status != 200:
            raise NoAnswer(f"status {answer.status}")
        try:
            return json.loads(answer.data)
        except ValueError:
            raise NoAnswer("not JSON") from None


def secret_of(name: str) -> Callable[[], str]:
    """The key that stands in Secrets Manager under this name, read once a process."""

    @cache
    def read() -> str:
        import boto3

        return str(boto3.client("secretsmanager").get_secret_value(SecretId=name)["SecretString"])

    return read


def _person(answer: Any, asked: Curp) -> RegisteredPerson | None:
    """None for every outcome but `found`: which of them it is stays here."""
    try:
        if answer["outcome"] in ("not_found", "deceased", "replaced"):
            return None
        given = answer["person"]
        name = PersonName(given["given_names"], given["first_surname"], given["second_surname"])
        born = date.fromisoformat(given["birth_date"])
        person = RegisteredPerson(
            Curp(given["curp"]), name, str(given["sex"]), born, str(given["birth_state"])
        )
    except (KeyError, TypeError, ValueError, InvalidInput):
        raise NoAnswer("not the contract") from None
    # Another person's data would be shown to whoever asked.
    if answer["outcome"] != "found" or person.curp != asked:
        raise NoAnswer("not the one asked for")
    return person
