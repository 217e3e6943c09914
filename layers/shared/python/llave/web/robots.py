"""The robot check: ALTCHA's proof of work, and for who has no scripts a signed token that must wait.

ALTCHA, protocol v2 (https://altcha.org/docs/v2/): the browser looks for a counter below a bound that
only the server knows. Volume raises the bound, a device's own before its network's: a school on
benefit day is one network. The other way is a one-time token in the page, valid after 20 seconds,
with so small a budget for a network that no robot gains by it (tests/security/test_t01_robots.py).
"""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from llave.errors import InvalidInput
from llave.people.budgets import Budget, Budgets, Visitor, spend
from llave.people.keyring import Keyring, Purpose, Secret

ALGORITHM = "PBKDF2/SHA-256"
ITERATIONS = 5_000
# Upper bounds of the counter: about 0.1, 0.3 and 0.6 s of one core of a laptop; a phone that is six
# times slower stays below five seconds at the dearest.
EFFORTS = (64, 160, 400)
CHALLENGE_LIFE = timedelta(minutes=10)
WINDOW = timedelta(minutes=10)
# How many challenges are handed out before the next effort: to a device, to all those of a network
# that bear no cookie, to a whole network.
DEVICE_STEPS = (5, 10)
UNMARKED_STEPS = (40, 120)
NETWORK_STEPS = (400, 2_000)

TOKEN_WAIT = timedelta(seconds=20)
TOKEN_LIFE = timedelta(hours=2)
TOKEN_BUDGET = Budget("form-token", 10, WINDOW)
TOKEN_BREAKER = Budget("form-token-all", 600, WINDOW)
PAYLOAD_MAX = 4_000


class RobotCheckFailed(InvalidInput):
    """The answer to the robot check does not count; `problem` says why."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem, field="captcha")


class Spent(Protocol):
    """Where answers are remembered."""

    def spend(self, key: str, until: datetime) -> bool:
        """Whether this is the first time that the key is spent; atomic."""
        ...


@dataclass(frozen=True, slots=True)
class RobotAnswer:
    """What came with a request: `captcha` the solved challenge, or else `form_token` of the page."""

    captcha: str | None = field(default=None, repr=False)
    form_token: str | None = field(default=None, repr=False)


class Robots:
    """Handing out robot checks and judging the answers."""

    def __init__(self, keyring: Keyring, spent: Spent, budgets: Budgets) -> None:
        self._keyring = keyring
        self._spent = spent
        self._budgets = budgets

    def challenge(self, visitor: Visitor, now: datetime, chance: int) -> dict[str, Any]:
        """A challenge as ALTCHA's solvers take it; `chance` is any large random number."""
        import altcha

        secret = self._secrets()[0]
        bound = EFFORTS[self.effort(visitor, now)]
        made = altcha.create_challenge(
            ALGORITHM,
            ITERATIONS,
            # Never in the lower half: a lucky guess would make the effort a lottery.
            counter=bound // 2 + chance % (bound // 2),
            expires_at=int((now + CHALLENGE_LIFE).timestamp()),
            hmac_secret=_derived(secret, "challenge"),
            hmac_key_secret=_derived(secret, "solution"),
        )
        return made.to_dict()

    def form_token(self, now: datetime, nonce: str) -> str:
        """A token for a page's form; `nonce` is random and makes it one-time."""
        body = f"{int(now.timestamp())}.{nonce}"
        return f"{body}.{_signed(self._secrets()[0], body)}"

    def admit(self, answer: RobotAnswer, visitor: Visitor, now: datetime) -> None:
        """Let a human pass, once; raises RobotCheckFailed, TooManyAttempts."""
        if answer.captcha:
            self._admit_work(answer.captcha, now)
        elif answer.form_token:
            self._admit_patience(answer.form_token, visitor, now)
        else:
            raise RobotCheckFailed("required")

    def effort(self, visitor: Visitor, now: datetime) -> int:
        """Count one more challenge and say which of the efforts it costs."""
        lanes = [
            ("challenge-network", visitor.network, NETWORK_STEPS),
            ("challenge-device", visitor.device, DEVICE_STEPS)
            if visitor.device
            else ("challenge-unmarked", visitor.network, UNMARKED_STEPS),
        ]
        return max(self._step(kind, key, steps, now) for kind, key, steps in lanes)

    def _step(self, kind: str, key: str, steps: tuple[int, ...], now: datetime) -> int:
        count = self._budgets.count(kind, key, WINDOW, now)
        return sum(count > step for step in steps)

    def _admit_work(self, payload: str, now: datetime) -> None:
        signature, expires_at = _claims(payload)
        if expires_at <= now:
            raise RobotCheckFailed("captcha_expired")
        if not any(_verified(payload, secret) for secret in self._secrets()):
            raise RobotCheckFailed("captcha_wrong")
        self._spend(signature, expires_at)

    def _admit_patience(self, token: str, visitor: Visitor, now: datetime) -> None:
        issued_at = self._issued_at(token)
        if now < issued_at + TOKEN_WAIT:
            raise RobotCheckFailed("captcha_too_soon")
        if now >= issued_at + TOKEN_LIFE:
            raise RobotCheckFailed("captcha_expired")
        spend(TOKEN_BUDGET, visitor.network, self._budgets, now)
        spend(TOKEN_BREAKER, "all", self._budgets, now)
        self._spend(token, issued_at + TOKEN_LIFE)

    def _issued_at(self, token: str) -> datetime:
        body, _, signature = token.rpartition(".")
        expected = [_signed(secret, body) for secret in self._secrets()]
        if not any(hmac.compare_digest(signature.encode(), made.encode()) for made in expected):
            raise RobotCheckFailed("captcha_wrong")
        return datetime.fromtimestamp(int(body.partition(".")[0]), UTC)

    def _spend(self, answer: str, until: datetime) -> None:
        if not self._spent.spend(hashlib.sha256(answer.encode()).hexdigest(), until):
            raise RobotCheckFailed("captcha_spent")

    def _secrets(self) -> tuple[Secret, ...]:
        return self._keyring.live(Purpose.ROBOTS)


def _claims(payload: str) -> tuple[str, datetime]:
    """What a payload says of itself; `_verified` decides whether it is true."""
    try:
        challenge = json.loads(base64.b64decode(payload, validate=True))["challenge"]
        moment = datetime.fromtimestamp(challenge["parameters"]["expiresAt"], UTC)
        return str(challenge["signature"]), moment
    except (ValueError, KeyError, TypeError, OverflowError, OSError, RecursionError):
        raise RobotCheckFailed("captcha_wrong") from None


def _verified(payload: str, secret: Secret) -> bool:
    import altcha

    result = altcha.verify_solution(
        payload,
        _derived(secret, "challenge"),
        hmac_key_secret=_derived(secret, "solution"),
    )
    return result.verified


def _signed(secret: Secret, body: str) -> str:
    mac = hmac.new(_derived(secret, "form"), body.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mac).rstrip(b"=").decode()


def _derived(secret: Secret, use: str) -> bytes:
    """A key for one use, so that a signature made for one is worth nothing for another."""
    return hmac.new(secret.value, f"robots:{use}".encode(), hashlib.sha256).digest()
