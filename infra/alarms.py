"""What an operator is woken for, as data: each line says what it means and where to look."""

from collections.abc import Iterator
from dataclasses import dataclass

from infra.catalogue import FUNCTIONS, QUEUES, SCHEDULES, Schedule
from infra.environments import Environment

OWN = "Llave"
SWEPT = "MessagesSwept"
TEXTS_STOPPED = "TextsStopped"
JOBS_DONE = "JobsDone"
CASES_LOST = "CasesLost"
CASES_STUCK = "CasesStuck"
DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Watched:
    """Fires when `statistic` of the metric is above `more_than` in `periods` times `minutes`.

    With `less_than` it fires below that instead, and when nothing is heard at all.
    """

    name: str
    means: str
    namespace: str
    metric: str
    dimensions: tuple[tuple[str, str], ...]
    more_than: float = 0
    statistic: str = "Sum"
    minutes: int = 5
    periods: int = 1
    less_than: float | None = None

    @property
    def title(self) -> str:
        """Its name in the template."""
        return "".join(part.capitalize() for part in self.name.split("-")) + "Alarm"


def watched(environment: Environment, api_id: str) -> Iterator[Watched]:
    """Everything; `api_id` is that of the HTTP API."""
    for function in FUNCTIONS:
        yield from _function(environment, function.name)
    for queue in QUEUES:
        yield _late(environment, queue)
    for queue in (*QUEUES, "relay", "schedules"):
        yield _dead(environment, queue)
    yield Watched(
        "api-5xx",
        "The API answers with failures; look at the functions' logs.",
        "AWS/ApiGateway",
        "5xx",
        (("ApiId", api_id),),
        more_than=10,
    )
    yield Watched(
        "outbox-late",
        "The sweeper found messages that waited five minutes: the relay or a sender does not run.",
        OWN,
        SWEPT,
        (),
        periods=2,
    )
    yield from _texts()
    yield from _cases()
    for schedule in SCHEDULES:
        yield _silent(schedule, 2 if schedule.rate == "rate(1 day)" else 1)


def _texts() -> Iterator[Watched]:
    """Somebody has texts sent that nobody answers, or so many that they cost too much (T06)."""
    for reason, means, more_than in (
        ("prefix", "Texts to some numbers are not answered and stopped", 100),
        ("country", "Texts to a whole country are not answered and stopped", 0),
        ("spend", "Texts cost more than an hour may: those that are asked for stopped", 0),
    ):
        dimension = (("Reason", reason),)
        name = f"texts-stopped-{reason}"
        yield Watched(name, means, OWN, TEXTS_STOPPED, dimension, more_than=more_than)


def _cases() -> Iterator[Watched]:
    yield Watched(
        "cases-lost",
        "Workflows of cases ended without a decision and were begun again; its history says why",
        OWN,
        CASES_LOST,
        (),
    )
    yield Watched(
        "cases-stuck",
        "Cases wait for an operator: the job stuck-cases names them, run-case-again runs one",
        OWN,
        CASES_STUCK,
        (),
        statistic="Maximum",
        minutes=15,
    )


def _silent(schedule: Schedule, days: int) -> Watched:
    job = schedule.job
    return Watched(
        f"{job}-silent",
        f"The job {job} has not ended well for {days} day(s); the log of {schedule.function} says why",
        OWN,
        JOBS_DONE,
        (("Job", job),),
        minutes=DAY,
        periods=days,
        less_than=1,
    )


def _function(environment: Environment, name: str) -> Iterator[Watched]:
    dimensions = (("FunctionName", environment.function(name)),)
    yield Watched(
        f"{name}-errors",
        f"{name} fails: its log says why"
        + ("; nobody can be given a token" if name == "token" else ""),
        "AWS/Lambda",
        "Errors",
        dimensions,
        more_than=5,
    )
    yield Watched(
        f"{name}-throttled",
        f"{name} has used up its share of the concurrency, or the account's has run out",
        "AWS/Lambda",
        "Throttles",
        dimensions,
        more_than=20,
        periods=2,
    )


def _late(environment: Environment, queue: str) -> Watched:
    return Watched(
        f"{queue}-late",
        f"Messages by {queue} wait for five minutes; codes live for ten",
        "AWS/SQS",
        "ApproximateAgeOfOldestMessage",
        (("QueueName", f"{environment.prefix}-{queue}"),),
        more_than=300,
        statistic="Maximum",
    )


def _dead(environment: Environment, queue: str) -> Watched:
    return Watched(
        f"{queue}-dead",
        f"What {queue} could not do after every try waits in its dead-letter queue",
        "AWS/SQS",
        "ApproximateNumberOfMessagesVisible",
        (("QueueName", f"{environment.prefix}-{queue}-dead"),),
        statistic="Maximum",
    )
