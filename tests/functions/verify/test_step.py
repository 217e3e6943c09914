"""How a step fails: what passes by itself is told from a defect, and neither in words of ours."""

from typing import Any

import pytest
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    IncompleteReadError,
    NoCredentialsError,
    ParamValidationError,
    ProxyConnectionError,
    ReadTimeoutError,
    ResponseStreamingError,
    SSLError,
)

from functions.verify.steps.step import (
    CROSSED,
    SLOWED,
    Slowed,
    StepBroken,
    Transient,
    is_slowed,
    is_transient,
    step,
)
from llave import errors
from llave.adapters.dynamodb import THROTTLED
from llave.errors import Broken, Conflict, TooManyAttempts, Unavailable
from local.reader.errors import Throttled

WHERE: dict[str, Any] = {"endpoint_url": "https://aws.test"}
UNHEARD: tuple[BotoCoreError, ...] = (
    ConnectTimeoutError(**WHERE),
    EndpointConnectionError(**WHERE),
    ProxyConnectionError(proxy_url="https://aws.test"),
    SSLError(**WHERE, error=OSError("reset")),
    ConnectionClosedError(**WHERE),
    ReadTimeoutError(**WHERE),
    ResponseStreamingError(error="reset"),
    IncompleteReadError(actual_bytes=1, expected_bytes=2),
)


def refused(code: str, status: int = 400) -> ClientError:
    answer: Any = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(answer, "Any")


def failing(error: Exception) -> Any:
    def work(event: Any) -> Any:
        raise error

    return step(work)


@pytest.mark.parametrize("error", UNHEARD, ids=lambda error: type(error).__name__)
def test_who_is_not_heard_may_be_heard_later(error: BotoCoreError) -> None:
    assert is_transient(error)


@pytest.mark.parametrize("code", sorted(CROSSED))
def test_who_came_at_the_same_moment_is_gone_a_moment_later(code: str) -> None:
    assert is_transient(refused(code))
    assert not is_slowed(refused(code))


@pytest.mark.parametrize("status", [500, 502, 504])
def test_a_failure_on_their_side_passes(status: int) -> None:
    assert is_transient(refused("Whatever", status))
    assert not is_slowed(refused("Whatever", status))


@pytest.mark.parametrize(
    "error",
    [
        *(refused(code) for code in sorted(SLOWED)),
        refused("Whatever", 429),
        refused("Whatever", 503),
        errors.Slowed("hot"),
        TooManyAttempts("hot item"),
    ],
    ids=str,
)
def test_who_slows_us_is_asked_again_for_hours(error: Exception) -> None:
    assert is_slowed(error)
    with pytest.raises(Slowed):
        failing(error)({"case": "c1"}, None)


def test_our_own_reader_says_it_in_a_word_that_is_understood() -> None:
    assert Throttled.name in SLOWED


def test_so_does_what_the_tables_say() -> None:
    assert THROTTLED <= SLOWED


@pytest.mark.parametrize("error", [Unavailable("down"), Transient()])
def test_what_our_adapters_say_to_pass_passes(error: Exception) -> None:
    assert is_transient(error)
    assert not is_slowed(error)


@pytest.mark.parametrize(
    "error",
    [
        refused("AccessDeniedException"),
        refused("ValidationException"),
        refused("ResourceNotFoundException", 404),
        NoCredentialsError(),
        ParamValidationError(report="wrong"),
        Broken("a defect"),
        Conflict("moved"),
        KeyError("case"),
        ZeroDivisionError(),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_defect_does_not_pass(error: Exception) -> None:
    assert not is_transient(error)
    assert not is_slowed(error)


@pytest.mark.parametrize("error", UNHEARD, ids=lambda error: type(error).__name__)
def test_a_step_says_that_it_passes_and_quotes_nothing(error: BotoCoreError) -> None:
    with pytest.raises(Transient) as said:
        failing(error)({"case": "c1"}, None)

    assert str(said.value) == type(error).__name__


def test_a_step_says_that_it_is_broken_and_quotes_nothing() -> None:
    with pytest.raises(StepBroken, match=r"^ValueError$"):
        failing(ValueError("ANA GARCIA"))({"case": "c1"}, None)
