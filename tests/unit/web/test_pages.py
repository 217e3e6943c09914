"""The parts that every page is made of, and the rules that every template keeps."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import Environment, ModuleLoader, UndefinedError

from llave.web import pages
from llave.web.precompile import precompile_base
from tests.html import parse

TEMPLATES = {path.name: path for path in pages.BASE.rglob("*") if path.suffix in {".html", ".svg"}}
if (flows := pages.flows_folder()) is not None:
    TEMPLATES |= {f"{p.parent.parent.name}/{p.name}": p for p in flows.glob("*/pages/*.html")}

IMPORTS = "{% from 'forms.html' import form, text_input, password_input, radios, robot_check with context %}"
BAD_CURP = {"field": "curp", "code": "curp_length", "text": "Faltan letras"}

Shown = Callable[..., str]


@pytest.fixture
def environment() -> Environment:
    """The environment of the app, where static files need not be built."""
    made = pages.environment.__wrapped__()
    made.globals["asset"] = lambda name: f"{pages.STATIC}{name}"
    return made


@pytest.fixture
def shown(environment: Environment) -> Shown:
    """Renders a snippet that has the macros at hand."""

    def show(source: str, **context: object) -> str:
        template = environment.from_string(IMPORTS + source)
        return template.render({"errors": [], "values": {}, "csrf": "token", **context})

    return show


def test_a_field_keeps_what_was_typed_and_points_at_its_error(shown: Shown) -> None:
    html = shown(
        "{{ text_input('curp', 'CURP', hint='18') }}", errors=[BAD_CURP], values={"curp": "HEGG"}
    )

    assert 'value="HEGG"' in html
    assert 'aria-describedby="curp-hint curp-error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="curp-error"' in html


def test_another_fields_error_leaves_a_field_alone(shown: Shown) -> None:
    html = shown("{{ text_input('email', 'Correo') }}", errors=[BAD_CURP])

    assert "error" not in html
    assert "aria-" not in html


def test_a_password_is_never_shown_again(shown: Shown) -> None:
    html = shown("{{ password_input('password', 'Contraseña') }}", values={"password": "secreta"})

    assert "secreta" not in html


def test_what_was_typed_is_escaped(shown: Shown) -> None:
    html = shown("{{ text_input('a', 'A') }}", values={"a": '"><script>alert(1)</script>'})

    assert "<script>" not in html


def test_a_form_carries_the_browsers_token(shown: Shown) -> None:
    html = shown("{% call form('/registro') %}x{% endcall %}")

    assert parse(html).forms[0].values == {"csrf": "token"}


def test_a_form_without_a_token_is_our_mistake(environment: Environment) -> None:
    template = environment.from_string(IMPORTS + "{% call form('/a') %}x{% endcall %}")

    with pytest.raises(UndefinedError):
        template.render(errors=[], values={})


def test_the_robot_check_sends_the_form_token_where_scripts_do_not_run(shown: Shown) -> None:
    html = shown("{% call form('/a') %}{{ robot_check('signed') }}{% endcall %}")

    assert parse(html).forms[0].values == {"csrf": "token", "captcha_form": "signed"}


def test_the_chosen_radio_stays_chosen(shown: Shown) -> None:
    items = "[{'value': 'mx', 'text': 'México'}, {'value': 'abroad', 'text': 'Otro país'}]"

    html = shown(
        "{{ radios('residence', 'Dónde', " + items + ") }}", values={"residence": "abroad"}
    )

    assert re.search(r'value="abroad" checked', html)
    assert html.count("checked") == 1


def test_the_error_summary_links_to_the_field_and_the_title_says_error(
    environment: Environment,
) -> None:
    page = environment.from_string("{% extends 'layout.html' %}{% set title = 'Tu CURP' %}")

    html = page.render(errors=[BAD_CURP, {"field": None, "code": "x", "text": "Espera"}], values={})

    assert "<title>Error: Tu CURP - Llave</title>" in html
    assert '<a href="#curp">Faltan letras</a>' in html
    assert "<li>Espera</li>" in html


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 413, 429, 500, 503, 418])
def test_every_status_has_a_page(environment: Environment, status: int) -> None:
    html = environment.get_template("problem.html").render(status=status, errors=[], values={})

    assert "<h1" in html


def test_compiled_templates_say_the_same(environment: Environment, tmp_path: Path) -> None:
    web = tmp_path / "web"
    (web / "templates").mkdir(parents=True)
    for template in pages.BASE.iterdir():
        (web / "templates" / template.name).write_bytes(template.read_bytes())
    precompile_base(web)
    compiled = pages.bare_environment()
    compiled.globals.update(environment.globals)
    compiled.loader = ModuleLoader(web / "compiled")

    page = {"status": 404, "errors": [], "values": {}}

    assert compiled.get_template("problem.html").render(page) == environment.get_template(
        "problem.html"
    ).render(page)


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_a_template_compiles_and_escapes(environment: Environment, name: str) -> None:
    source = TEMPLATES[name].read_text(encoding="utf-8")

    assert environment.get_template(name).environment.autoescape is True
    assert not re.search(r"\|\s*safe\b|autoescape|Markup", source)


# A mail has no content policy, and its look can only stand in attributes.
@pytest.mark.parametrize("name", sorted(TEMPLATES.keys() - {"notify/letter.html"}))
def test_a_template_needs_no_exception_from_the_content_policy(name: str) -> None:
    source = TEMPLATES[name].read_text(encoding="utf-8")

    assert not re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", source)
    assert not re.findall(r"<style\b|\sstyle\s*=|\son[a-z]+\s*=|javascript:", source, re.IGNORECASE)
    assert not re.findall(r"(?:src|href|action)=\"(?:https?:)?//", source)


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_macros_see_the_errors_of_the_page(name: str) -> None:
    imports = re.findall(r"{%-?\s*(?:from|import)\b[^%]*%}", TEMPLATES[name].read_text("utf-8"))

    assert all("with context" in line for line in imports)
