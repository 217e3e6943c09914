"""What a recovery stands on, and the two ways into it."""

from datetime import datetime

from llave import wiring
from llave.people import recovering
from llave.people.budgets import Visitor, visitor
from llave.people.recovering import NewPassword, Ports
from llave.people.recovery import Claim
from llave.web.request import CSRF_COOKIE, Request
from llave.web.robots import RobotAnswer


def ask(claim: Claim, answer: RobotAnswer, request: Request, now: datetime) -> None:
    """Judge the robot check, then send what there is to send; raises RobotCheckFailed."""
    wiring.robots().admit(answer, _visitor(request), now)
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
        budgets=wiring.budgets(),
        keyring=wiring.keyring(),
        new_id=wiring.new_id,
    )


def _visitor(request: Request) -> Visitor:
    return visitor(request.client_address, request.cookies.get(CSRF_COOKIE), wiring.keyring())
