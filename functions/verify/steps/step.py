"""How a step of the workflow fails: by one of five names, and never with words of ours in it.

Step Functions keeps what a step raises in the history of the execution, which may hold no person;
the log has the rest.
"""

from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import (
    ClientError,
    ConnectionError,  # noqa: A004  # botocore's, which is no OSError
    HTTPClientError,
    IncompleteReadError,
)

from llave import errors, log
from llave.errors import TooManyAttempts, Unavailable

Input = Mapping[str, Any]
Output = dict[str, Any]
Work = Callable[[Input], Output]
# AWS's words for it, our document reader's (local/reader/errors.py) and, as a status, a load balancer's
# before it.
SLOWED = frozenset(
    {
        "LimitExceededException",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestThrottled",
        "RequestThrottledException",
        "SlowDown",
        "Throttling",
        "ThrottlingException",
        "TooManyRequestsException",
    }
)
SLOWED_STATUS = frozenset({429, 503})
# Another transaction has the same items in hand, for a moment.
CROSSED = frozenset({"TransactionConflictException", "TransactionInProgressException"})


# Nobody answers there, or the answer broke off: whoever it is may be starting anew.
UNHEARD = (HTTPClientError, ConnectionError, IncompleteReadError)


class Transient(Exception):
    """Trying again later is right; the workflow does, with growing pauses."""


class Slowed(Exception):
    """More is asked of AWS or of the document reader than they bear: the workflow tries again for hours,
    since nothing is wrong with the case."""


class CaseCancelled(Exception):
    """The person or her account is gone: the workflow cancels the case and stops without a word."""


class Unscanned(Exception):
    """Nothing says that a file is clean, and it has been waited for long enough: the case gets stuck,
    where an operator sees it and has the file scanned."""


class StepBroken(Exception):
    """A defect, or a case that is not as this step needs it: the case gets stuck, where an operator
    sees it."""


def step(work: Work) -> Callable[[Input, object], Output]:
    """The Lambda handler of a step."""

    def handle(event: Input, context: object = None) -> Output:
        if "case" not in event and "key" not in event:
            return {}  # the local cloud calls each function once before it is needed
        try:
            return work(event)
        except CaseCancelled:
            raise CaseCancelled from None
        except Exception as error:  # noqa: BLE001  # the history must not quote it
            log.failure("step failed", error, job=work.__module__.rpartition(".")[2])
            raise _kind_of(error)(type(error).__name__) from None

    return handle


def _kind_of(error: Exception) -> type[Exception]:
    if isinstance(error, Unscanned):
        return Unscanned
    if is_slowed(error):
        return Slowed
    return Transient if is_transient(error) else StepBroken


def is_slowed(error: Exception) -> bool:
    """Whether we are asked to come less often."""
    if isinstance(error, ClientError):
        return _code(error) in SLOWED or _status(error) in SLOWED_STATUS
    return isinstance(error, Slowed | errors.Slowed | TooManyAttempts)


def is_transient(error: Exception) -> bool:
    """Whether the same call may succeed a moment later."""
    if isinstance(error, ClientError):
        return _code(error) in CROSSED or _status(error) >= 500
    return isinstance(error, (Transient, Unavailable, *UNHEARD))


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code"))


def _status(error: ClientError) -> int:
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
