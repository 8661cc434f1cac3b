"""The types that authored values are made of.

Each model of the course is written once, with these types: from it come validation
(with places), the JSON Schemas for editors and the manual's reference pages. Models
are validated straight from the YAML tree, so a text keeps its place, and the type of a
value is decided by its key, never by how YAML would read it: `answer: 1930` is a text.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import SkipJsonSchema
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from studyguide.problems import Place, Problems
from studyguide.prose.nodes import walk
from studyguide.prose.parse import Prose, parse_prose
from studyguide.prose.reading import Where
from studyguide.prose.written import Written
from studyguide.yamltree.tree import Mapping, Scalar, Sequence

#: The key under which a model is handed its own place, as its field `place` says again;
#: no YAML file can hold it.
PLACE_KEY = "\0place"


@dataclass(frozen=True, slots=True)
class Validation:
    """What the validators are handed: where problems go, and the course's language."""

    problems: Problems
    language: str


class Authored(BaseModel):
    """One mapping that an author writes, with its place.

    Keys are snake_case; kebab-case is accepted. Unknown keys are errors.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    place: SkipJsonSchema[Place] = Field(default=Place(""), validation_alias="\0place")

    @model_validator(mode="before")
    @classmethod
    def _from_tree(cls, value: object, info: ValidationInfo) -> object:
        if not isinstance(value, Mapping):
            if isinstance(value, Scalar | Sequence):
                raise PydanticCustomError("mapping", "must be a mapping of keys to values")
            return value
        fields: dict[str, object] = {PLACE_KEY: value.place}
        for key, entry in value.entries:
            snake = key.text.replace("-", "_")
            name = snake if snake in cls.model_fields else key.text
            if name in fields and isinstance(info.context, Validation):
                message = f'the key "{key.text}" stands here already, written otherwise'
                info.context.problems.add(key.place, "yaml.duplicate", message)
            fields.setdefault(name, entry)
        return fields


class Placed(str):
    """A text without markup that knows where it is written."""

    place: Place = Place("")

    @classmethod
    def at(cls, text: str, place: Place) -> "Placed":
        """Give a text with its place."""
        made = cls(text)
        made.place = place
        return made

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(_text)


def written(value: object) -> object:
    """Give a scalar's written text, None for a null."""
    if isinstance(value, Scalar):
        return None if value.is_null else value.text
    return value


def _text(value: object) -> object:
    if isinstance(value, Mapping | Sequence):
        raise PydanticCustomError("text", "must be a text")
    if not isinstance(value, Scalar):
        return value
    if value.is_null or not value.text.strip():
        raise PydanticCustomError("empty", "must not be empty")
    return Placed.at(value.text.strip(), value.place)


def _flag(value: object) -> object:
    match written(value):
        case "true" | "True" | "TRUE" | True:
            return True
        case "false" | "False" | "FALSE" | False:
            return False
    raise PydanticCustomError("flag", "must be true or false")


def _whole(value: object) -> object:
    """Give a whole number's text: digits alone, since Python would take 1_000 as well."""
    text = written(value)
    if isinstance(text, str) and not re.fullmatch(r"[-+]?[0-9]+", text.strip()):
        raise PydanticCustomError("int_parsing", "must be a whole number")
    return text


def _name(value: Placed) -> Placed:
    if not re.fullmatch(r"[a-z][a-z0-9-]*", value):
        raise PydanticCustomError("id_form", "is not an id")
    return value


def items(value: object) -> object:
    """Give a sequence's items; a value that stands alone is a list of one."""
    if isinstance(value, Sequence):
        return list(value.items)
    if isinstance(value, Scalar | Mapping):
        return [] if isinstance(value, Scalar) and value.is_null else [value]
    return value


def _prose(where: Where) -> Callable[[object, ValidationInfo], object]:
    def parse(value: object, info: ValidationInfo) -> object:
        if isinstance(value, Prose):
            return value
        _text(value)
        if not isinstance(value, Scalar) or not isinstance(info.context, Validation):
            raise PydanticCustomError("text", "must be a text")
        text = Written.from_scalar(value.text, value.source, value.lines)
        return parse_prose(text, info.context.problems, language=info.context.language, where=where)

    return parse


#: What needs a number or a page to be worded; a title is printed in places that have neither.
_NOT_IN_A_TITLE = {
    "note": "a note",
    "cite": "a citation",
    "reference": "a cross reference",
    "term": "a mark of a term",
}


def _title(value: Prose, info: ValidationInfo) -> Prose:
    """Report what a title cannot hold."""
    for node in walk(value.blocks):
        if node.kind in _NOT_IN_A_TITLE and isinstance(info.context, Validation):
            message = f"{_NOT_IN_A_TITLE[node.kind]} cannot stand here"
            hint = "write plain words; put it into the text"
            info.context.problems.add(node.place, "prose.place", message, hint=hint)
    return value


_TEXT_SCHEMA = WithJsonSchema({"type": ["string", "number", "boolean"]})

#: A text without markup.
Text = Annotated[Placed, _TEXT_SCHEMA]
#: An id: small letters, digits, hyphens.
Name = Annotated[
    Placed,
    AfterValidator(_name),
    WithJsonSchema({"type": "string", "pattern": "^[a-z][a-z0-9-]*$"}),
]
#: A whole number, 1 or more.
Count = Annotated[int, Field(ge=1, le=1000), BeforeValidator(_whole)]
#: true or false.
Flag = Annotated[bool, BeforeValidator(_flag)]
#: Running text with inline Markdown.
Line = Annotated[
    Prose,
    BeforeValidator(_prose("line")),
    WithJsonSchema({"type": ["string", "number", "boolean"]}),
]
#: Running text with inline Markdown that is never numbered: no notes, references or terms.
Title = Annotated[
    Prose,
    BeforeValidator(_prose("line")),
    AfterValidator(_title),
    WithJsonSchema({"type": ["string", "number", "boolean"]}),
]
#: Paragraphs and lists with Markdown.
Passage = Annotated[
    Prose,
    BeforeValidator(_prose("passage")),
    WithJsonSchema({"type": ["string", "number", "boolean"]}),
]

_Item = TypeVar("_Item")
#: One or several of something; one alone needs no list.
Many = Annotated[tuple[_Item, ...], BeforeValidator(items)]


def proses(value: object) -> Iterator[Prose]:
    """Give every text with markup in an authored value, in the order of its keys."""
    if isinstance(value, Prose):
        yield value
    elif isinstance(value, Authored):
        for name in type(value).model_fields:
            yield from proses(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from proses(item)


_Value = TypeVar("_Value")


def map_prose(value: _Value, change: Callable[[Prose], Prose]) -> _Value:
    """Give an authored value with every text with markup changed."""
    made: object = value
    if isinstance(value, Prose):
        made = change(value)
    elif isinstance(value, Authored):
        fields = {name: getattr(value, name) for name in type(value).model_fields}
        made = value.model_copy(
            update={
                name: map_prose(field, change)
                for name, field in fields.items()
                if isinstance(field, Prose | Authored | tuple)
            }
        )
    elif isinstance(value, tuple):
        made = tuple(map_prose(item, change) for item in value)
    # The branches give back what they took: the same model, tuple or text.
    return made  # type: ignore[return-value]
