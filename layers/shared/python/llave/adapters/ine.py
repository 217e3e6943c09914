"""INE's register of credentials over HTTP, as docs/ine.md states it.

What identifies a person stands in the body: neither it nor an error that quotes it is ever logged.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import urllib3

from llave import log
from llave.adapters.renapo import RETRY_AFTER, TIMEOUT, TRIES, Breaker, NoAnswer, RegistryDown
from llave.documents.registries import Credential, CredentialAsked


@dataclass(frozen=True, slots=True)
class IneRegistry:
    """`api_key` is called when it is first needed."""

    url: str
    api_key: Callable[[], str]
    pool: urllib3.PoolManager
    breaker: Breaker

    def credential(self, asked: CredentialAsked) -> Credential:
        """Whether the credential is in force; raises RegistryDown."""
        self.breaker.expect_closed()
        for _ in range(TRIES):
            try:
                answer = _credential(self._asked(asked))
            except (urllib3.exceptions.HTTPError, NoAnswer) as error:
                self.breaker.failed()
                log.warning("ine did not answer", error_type=type(error).__name__)
                continue
            self.breaker.succeeded()
            return answer
        raise RegistryDown("no answer", retry_after=RETRY_AFTER)

    def _asked(self, asked: CredentialAsked) -> Any:
        body = {
            "clave_elector": asked.clave_elector,
            "cic": asked.cic,
            "curp": asked.curp.value,
        }
        answer = self.pool.request(
            "POST",
            f"{self.url}/v1/credentials/status",
            body=json.dumps(body).encode(),
            headers={
                "x-api-key": self.api_key(),
                "accept": "application/json",
                "content-type": "application/json",
            },
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


def _credential(answer: Any) -> Credential:
    try:
        return Credential(answer["outcome"])
    except (KeyError, TypeError, ValueError):
        raise NoAnswer("not the contract") from None
