"""What authors write in `content/handouts/*.yaml`, and the table of parts.

To add a part: a model of its options and a row in `PARTS` here, a function in
`select/parts.py`, and a template `parts/NAME.html` in the base layout.
"""

import re
from dataclasses import dataclass
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from studyguide.course.authored import (
    Authored,
    Count,
    Flag,
    Many,
    Name,
    Placed,
    Text,
    Title,
    items,
    written,
)
from studyguide.course.model import Paper, WhereNotes, WhichTerms
from studyguide.problems import Place
from studyguide.questions.question import Level

Edition = Annotated[Literal["student", "teacher"], BeforeValidator(written)]
Tier = Annotated[Literal["support", "core", "stretch"], BeforeValidator(written)]


class NoOptions(Authored):
    """A part with nothing to choose."""


class HeadingOptions(Authored):
    """The head of a sheet: title, and lines to write name, date and period on."""

    name: Flag = Field(False, description="A line for the name.")
    date: Flag = Field(False, description="A line for the date.")
    period: Flag = Field(False, description="A line for the period.")


class QuestionOptions(Authored):
    """Which questions print. A question must fit every key that is given."""

    tags: Many[Text] = Field((), description="Only questions with one of these tags.")
    kinds: Many[Text] = Field((), description="Only questions of these kinds.")
    levels: Many[Level] = Field((), description="Only questions of these levels.")
    include: Many[Name] = Field((), description="These too, whatever the other keys say.")
    exclude: Many[Name] = Field((), description="Never these.")
    max: Count | None = Field(None, description="At most so many for each lesson.")
    room: Flag = Field(True, description="Whether pupils get room to write in.")
    title: Title | None = Field(None, description="The heading over the questions.")


class GlossaryOptions(Authored):
    """Which terms print: `used`, `all` or `none`."""

    which: WhichTerms | None = Field(None, description="Which terms print.")
    pages: Flag = Field(True, description="Whether each term names the pages that use it.")


class NotesOptions(Authored):
    """Where notes print: `end` or `none`."""

    where: WhereNotes | None = Field(None, description="Where notes print.")


class TimelineOptions(Authored):
    """Which events print: those of the handout's lessons."""

    title: Title | None = Field(None, description="The heading.")


@dataclass(frozen=True, slots=True)
class PartKind:
    """One kind of part.

    `short` is the option that a lone value sets, as in `glossary: used`. `lesson` says
    that the part belongs to lessons: it is printed for each lesson of the handout.
    """

    name: str
    meaning: str
    options: type[Authored] = NoOptions
    short: str = ""
    lesson: bool = False


PARTS: tuple[PartKind, ...] = (
    PartKind("title_page", "The course's title, authors, level and essential questions."),
    PartKind("contents", "The table of contents, with page numbers."),
    PartKind("heading", "The head of a sheet or of a lesson.", HeadingOptions, lesson=True),
    PartKind("central_question", "The lesson's central question.", lesson=True),
    PartKind("objectives", "What pupils can do at the end.", lesson=True),
    PartKind("guiding_questions", "The questions that the reading settles.", lesson=True),
    PartKind("reading", "The lesson's text.", lesson=True),
    PartKind("questions", "The lesson's questions.", QuestionOptions, lesson=True),
    PartKind("key", "The answers apart; in the teacher's edition only.", lesson=True),
    PartKind("timeline", "The dated events of the handout's lessons.", TimelineOptions),
    PartKind("glossary", "The terms, each with its meaning and pages.", GlossaryOptions, "which"),
    PartKind("notes", "The endnotes.", NotesOptions, "where"),
    PartKind("works_cited", "The works cited in the handout."),
    PartKind("each_lesson", "The parts listed under it, lesson by lesson."),
)

_BY_NAME = {part.name: part for part in PARTS}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a handout, as its author chose it. `parts` are those of `each_lesson`."""

    kind: PartKind
    options: Authored
    place: Place
    parts: tuple["Part", ...] = ()


def part_kind(name: str) -> PartKind | None:
    """Give the kind of part of that name."""
    return _BY_NAME.get(name.replace("-", "_"))


_Item = TypeVar("_Item")


def _title(value: str) -> str:
    known = {"lesson.title", "lesson.short_title", "lesson.number", "course.title"}
    for field, closing in re.findall(r"\{([^{}]*)(\}?)", value):
        if not closing:
            raise PydanticCustomError(
                "title_field", "a brace is not closed in this title", {"hint": "add }"}
            )
        if field not in known:
            raise PydanticCustomError(
                "title_field",
                'there is no field "{field}"',
                {"field": field, "hint": "use one of: " + ", ".join(sorted(known))},
            )
    return value


def _some(value: tuple[_Item, ...]) -> tuple[_Item, ...]:
    """Refuse a list of nothing, for which nothing would be made."""
    if not value:
        raise PydanticCustomError("empty", "must not be empty")
    return value


class HandoutFile(Authored):
    """`content/handouts/*.yaml`: one handout, or one for each lesson."""

    id: Name = Field(description="The id, which is part of the file's name.")
    for_each: Annotated[Literal["lesson"], BeforeValidator(written)] | None = Field(
        None, description="`lesson`: make one of these for each lesson."
    )
    title: Annotated[Text, AfterValidator(_title)] | None = Field(
        None,
        description="The title, in which {lesson.title} and the like are filled in; the lesson's "
        "or the course's title when left out.",
    )
    label: Title | None = Field(
        None, description="A word over the title that says what sheet it is, such as “Questions”."
    )
    layout: Text | None = Field(None, description="The layout's name.")
    theme: Text | None = Field(None, description="The theme's name.")
    paper: Paper | None = Field(None, description="The paper: letter or a4.")
    lessons: Annotated[Many[Name], AfterValidator(_some)] = Field(
        (Placed("all"),), description="The lessons, or all."
    )
    parts: Annotated[
        tuple[object, ...], BeforeValidator(items), WithJsonSchema({"type": "array"})
    ] = Field(description="What prints, in order; see the table of parts.")
    editions: Annotated[Many[Edition], AfterValidator(_some)] = Field(
        ("student",), description="student, teacher, or both."
    )
    tiers: Annotated[Many[Tier], AfterValidator(_some)] = Field(
        ("core",), description="support, core, stretch, or several."
    )
    overrides: Annotated[object, WithJsonSchema({"type": "object"})] = Field(
        None, description="Keys and parts that are otherwise for one lesson, by lesson id."
    )
