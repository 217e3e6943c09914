"""Characters that a reader mistakes for each other, set right where the field's structure says which.

A position that can only hold a digit turns O into 0; where both are possible nothing is touched
unless a check digit proves it.
"""

from collections.abc import Callable, Iterator

DIGITS = str.maketrans("OQDILZSGBTA", "00011256874")
LETTERS = str.maketrans("0125684", "OIZSGBA")
# Only what is really mistaken both ways; more would let a check digit agree by chance.
EITHER = str.maketrans("O0I1S5B8Z2", "0O1I5S8B2Z")


def as_digits(text: str) -> str:
    """Letters that look like digits become them."""
    return text.translate(DIGITS)


def as_letters(text: str) -> str:
    """Digits that look like letters become them."""
    return text.translate(LETTERS)


def by_mask(text: str, mask: str) -> str:
    """Each character as the mask allows: n a digit, f a digit or <, a a letter or <, x anything."""
    return "".join(MASKS[kind](char) for char, kind in zip(text, mask, strict=True))


def fitting(text: str, mask: str, proves: Callable[[str], bool]) -> str | None:
    """The text by its mask if that is proven; else the one other reading of its x that is proven.

    Two proven readings are none: chance would have decided.
    """
    plain = by_mask(text, mask)
    if proves(plain):
        return plain
    others = {other for other in _others(plain, mask) if proves(other)}
    return others.pop() if len(others) == 1 else None


def _others(text: str, mask: str) -> Iterator[str]:
    """The text with one of its free characters taken for its double."""
    for at, kind in enumerate(mask):
        if kind == "x" and (double := text[at].translate(EITHER)) != text[at]:
            yield text[:at] + double + text[at + 1 :]


MASKS: dict[str, Callable[[str], str]] = {
    "n": as_digits,
    "f": lambda char: char if char == "<" else as_digits(char),
    "a": lambda char: char if char == "<" else as_letters(char),
    "x": lambda char: char,
}
