"""Every text that is named exists, and every one that exists is named."""

import ast
import re
import string
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from markupsafe import Markup

from llave.web.pages import BASE, flows_folder
from llave.web.texts import (
    DEFAULT_LOCALE,
    FOLDER,
    TextMissing,
    error_text,
    filled,
    section,
    text,
)

SECTIONS = sorted(path.stem for path in (FOLDER / DEFAULT_LOCALE).glob("*.json"))
LLAVE = BASE.parent.parent
# OAuth's codes are answered to programs, as the RFCs say, and have no text.
FOR_PROGRAMS = {LLAVE / "oidc"}
LITERAL = re.compile(rf"""["']((?:{"|".join(SECTIONS)})\.[\w.]+)["']""")
CODE = re.compile(r"""["']([a-z][a-z0-9_]*)["']""")


def _files(suffix: str) -> Iterator[Path]:
    flows = flows_folder()
    for root in (LLAVE, *((flows,) if flows else ())):
        yield from (p for p in sorted(root.rglob(f"*{suffix}")) if "compiled" not in p.parts)


SOURCES = {path: path.read_text(encoding="utf-8") for path in (*_files(".html"), *_files(".py"))}
NAMED = {key for source in SOURCES.values() for key in LITERAL.findall(source)}
KEYS = {f"{name}.{rest}" for name in SECTIONS for rest in section(name)}


def _refusal_codes() -> Iterator[str]:
    """The `code` of each refusal class, the values of each `…Problem`, and problems named in place."""
    for path, source in SOURCES.items():
        if path.suffix != ".py" or FOR_PROGRAMS & set(path.parents):
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ClassDef):
                for statement in node.body:
                    yield from _code_in(node, statement)
            yield from _problem_in(node)


def _code_in(owner: ast.ClassDef, statement: ast.stmt) -> Iterator[str]:
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(value))):
            is_refusal = name == "code" and owner.bases
            if is_refusal or (owner.name.endswith("Problem") and name.isupper()):
                yield value


def _problem_in(node: ast.AST) -> Iterator[str]:
    """The problem of `InvalidInput("…")`, of Pydantic's, or of a subclass that calls its parent."""
    match node:
        case ast.Call(
            func=ast.Name(id="InvalidInput" | "PydanticCustomError"),
            args=[ast.Constant(value=str(value)), *_],
        ):
            yield value
        case ast.Call(
            func=ast.Attribute(attr="__init__"),
            args=[ast.Constant(value=str(value))],
            keywords=[ast.keyword(arg="field")],
        ):
            yield value


def test_every_text_that_is_named_exists() -> None:
    assert sorted(NAMED - KEYS) == []


def test_every_text_is_named_somewhere() -> None:
    literals = {code for source in SOURCES.values() for code in CODE.findall(source)}
    unused = [
        key
        for key in KEYS - NAMED
        if not (key.startswith("errores.") and key.rpartition(".")[2] in literals)
    ]

    assert sorted(unused) == []


def test_every_refusal_has_a_text() -> None:
    texts = section("errores")

    assert sorted({code for code in _refusal_codes() if code not in texts}) == []


@pytest.mark.parametrize("name", SECTIONS)
def test_a_section_is_flat_and_clean(name: str) -> None:
    for key, value in section(name).items():
        assert re.fullmatch(r"[a-z0-9_]+(\.[a-z0-9_]+)*", key), key
        assert value == unicodedata.normalize("NFC", value).strip(), key
        assert "  " not in value, key
        assert key.endswith("_html") or not re.search(r"<\w", value), key
        list(string.Formatter().parse(value))


def test_parameters_are_escaped_where_the_text_is_markup() -> None:
    html = filled("enlace_html", "<a href='/'>Hola, {nombre}</a>", nombre="<b>Ana</b>")

    assert html == Markup("<a href='/'>Hola, &lt;b&gt;Ana&lt;/b&gt;</a>")


def test_a_plain_text_stays_plain_so_that_the_page_escapes_it() -> None:
    assert not isinstance(filled("saludo", "Hola, {nombre}", nombre="<b>"), Markup)


def test_a_parameter_that_is_not_given_is_our_mistake() -> None:
    with pytest.raises(KeyError):
        filled("saludo", "Hola, {nombre}")


def test_a_text_that_is_not_there_is_our_mistake() -> None:
    with pytest.raises(TextMissing):
        text("comunes.no_existe")
    with pytest.raises(TextMissing):
        text("nada.de_nada")
    with pytest.raises(TextMissing):
        error_text("no_such_code")


def test_a_field_may_have_its_own_wording() -> None:
    assert error_text("required", "curp") == "Escribe tu CURP."
    assert error_text("required", "unheard_of") == error_text("required")
