"""Room to write in: what an author asks for, and what the answer needs."""

import math
import re
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from studyguide.course.authored import Authored, Count, Text
from studyguide.prose.nodes import plain_text
from studyguide.prose.parse import Prose
from studyguide.yamltree.tree import Scalar

SpaceKind = Literal["lines", "dotted", "blank", "box", "none"]

#: From one ruled line to the next; a pupil's hand needs 7 mm at least.
LINE_MM = 8.0
#: How many characters of handwriting a line of the text column holds. A pupil writes about
#: two thirds of what the printed line of the same width would hold.
WRITTEN_CHARACTERS = 62

#: How many characters of the answer's and of the marking's type a printed line holds; two
#: lines of marking are as high as one ruled line.
PRINTED_CHARACTERS = 92
SMALL_CHARACTERS = 120

_MM = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72}


@dataclass(frozen=True, slots=True)
class Room:
    """Room to write in on the paper: `lines` ruled lines, or `height_mm` of another kind."""

    kind: SpaceKind
    lines: int = 0
    height_mm: float = 0.0


def _height(value: str) -> str:
    match = re.fullmatch(r"(\d+(?:\.\d+)?) ?(mm|cm|in|pt)", value)
    if not match or not 5 <= float(match[1]) * _MM[match[2]] <= 250:
        raise PydanticCustomError("length", "is not a height that fits on a page")
    return value


Length = Annotated[Text, AfterValidator(_height)]


class Space(Authored):
    """The room a pupil gets to write in: one kind, with its size; `none` alone for no room."""

    lines: Count | None = Field(None, description="So many ruled lines.")
    dotted: Count | None = Field(None, description="So many dotted lines.")
    blank: Length | None = Field(None, description="Empty room of this height, such as 4cm.")
    box: Length | None = Field(None, description="A frame of this height, such as 4cm.")

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Give the schema of one kind alone, or of the word `none`."""
        kinds = handler.resolve_ref_schema(handler(schema))
        return {"anyOf": [{**kinds, "minProperties": 1, "maxProperties": 1}, {"const": "none"}]}

    @model_validator(mode="before")
    @classmethod
    def _none(cls, value: object) -> object:
        if isinstance(value, Scalar):
            if value.text != "none":
                raise PydanticCustomError("space", "is not a kind of room")
            return {}
        return value

    @model_validator(mode="after")
    def _one_kind(self) -> "Space":
        if len(self.model_fields_set - {"place"}) > 1:
            raise PydanticCustomError("one_space", "must be of one kind only")
        return self


def room_asked(space: Space) -> Room:
    """Give the room that the author asked for."""
    if space.lines:
        return Room("lines", lines=space.lines)
    if space.dotted:
        return Room("dotted", lines=space.dotted)
    if space.blank or space.box:
        number, unit = re.findall(r"[\d.]+|[a-z]+", space.blank or space.box or "")
        height_mm = float(number) * _MM[unit]
        return Room("blank" if space.blank else "box", height_mm=height_mm)
    return Room("none")


def room_for(
    answer: Prose | None, marking: tuple[Prose | None, ...] = (), *, least: int, spare: int
) -> Room:
    """Give ruled lines for an answer: what a pupil needs for it, and `spare` more.

    There are at least as many as the teacher's copy needs, which prints the answer on the
    rules and `marking` (explanation, advice) in small type under it.
    """
    handwritten = math.ceil(_length(answer) / WRITTEN_CHARACTERS) + spare
    small = math.ceil(sum(_length(text) + 1 for text in marking if text) / SMALL_CHARACTERS)
    printed = math.ceil(_length(answer) / PRINTED_CHARACTERS) + math.ceil(small / 2)
    return Room("lines", lines=max(least, handwritten, printed))


def _length(text: Prose | None) -> int:
    return len(plain_text(text.blocks)) if text else 0
