"""The workforce issuer over HTTPS: discovery, keys and the token endpoint, with short waits.

What discovery names must stand on the issuer's own host: one answer that was tampered with does not
send codes or browsers elsewhere.
"""

import json
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

import urllib3

from llave import log
from llave.staff.workforce import TokenNotRight, WorkforceDown

TIMEOUT = urllib3.Timeout(connect=2.0, read=4.0)
DISCOVERY = "/.well-known/openid-configuration"
# A key that is not known is asked for again, but not by every forged token.
KEYS_LIFE_S = 600
KEYS_PAUSE_S = 30
LARGEST = 256 * 1024
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class OidcWorkforce:
    """`issuer` is its address, `client` our name there."""

    def __init__(
        self,
        issuer: str,
        client: str,
        pool: urllib3.PoolManager,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._issuer = issuer
        self._client = client
        self._pool = pool
        self._clock = clock
        self._metadata: Mapping[str, str] | None = None
        self._keys: dict[str, Mapping[str, Any]] = {}
        self._read_at: float | None = None

    def authorization_endpoint(self) -> str:
        """Where a browser is sent; raises WorkforceDown."""
        return self._known()["authorization_endpoint"]

    def id_token(self, code: str, verifier: str, redirect_uri: str) -> str:
        """What the code is worth; raises TokenNotRight, WorkforceDown."""
        sent = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "client_id": self._client,
            "code_verifier": verifier,
        }
        headers = {"content-type": "application/x-www-form-urlencoded"}
        status, answer = self._asked(
            "POST", self._known()["token_endpoint"], headers, urlencode(sent).encode()
        )
        if 400 <= status < 500:
            raise TokenNotRight("the issuer refused the code")
        token = answer.get("id_token")
        if status != 200 or not isinstance(token, str):
            raise WorkforceDown("no token")
        return token

    def key(self, kid: str) -> Mapping[str, Any] | None:
        """The public key of that id, or None; raises WorkforceDown."""
        age = None if self._read_at is None else self._clock() - self._read_at
        stale = age is None or age > KEYS_LIFE_S
        if stale or (kid not in self._keys and age is not None and age > KEYS_PAUSE_S):
            self._keys = self._read_keys()
            self._read_at = self._clock()
        return self._keys.get(kid)

    def _read_keys(self) -> dict[str, Mapping[str, Any]]:
        status, answer = self._asked("GET", self._known()["jwks_uri"])
        keys = answer.get("keys")
        if status != 200 or not isinstance(keys, list):
            raise WorkforceDown("no keys")
        return {key["kid"]: key for key in keys if isinstance(key, dict) and "kid" in key}

    def _known(self) -> Mapping[str, str]:
        if self._metadata is None:
            status, answer = self._asked("GET", f"{self._issuer}{DISCOVERY}")
            if status != 200 or answer.get("issuer") != self._issuer:
                raise WorkforceDown("discovery names another issuer")
            found = {name: str(answer.get(name)) for name in ENDPOINTS}
            if any(_host(one) != _host(self._issuer) for one in found.values()):
                raise WorkforceDown("discovery leads elsewhere")
            self._metadata = found
        return self._metadata

    def _asked(
        self,
        method: str,
        address: str,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> tuple[int, dict[str, Any]]:
        try:
            answer = self._pool.request(
                method,
                address,
                body=body,
                headers={"accept": "application/json", **(headers or {})},
                timeout=TIMEOUT,
                retries=False,
                redirect=False,
                preload_content=False,
            )
            content = answer.read(LARGEST)
            answer.release_conn()
            said = json.loads(content)
        except (urllib3.exceptions.HTTPError, ValueError) as error:
            log.warning("the workforce issuer did not answer", error_type=type(error).__name__)
            raise WorkforceDown("no answer") from None
        return answer.status, said if isinstance(said, dict) else {}


def _host(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc
