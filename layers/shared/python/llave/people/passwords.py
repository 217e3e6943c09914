"""Which passwords are taken (NIST SP 800-63B-4, section 3.1.1.2)."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from llave.errors import InvalidInput
from llave.people.blocklist import common, folded, readings, spanish
from llave.people.contacts import EmailAddress, PhoneNumber
from llave.people.curp import Curp
from llave.people.names import PersonName

SHORTEST = 15
LONGEST = 128
# Nothing longer is even normalised; NFC never shrinks a text to less than a third.
LONGEST_TYPED = 3 * LONGEST
REFUSED_CATEGORIES = frozenset({"Cc", "Cs", "Cn"})
SERVICE_WORDS = frozenset("llave llaves gob gobierno cdmx curp renapo".split())
# Words that make a known one no better: miclavedellave2026, juanperezmexico.
FILLERS = frozenset(
    "mi mis de del la el mx mexico cuenta clave usuario acceso contrasena password identidad digital"
    " ciudadana ciudadano tramite tramites".split()
)
SEQUENCES = (
    "01234567890123456789",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertyuiopasdfghjklnzxcvbnm",
    "abcdefghijklmnopqrstuvwxyz",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
)


class PasswordProblem(StrEnum):
    """Why a password is refused; stable codes, part of the contract."""

    TOO_LONG = "password_too_long"
    CHARACTERS = "password_characters"
    TOO_SHORT = "password_too_short"
    IS_CURP = "password_is_curp"
    IS_EMAIL = "password_is_email"
    IS_PHONE = "password_is_phone"
    IS_NAME = "password_is_name"
    IS_SERVICE = "password_is_service"
    REPEATS = "password_repeats"
    SEQUENCE = "password_sequence"
    COMMON = "password_common"
    GUESSABLE = "password_guessable"


class PasswordInvalid(InvalidInput):
    """The password is not taken."""

    def __init__(self, problem: PasswordProblem) -> None:
        super().__init__(problem.value, field="password")


@dataclass(frozen=True, slots=True, repr=False)
class Password:
    """What a person typed as a password, in NFC and at most 128 code points: it can be hashed.

    Whether it may be chosen is `refusal_for`; at sign-in any text that fits is tried.
    """

    value: str

    def __post_init__(self) -> None:
        if len(self.value) > LONGEST:
            raise PasswordInvalid(PasswordProblem.TOO_LONG)
        if any(unicodedata.category(char) in REFUSED_CATEGORIES for char in self.value):
            raise PasswordInvalid(PasswordProblem.CHARACTERS)
        if _normal(self.value) != self.value:
            raise PasswordInvalid(PasswordProblem.CHARACTERS)

    @classmethod
    def parse(cls, text: str) -> "Password":
        """Read what was typed or pasted; blanks around it are a slip (the NIST guideline allows to
        drop them) and nothing else is touched; raises PasswordInvalid."""
        if len(text) > LONGEST_TYPED:
            raise PasswordInvalid(PasswordProblem.TOO_LONG)
        return cls(_normal(text))

    def __repr__(self) -> str:
        return "Password(…)"

    __str__ = __repr__


@dataclass(frozen=True, slots=True, repr=False)
class PersonFacts:
    """What others may know of the person who chooses a password; absent where it is not known."""

    curp: Curp | None = None
    email: EmailAddress | None = None
    phone: PhoneNumber | None = None
    name: PersonName | None = None

    def __repr__(self) -> str:
        return "PersonFacts(…)"


def refusal_for(password: Password, facts: PersonFacts) -> PasswordProblem | None:
    """Why this person can not choose it, or None."""
    return next((problem for problem, applies in POLICY if applies(password.value, facts)), None)


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _is_short(text: str, _: PersonFacts) -> bool:
    return len(text) < SHORTEST


def _is_curp(text: str, facts: PersonFacts) -> bool:
    # The first ten are the RFC without its ending, the first sixteen what public data give away.
    curp = facts.curp.value if facts.curp else ""
    return _is_mostly(text, curp, curp[:16], curp[:10])


def _is_email(text: str, facts: PersonFacts) -> bool:
    return facts.email is not None and _is_mostly(text, facts.email.value, facts.email.ascii)


def _is_phone(text: str, facts: PersonFacts) -> bool:
    number = facts.phone.value if facts.phone else ""
    return _is_mostly(text, number, number.removeprefix("+52"))


def _is_name(text: str, facts: PersonFacts) -> bool:
    local = facts.email.value.rpartition("@")[0] if facts.email else ""
    own = {*(facts.name.words() if facts.name else ()), *re.split(r"[\W\d_]+", local)}
    return _is_made_of(text, frozenset(folded(word) for word in own if len(word) > 1) - FILLERS)


def _is_service(text: str, _: PersonFacts) -> bool:
    return _is_made_of(text, SERVICE_WORDS)


def _repeats(text: str, _: PersonFacts) -> bool:
    return any(_is_tiled(form) for form in (text.casefold(), *readings(text)))


def _is_sequence(text: str, _: PersonFacts) -> bool:
    whole = folded(text)
    return any(whole in 2 * row or whole[::-1] in 2 * row for row in SEQUENCES if whole)


def _is_common(text: str, _: PersonFacts) -> bool:
    return any(reading in common() for reading in readings(text))


def _is_guessable(text: str, _: PersonFacts) -> bool:
    return any(reading in spanish() for reading in readings(text))


def _is_mostly(text: str, *known: str) -> bool:
    """Whether what others know is in it, and the rest alone would be too short."""
    whole = folded(text)
    found = (fact for fact in map(folded, known) if fact and fact in whole)
    return any(len(whole.replace(fact, "")) < SHORTEST for fact in found)


def _is_made_of(text: str, known: frozenset[str]) -> bool:
    """Whether the text, its digits aside, is a row of known words and fillers."""
    bare = "".join(char for char in folded(text) if not char.isdigit())
    words = known | SERVICE_WORDS | FILLERS
    reached = {0}
    for end in range(1, len(bare) + 1):
        if any(bare.endswith(word, 0, end) and end - len(word) in reached for word in words):
            reached.add(end)
    return any(word in bare for word in known if word) and len(bare) in reached


def _is_tiled(text: str) -> bool:
    """Whether one piece, too short to be a password itself, makes the whole by repetition."""
    period = (text + text).find(text, 1) if text else 0
    return 0 < period < min(len(text), SHORTEST)


POLICY = (
    (PasswordProblem.TOO_SHORT, _is_short),
    (PasswordProblem.IS_CURP, _is_curp),
    (PasswordProblem.IS_EMAIL, _is_email),
    (PasswordProblem.IS_PHONE, _is_phone),
    (PasswordProblem.IS_NAME, _is_name),
    (PasswordProblem.IS_SERVICE, _is_service),
    (PasswordProblem.REPEATS, _repeats),
    (PasswordProblem.SEQUENCE, _is_sequence),
    (PasswordProblem.COMMON, _is_common),
    (PasswordProblem.GUESSABLE, _is_guessable),
)
