"""A password to offer: a phrase of everyday Spanish words, drawn by chance."""

import math
from collections.abc import Callable
from functools import cache

from llave.people.blocklist import DATA

PHRASE_WORDS = 4


def suggest_phrase(chance: Callable[[int], int]) -> str:
    """Four words of everyday Spanish; `chance(n)` draws evenly below n (secrets.randbelow)."""
    words = phrase_words()
    return "-".join(words[chance(len(words))] for _ in range(PHRASE_WORDS))


def phrase_entropy() -> float:
    """Bits of a suggested phrase."""
    return PHRASE_WORDS * math.log2(len(phrase_words()))


@cache
def phrase_words() -> tuple[str, ...]:
    """The words that phrases are made of; no accents or ñ, so that any keyboard has them."""
    return tuple((DATA / "phrase_words.txt").read_text("ascii").split())
