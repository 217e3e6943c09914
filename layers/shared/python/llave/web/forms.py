"""The edge: what was sent becomes a model of values that prove themselves, or a list of mistakes."""

import unicodedata
from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar, TypeVar, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError
from pydantic_core.core_schema import ErrorType

from llave.errors import InvalidFields, InvalidInput
from llave.web.request import Request, UnreadableBody

CODES = {
    "missing": "required",
    "extra_forbidden": "unknown_field",
    "string_type": "wrong_type",
    "string_too_long": "too_long",
    "too_long": "too_long",
    "string_too_short": "required",
    "model_type": "wrong_type",
    "bool_type": "wrong_type",
    "literal_error": "not_an_option",
}
PYDANTIC_TYPES = frozenset(get_args(ErrorType))
# What no name, address or identifier needs: control characters, surrogates, private use, unassigned.
REFUSED_CATEGORIES = frozenset({"Cc", "Cs", "Co", "Cn"})

F = TypeVar("F", bound="Form")
T = TypeVar("T")


class Form(BaseModel):
    """The base of every body: no unknown fields, no coercion. `SECRET` fields are never shown again."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)

    SECRET: ClassVar[frozenset[str]] = frozenset({"password", "code", "token"})


def from_json(model: type[F], request: Request) -> F:
    """Parse a JSON body; raises InvalidFields, UnreadableBody, UnsupportedMediaType."""
    return _parsed(lambda: model.model_validate_json(request.json_body()))


def from_form(model: type[F], fields: Mapping[str, str]) -> F:
    """Parse the fields of a page's form; an empty field is an absent one; raises InvalidFields."""
    given = {name: value for name, value in fields.items() if value != ""}
    return _parsed(lambda: model.model_validate(given))


def parsed(parse: Callable[[str], Any], longest: int = 320) -> BeforeValidator:
    """Annotation for a field that a domain value parses: its refusal becomes that field's error."""

    def validate(value: object) -> Any:
        text = clean(longest)(value)
        try:
            return parse(text)
        except InvalidInput as refusal:
            raise PydanticCustomError(refusal.problem, "refused") from None

    return BeforeValidator(validate)


def clean(longest: int) -> Callable[[object], str]:
    """A check for text: a string of at most `longest` characters without control characters."""

    def validate(value: object) -> str:
        if not isinstance(value, str):
            raise PydanticCustomError("wrong_type", "not text")
        if len(value) > longest:
            raise PydanticCustomError("too_long", "too long")
        if any(unicodedata.category(char) in REFUSED_CATEGORIES for char in value):
            raise PydanticCustomError("control_characters", "control characters")
        return value.strip()

    return validate


def text_of(longest: int) -> Any:
    """The type of a plain text field of at most `longest` characters, trimmed, not empty."""

    def not_empty(value: str) -> str:
        if not value:
            raise PydanticCustomError("required", "empty")
        return value

    return Annotated[str, BeforeValidator(clean(longest)), AfterValidator(not_empty)]


def _parsed(parse: Callable[[], F]) -> F:
    try:
        return parse()
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=False, include_input=False)
        if any(detail["type"] == "json_invalid" for detail in details):
            raise UnreadableBody("not JSON") from None
        raise InvalidFields(tuple(_problem(detail) for detail in details)) from None


def _problem(detail: ErrorDetails) -> InvalidInput:
    field = ".".join(str(part) for part in detail["loc"]) or None
    kind = detail["type"]
    # A type of Pydantic's own that the table does not name is some wrong type; ours are codes.
    code = CODES.get(kind, "wrong_type" if kind in PYDANTIC_TYPES else kind)
    # An unknown field's name is the client's text: it is cut, and never logged.
    return InvalidInput(code, field=field and field[:64])
