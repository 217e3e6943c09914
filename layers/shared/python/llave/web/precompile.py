"""Templates become Python when an artifact is built: parsing is most of a first page's time."""

from pathlib import Path

from jinja2 import ModuleLoader

from llave.web.pages import bare_environment


def precompile_base(web: Path) -> None:
    """Compile the base templates of a copy of `llave/web`."""
    _compile(web / "templates", "", web / "compiled")


def precompile_flow(flow: Path) -> None:
    """Compile the pages of a copy of `functions/<flow>`, if it has any."""
    _compile(flow / "pages", f"{flow.name}/", flow / "compiled")


def _compile(folder: Path, prefix: str, target: Path) -> None:
    environment = bare_environment()
    for template in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = prefix + template.relative_to(folder).as_posix()
        text = template.read_text(encoding="utf-8")
        # `defer_init`: the module is told its environment when it is loaded.
        source = environment.compile(text, name, name, raw=True, defer_init=True)
        target.mkdir(exist_ok=True)
        path = target / ModuleLoader.get_module_filename(name)
        path.write_text(source, encoding="utf-8")
