"""Room to write in: what an author asks for, and what the answer needs."""

import math
import re
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from studyguide.course.authored import Authored, Count, Text
from studyguide.prose.nodes import plain_text
from studyguide.prose.parse import Prose
from studyguide.yamltree import Scalar

SpaceKind = Literal["lines", "dotted", "blank", "box", "none"]

#: From one ruled line to the next; a pupil's hand needs 7 mm at least.
LINE_MM = 8.0
#: How many characters of handwriting a line of the text column holds. A pupil writes about
#: two thirds of what the printed line of the same width would hold.
WRITTEN_CHARACTERS = 55

_MM = {"mm": 1.0, "cm": 10.0, "in": 25.4, "pt": 25.4 / 72}


@dataclass(frozen=True, slots=True)
class Room:
    """Room to write in on the paper: `lines` ruled lines, or `height_mm` of another kind."""

    kind: SpaceKind
    lines: int = 0
    height_mm: float = 0.0


def _length(value: str) -> str:
    match = re.fullmatch(r"(\d+(?:\.\d+)?) ?(mm|cm|in|pt)", value)
    if not match or not 5 <= float(match[1]) * _MM[match[2]] <= 250:
        raise PydanticCustomError("length", "is not a height that fits on a page")
    return value


Length = Annotated[Text, AfterValidator(_length)]


class Space(Authored):
    """The room a pupil gets to write in: one kind, with its size; `none` alone for no room."""

    lines: Count | None = Field(None, description="So many ruled lines.")
    dotted: Count | None = Field(None, description="So many dotted lines.")
    blank: Length | None = Field(None, description="Empty room of this height, such as 4cm.")
    box: Length | None = Field(None, description="A frame of this height, such as 4cm.")

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
            raise PydanticCustomError("space", "must be of one kind only")
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


def room_for(answer: Prose | None, *, least: int, spare: int) -> Room:
    """Give ruled lines for an answer: what it needs in handwriting, and `spare` more."""
    length = len(plain_text(answer.blocks)) if answer else 0
    needed = math.ceil(length / WRITTEN_CHARACTERS) + spare
    return Room("lines", lines=max(least, needed))
