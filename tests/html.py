"""As much HTML as a browser without scripts needs: text, links, forms and their fields."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

UNSEEN = frozenset({"script", "style", "template", "title"})
# A checkbox, a radio or a button is only sent when somebody presses it.
PRESSED = frozenset({"checkbox", "radio", "submit", "button", "image"})


@dataclass(slots=True)
class PageForm:
    """A form; `values` is what is sent when nobody touches it, `names` every field it has."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Document:
    """A page as it is read."""

    forms: list[PageForm] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    title: str = ""
    text: str = ""


def parse(html: str) -> Document:
    """Read a page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.document.text = " ".join(" ".join(reader.words).split())
    reader.document.title = reader.document.title.strip()
    return reader.document


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.document = Document()
        self.words: list[str] = []
        self._inside: list[str] = []
        self._form: PageForm | None = None
        self._select = ""
        self._textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in UNSEEN:
            self._inside.append(tag)
        elif tag == "a" and "href" in given:
            self.document.links.append(given["href"])
        elif tag == "form":
            self._form = PageForm(given.get("action", ""), given.get("method", "get").lower())
            self.document.forms.append(self._form)
        elif self._form is not None:
            self._field(self._form, tag, given)

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()
        if tag == "form":
            self._form = None
        if tag == "textarea":
            self._textarea = ""
        if tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        if self._inside and self._inside[-1] == "title":
            self.document.title += data
        if self._textarea and self._form is not None:
            self._form.values[self._textarea] += data
        if not self._inside:
            self.words.append(data)

    def _field(self, form: PageForm, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if tag == "option" and self._select:
            if "selected" in given or self._select not in form.values:
                form.values[self._select] = given.get("value", "")
            return
        if not name or tag not in ("input", "select", "textarea", "button"):
            return
        form.names.add(name)
        if tag == "select":
            self._select = name
        elif tag == "textarea":
            self._textarea = name
            form.values[name] = ""
        elif tag == "input" and (given.get("type") not in PRESSED or "checked" in given):
            form.values[name] = given.get("value", "on" if "checked" in given else "")
