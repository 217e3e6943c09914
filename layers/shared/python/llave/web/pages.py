"""HTML pages: Jinja2 over the base templates and, as `<flow>/<name>.html`, each flow's own."""

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FunctionLoader,
    ModuleLoader,
    StrictUndefined,
)

from llave.web.texts import DEFAULT_LOCALE, translator

HERE = Path(__file__).parent
BASE = HERE / "templates"
MANIFEST = HERE / "static_manifest.json"
STATIC = "/estaticos/"


class StaticFileMissing(LookupError):
    """A static file that the build did not make."""


def render(template: str, *, locale: str = DEFAULT_LOCALE, **context: object) -> str:
    """A whole page; of what its template names, only `errors` and `values` may be left out."""
    page = environment(locale).get_template(template)
    return page.render({"errors": [], "values": {}, **context})


@lru_cache
def environment(locale: str = DEFAULT_LOCALE) -> Environment:
    """The templates of every flow that is here, in one language."""
    made = bare_environment()
    made.loader = _loader(flows_folder())
    made.globals.update(t=translator(locale), asset=asset, lang=locale.replace("_", "-"))
    return made


def bare_environment() -> Environment:
    """The settings that templates are compiled with; a missing name is an error, all is escaped."""
    return Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def flows_folder() -> Path | None:
    """Where the functions' folders are: beside this one in the repository, /var/task in AWS."""
    spec = find_spec("functions")
    places = list(spec.submodule_search_locations or ()) if spec else []
    return Path(places[0]) if places else None


def asset(name: str) -> str:
    """The address of a static file, with the hash of its content in the name."""
    try:
        return STATIC + _manifest()[name]
    except KeyError:
        raise StaticFileMissing(name) from None


@lru_cache
def _manifest() -> Mapping[str, str]:
    if not MANIFEST.is_file():
        raise StaticFileMissing("the static files are not built: make web")
    names: dict[str, str] = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return names


def _loader(flows: Path | None) -> BaseLoader:
    compiled = [HERE / "compiled", *(sorted(flows.glob("*/compiled")) if flows else ())]

    def source(name: str) -> tuple[str, str, None] | None:
        flow, _, page = name.rpartition("/")
        path = (flows / flow / "pages" / page) if flows and flow else BASE / page
        return (path.read_text(encoding="utf-8"), str(path), None) if path.is_file() else None

    # Only an artifact has compiled templates (llave.web.precompile); in the tree there are none.
    return ChoiceLoader([ModuleLoader(compiled), FunctionLoader(source)])
