"""A register of another authority over HTTP: short waits, one retry, and a circuit breaker.

What is asked identifies a person: neither it nor an error that quotes it is ever logged.
"""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

import urllib3

from llave import log
from llave.errors import Unavailable

TIMEOUT = urllib3.Timeout(connect=1.0, read=2.5)
TRIES = 2
# So many calls in a row without an answer, and nobody is asked for a while: who waits in vain holds a
# Lambda that others need.
FAILURES_TO_OPEN = 5
OPEN_SECONDS = 15
RETRY_AFTER = 60

T = TypeVar("T")


class RegistryDown(Unavailable):
    """The register does not answer now; what was typed is kept and the step can be done later."""

    code = "registry_unavailable"


class NoAnswer(Exception):
    """The register said nothing that can be understood."""


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
class Registry:
    """`name` is what the log calls it; `api_key` is called when it is first needed."""

    name: str
    url: str
    api_key: Callable[[], str]
    pool: urllib3.PoolManager
    breaker: Breaker

    def ask(
        self,
        understood: Callable[[Any], T],
        method: str,
        path: str,
        body: Mapping[str, str | None] | None = None,
    ) -> T:
        """What `understood` makes of the JSON of the answer; it raises NoAnswer where that is not the
        contract. Raises RegistryDown."""
        self.breaker.expect_closed()
        for _ in range(TRIES):
            try:
                answer = understood(self._sent(method, path, body))
            except (urllib3.exceptions.HTTPError, NoAnswer) as error:
                self.breaker.failed()
                log.warning(f"{self.name} did not answer", error_type=type(error).__name__)
                continue
            self.breaker.succeeded()
            return answer
        raise RegistryDown("no answer", retry_after=RETRY_AFTER)

    def _sent(self, method: str, path: str, body: Mapping[str, str | None] | None) -> Any:
        headers = {"x-api-key": self.api_key(), "accept": "application/json"}
        if body is not None:
            headers["content-type"] = "application/json"
        answer = self.pool.request(
            method,
            self.url + path,
            body=None if body is None else json.dumps(body).encode(),
            headers=headers,
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
