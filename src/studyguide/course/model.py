"""What authors write in course.yaml, in a lesson's front matter, in the glossary and the timeline.

The docstring of a model and the `description` of a field are printed in the manual.
"""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from studyguide.course.authored import (
    Authored,
    Count,
    Line,
    Many,
    Name,
    Passage,
    Placed,
    Text,
    Title,
    written,
)
from studyguide.dates import first_day
from studyguide.yamltree.tree import Mapping

Paper = Annotated[Literal["letter", "a4"], BeforeValidator(written)]
WhichTerms = Annotated[Literal["used", "all", "none"], BeforeValidator(written)]
WhereNotes = Annotated[Literal["end", "none"], BeforeValidator(written)]


def _pairs(value: object) -> object:
    """Give a mapping with free keys as pairs, so that no key is lost or renamed."""
    if isinstance(value, Mapping):
        return [(key, entry) for key, entry in value.entries]
    raise PydanticCustomError("mapping", "must be a mapping of keys to values")


def _language(value: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", value):
        raise PydanticCustomError("language", "is not a language tag")
    return value


Language = Annotated[Text, AfterValidator(_language)]


class Defaults(Authored):
    """What every handout does unless it says otherwise."""

    paper: Paper = Field("letter", description="The paper: letter or a4.")
    layout: Text = Field(Placed("handout"), description="The layout's name.")
    theme: Text = Field(Placed("plain"), description="The theme's name.")
    notes: WhereNotes = Field("end", description="Where notes print: end, or none.")
    glossary: WhichTerms = Field("used", description="Which terms print: used, all or none.")


class CourseFile(Authored):
    """`content/course.yaml`: what the course is, and the order of its lessons."""

    title: Title = Field(description="The title, on the title page and in every running head.")
    subtitle: Title | None = Field(None, description="The line under the title.")
    authors: Many[Text] = Field((), description="Who wrote the course.")
    language: Language = Field(
        Placed("en"), description="The language of the course, as a BCP 47 tag."
    )
    level: Title | None = Field(None, description="For whom it is, such as “Grades 9–12”.")
    license: Text | None = Field(None, description="The licence of the text.")
    essential_questions: Many[Line] = Field(
        (), description="Questions that no single lesson settles; printed on the title page."
    )
    lessons: Many[Name] = Field(
        (), description="The ids of the lessons in order, each a file in `lessons/`."
    )
    bibliography: Text = Field(Placed("sources.bib"), description="The BibTeX file of works cited.")
    citation_style: Annotated[Literal["chicago-notes"], BeforeValidator(written)] = Field(
        "chicago-notes", description="How citations print: chicago-notes."
    )
    defaults: Defaults = Field(
        default_factory=Defaults, description="What every handout does unless it says otherwise."
    )
    standards: Annotated[
        tuple[tuple[Text, Line], ...],
        BeforeValidator(_pairs),
        WithJsonSchema({"type": "object", "additionalProperties": {"type": "string"}}),
    ] = Field((), description="Standards by key, each with its text.")


class LessonFront(Authored):
    """The front matter of a lesson, `content/lessons/ID.md`."""

    id: Name | None = Field(None, description="The id; the file's name when left out.")
    title: Title = Field(description="The title.")
    short_title: Title | None = Field(None, description="The title for running heads.")
    period: Title | None = Field(None, description="The years it covers, shown in the contents.")
    central_question: Line | None = Field(
        None, description="The question that the whole lesson works on."
    )
    objectives: Many[Line] = Field(
        (), description="What pupils can do at the end; each goes on from “you can …”."
    )
    guiding_questions: Many[Line] = Field((), description="Questions that the reading settles.")
    minutes: Count | None = Field(None, description="How long the lesson takes.")
    standards: Many[Text] = Field((), description="Keys of standards in course.yaml.")
    content_note: Title | None = Field(None, description="A word of warning before hard material.")


class Term(Authored):
    """One entry of `content/glossary.yaml`, which is a list of terms."""

    term: Text = Field(description="The term as it stands in the glossary.")
    forms: Many[Text] = Field((), description="Every other form that the text uses.")
    case: Annotated[Literal["any", "exact"], BeforeValidator(written)] = Field(
        "any", description="Whether capital letters matter when forms are looked for."
    )
    original: Text | None = Field(None, description="The word in its own language.")
    language: Language | None = Field(None, description="The language of `original`.")
    pronunciation: Text | None = Field(None, description="How to say it.")
    definition: Passage = Field(description="One sentence for pupils.")
    detail: Passage | None = Field(None, description="More, for the teacher's edition.")
    see: Many[Text] = Field((), description="Related terms.")


def _date(value: Placed) -> Placed:
    try:
        is_date = bool(re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", value)) and bool(first_day(value))
    except ValueError:
        is_date = False
    if not is_date:
        raise PydanticCustomError("date", "is not a date")
    return value


Date = Annotated[Text, AfterValidator(_date)]


class Event(Authored):
    """One entry of `content/timeline.yaml`, which is a list of events."""

    date: Date = Field(description="The date: 1928, 1928-10 or 1928-10-01.")
    end: Date | None = Field(None, description="The last date, of what lasted.")
    event: Line = Field(description="What happened, in one sentence.")
    lesson: Name | None = Field(None, description="The lesson that it belongs to.")
    source: Text | None = Field(None, description="The key of a work that attests it.")
