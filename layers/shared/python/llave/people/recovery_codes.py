"""Recovery codes: ten of 120 bits, shown once, each good once; at rest a SHA-256 of each is enough,
since nobody guesses them."""

import hashlib
import secrets

# Crockford's alphabet: no letter that is taken for a figure.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LETTERS = 24
GROUP = 4
COUNT = 10
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


def new_codes() -> tuple[str, ...]:
    """Ten codes as they are shown, in groups."""
    return tuple(
        _shown("".join(secrets.choice(ALPHABET) for _ in range(LETTERS))) for _ in range(COUNT)
    )


def normalized(typed: str) -> str | None:
    """The code that was meant, or None when it can be none."""
    code = typed.upper().translate(MISREAD)
    return code if len(code) == LETTERS and set(code) <= set(ALPHABET) else None


def digest(code: str) -> str:
    """How a code is stored."""
    return hashlib.sha256((normalized(code) or "").encode()).hexdigest()


def _shown(code: str) -> str:
    return "-".join(code[start : start + GROUP] for start in range(0, LETTERS, GROUP))
