"""The texts people read, one catalogue per locale, one file per section, read when first needed."""

import json
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

from markupsafe import Markup

FOLDER = Path(__file__).parent / "texts"
DEFAULT_LOCALE = "es_MX"


class TextMissing(LookupError):
    """A key that no catalogue holds: a mistake of ours, never the visitor's."""


@lru_cache
def section(name: str, locale: str = DEFAULT_LOCALE) -> Mapping[str, str]:
    """One section's texts by key, without the section's name."""
    path = FOLDER / locale / f"{name}.json"
    if not path.is_file():
        raise TextMissing(f"no section {name!r} in {locale}")
    texts: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return texts


def text(key: str, locale: str = DEFAULT_LOCALE, **parameters: str | int) -> str:
    """The text of `section.rest.of.key`.

    Raises TextMissing, and KeyError when the text names a parameter that is not given.
    """
    name, _, rest = key.partition(".")
    try:
        found = section(name, locale)[rest]
    except KeyError:
        raise TextMissing(key) from None
    return filled(rest, found, **parameters)


def filled(key: str, wording: str, **parameters: str | int) -> str:
    """The wording with its parameters put in: escaped, and all of it markup, under an `_html` key."""
    if key.endswith("_html"):
        return Markup(wording).format(**parameters)  # noqa: S704 - the wording is our catalogue's
    return wording.format(**parameters)


def error_text(code: str, field: str = "", locale: str = DEFAULT_LOCALE) -> str:
    """What a person reads for a public error code; a field may have wording of its own."""
    texts = section("errores", locale)
    found = texts.get(f"{field}.{code}", texts.get(code))
    if found is None:
        raise TextMissing(f"errores.{code}")
    return found


def translator(locale: str) -> Callable[..., str]:
    """`t` as templates know it."""

    def t(key: str, /, **parameters: str | int) -> str:
        return text(key, locale, **parameters)

    return t
