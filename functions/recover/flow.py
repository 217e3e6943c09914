"""What a recovery stands on, and the two ways into it."""

from datetime import datetime

from llave import wiring
from llave.people import recovering
from llave.people.recovering import NewPassword, Ports
from llave.people.recovery import Claim
from llave.web import marks
from llave.web.request import Request
from llave.web.robots import RobotAnswer


def ask(claim: Claim, answer: RobotAnswer, request: Request, now: datetime) -> None:
    """Judge the robot check, then send what there is to send; raises RobotCheckFailed."""
    wiring.robots().admit(answer, marks.visitor_of(request, wiring.keyring(), now), now)
    recovering.ask(claim, ports(), now)


def finish(given: NewPassword, now: datetime) -> None:
    """Set the new password; raises LinkInvalid, CodeNeeded, CodeInvalid, PasswordInvalid,
    TooManyAttempts."""
    recovering.finish(given, ports(), now)


def ports() -> Ports:
    """The ports of this process."""
    return Ports(
        finder=wiring.recoveries(),
        accounts=wiring.accounts(),
        recoveries=wiring.recoveries(),
        credentials=wiring.credentials(),
        keys=wiring.person_keys(),
        grants=wiring.grants(),
        factors=wiring.factors(),
        budgets=wiring.budgets(),
        texted=wiring.texted(),
        keyring=wiring.keyring(),
        new_id=wiring.new_id,
    )


def mark_for(request: Request, now: datetime) -> tuple[str, ...]:
    """What tells this browser from the rest of its network when it fetches a robot check."""
    return marks.mark(request, wiring.new_token(), wiring.keyring(), wiring.budgets(), now)
