"""Names out of documents that print both surnames, or the whole name, in one line."""

import re
import unicodedata

# They belong to the word that follows: DE LA CRUZ, VON DER MEER, Y SOSA.
PARTICLES = frozenset("DE LA LAS LOS DEL Y VON DER VAN DEN MAC MC SAN SANTA DA DI DO DOS E".split())
NAME = re.compile(r"[^\W\d_]+(?:[ .'’\-]+[^\W\d_]+)*\.?")


def split_surnames(text: str) -> tuple[str, str | None]:
    """The first surname and what follows it; right but for compounds without a particle in front."""
    words = text.split()
    end = 0
    while end < len(words) - 1 and words[end].upper() in PARTICLES:
        end += 1
    return " ".join(words[: end + 1]), " ".join(words[end + 1 :]) or None


def tidy(text: str) -> str:
    """A name as read: upper case, one blank between words, typographic apostrophes made plain."""
    return " ".join(text.upper().replace("’", "'").replace("´", "'").split())


def is_name(text: str) -> bool:
    """Whether the text could be a person's name: letters, and what stands between them."""
    return NAME.fullmatch(text.strip()) is not None


def transliterated(text: str) -> str:
    """As a machine readable zone writes it (Doc 9303-3, section 6): no marks, no apostrophes."""
    bare = "".join(
        c for c in unicodedata.normalize("NFKD", text.upper()) if not unicodedata.combining(c)
    )
    return " ".join(re.sub(r"[^A-Z0-9]+", " ", re.sub(r"['’.]", "", bare)).split())


def same_in_zone(printed: str, zone: str) -> bool:
    """Whether the zone's name is the printed one; a long one is cut there, Ñ may be N, NXX or X."""
    plain, zoned = transliterated(printed), " ".join(zone.split())
    others = {plain}
    if "Ñ" in unicodedata.normalize("NFC", printed.upper()):
        composed = unicodedata.normalize("NFC", printed.upper())
        others |= {transliterated(composed.replace("Ñ", way)) for way in ("NXX", "X")}
    return any(other == zoned or (len(zoned) >= 20 and other.startswith(zoned)) for other in others)
