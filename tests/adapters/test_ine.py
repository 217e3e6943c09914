"""INE's adapter against answers that keep the contract, and against all others."""

import json
import logging
from dataclasses import dataclass, field

import pytest
import urllib3

from llave.adapters.ine import IneRegistry
from llave.adapters.registry import FAILURES_TO_OPEN, Breaker, Registry, RegistryDown
from llave.documents.registries import Credential, CredentialAsked
from llave.errors import Unavailable
from tests.verifying import CURP

ASKED = CredentialAsked("GRLPNX90051401M100", "180000000", CURP)


@dataclass
class Reply:
    status: int
    data: bytes


@dataclass
class FakePool:
    """Answers in turn; an exception is raised. The last one is repeated."""

    replies: list[object]
    bodies: list[dict[str, str]] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)

    def request(self, method, url, body, headers, **options):
        assert method == "POST"
        assert headers["x-api-key"] == "key"
        assert options["retries"] is False
        self.urls.append(url)
        self.bodies.append(json.loads(body))
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        if isinstance(reply, Exception):
            raise reply
        return reply


def ok(body) -> Reply:
    return Reply(200, json.dumps(body).encode())


def registry(*replies) -> tuple[IneRegistry, FakePool]:
    pool = FakePool(list(replies))
    asked = Registry("ine", "http://ine.test", lambda: "key", pool, Breaker(lambda: 0.0))  # type: ignore[arg-type]
    return IneRegistry(asked), pool


@pytest.mark.parametrize("outcome", Credential)
def test_every_outcome_of_the_contract_is_understood(outcome):
    made, pool = registry(ok({"outcome": outcome.value}))

    assert made.credential(ASKED) is outcome
    assert pool.urls == ["http://ine.test/v1/credentials/status"]
    assert pool.bodies == [
        {"clave_elector": "GRLPNX90051401M100", "cic": "180000000", "curp": CURP.value}
    ]


@pytest.mark.parametrize(
    "reply",
    [
        Reply(503, b'{"error": "unavailable"}'),
        Reply(200, b"<html>"),
        ok({"outcome": "perhaps"}),
        ok({}),
        ok([]),
        Reply(302, b""),
        urllib3.exceptions.ReadTimeoutError(None, "u", "slow"),  # type: ignore[arg-type]
    ],
)
def test_anything_else_is_no_answer(reply):
    made, pool = registry(reply)

    with pytest.raises(Unavailable):
        made.credential(ASKED)
    assert len(pool.urls) == 2


def test_a_second_try_may_succeed():
    made, _ = registry(Reply(503, b""), ok({"outcome": "in_force"}))

    assert made.credential(ASKED) is Credential.IN_FORCE


def test_who_does_not_answer_is_left_alone_for_a_while():
    made, pool = registry(Reply(503, b""))
    for _ in range(FAILURES_TO_OPEN):
        with pytest.raises(RegistryDown):
            made.credential(ASKED)

    asked = len(pool.urls)
    with pytest.raises(RegistryDown):
        made.credential(ASKED)
    assert len(pool.urls) == asked


def test_what_is_asked_is_never_logged(caplog, capsys):
    made, _ = registry(Reply(503, b""))

    with caplog.at_level(logging.DEBUG), pytest.raises(RegistryDown):
        made.credential(ASKED)
    written = caplog.text + capsys.readouterr().out + repr(ASKED)

    assert CURP.value not in written
    assert "180000000" not in written
