"""The one tree of refusals.

A refusal carries a public `code` (stable, part of the contract), and a private `reason` that only
the log sees. What a person reads stands in the text catalogue (section `errores`) under the code;
`llave.web.problems` is the one place that turns a refusal into HTTP.
"""

from typing import ClassVar


class Refused(Exception):
    """Something that was asked for is not done; nothing is broken.

    `reason` is for the log and holds no personal data; `field` names the input at fault.
    """

    code: ClassVar[str] = "refused"

    def __init__(self, reason: str = "", *, field: str | None = None) -> None:
        super().__init__(reason or self.code)
        self.reason = reason or self.code
        self.field = field


class InvalidInput(Refused):
    """One field does not hold what is expected; `problem` is the stable code of that field's error."""

    code = "invalid_input"

    def __init__(self, problem: str, *, field: str | None = None) -> None:
        super().__init__(problem, field=field)
        self.problem = problem


class InvalidFields(Refused):
    """Several fields at once, so that a person mends them in one go."""

    code = "invalid_input"

    def __init__(self, problems: tuple[InvalidInput, ...]) -> None:
        super().__init__(", ".join(_told(problem) for problem in problems))
        self.problems = problems


def _told(problem: InvalidInput) -> str:
    # The name of an unknown field is the client's text, which may be anything: it is not logged.
    known = problem.problem != "unknown_field"
    return f"{problem.field if known else '?'}:{problem.problem}"


class NotAllowed(Refused):
    """The caller is known and may not do this."""

    code = "not_allowed"


class NotSignedIn(Refused):
    """No live session, registration or token came with the request."""

    code = "not_signed_in"


class WrongCredentials(Refused):
    """What was shown does not prove who somebody is; whether she exists is not said."""

    code = "wrong_credentials"


class NotFound(Refused):
    """There is no such thing, or none for this caller."""

    code = "not_found"


class Conflict(Refused):
    """The thing is in another state than the request needs."""

    code = "conflict"


class TooManyAttempts(Refused):
    """A budget is spent; `retry_after` is in seconds."""

    code = "too_many_attempts"

    def __init__(self, reason: str = "", *, retry_after: int = 60) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class Unavailable(Refused):
    """A system that Llave depends on does not answer now; trying again later is right."""

    code = "temporarily_unavailable"

    def __init__(self, reason: str = "", *, retry_after: int = 60) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class Slowed(Unavailable):
    """A system that Llave depends on asks us to come less often, or is away for longer."""


class ToldElsewhere(Refused):
    """A refusal that the page which sent a form can not show: the route's own way of refusing does."""


class Broken(Refused):
    """A defect of ours, or a dependency that failed in a way nobody foresaw; the log has it."""

    code = "internal_error"
