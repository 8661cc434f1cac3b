"""The true course: what `check` makes, and every later stage relies on.

Nothing in it needs to be checked again: every reference leads somewhere, every id is
unique, every picture is there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from studyguide.course.handout import Part
from studyguide.course.model import CourseFile, Event, LessonFront, Term
from studyguide.problems import Place
from studyguide.prose.nodes import Node
from studyguide.questions.question import Question
from studyguide.works.work import Work

EditionName = Literal["student", "teacher"]
TierName = Literal["support", "core", "stretch"]
PaperName = Literal["letter", "a4"]
TargetKind = Literal[
    "lesson", "section", "figure", "table", "sidebar", "claim", "question", "passage"
]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson with its text and its questions. `number` counts from 1, in course order."""

    id: str
    number: int
    front: LessonFront
    blocks: tuple[Node, ...]
    questions: tuple[Question, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Target:
    """What a cross reference can lead to. `words` are its title or caption, as plain text."""

    id: str
    kind: TargetKind
    lesson: str
    words: str
    place: Place


@dataclass(frozen=True, slots=True)
class Handout:
    """One handout to print: of one lesson where `lesson` is not empty.

    What the author left out has been filled in from the course's defaults, and what is
    otherwise for this lesson has been put in.
    """

    id: str
    lesson: str
    title: str
    label: tuple[Node, ...]
    layout: str
    theme: str
    paper: PaperName
    lessons: tuple[str, ...]
    parts: tuple[Part, ...]
    editions: tuple[EditionName, ...]
    tiers: tuple[TierName, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Course:
    """A whole course.

    `notes` are the texts of notes by key (the key that a `note` node names), `targets` what
    references lead to by id, `pictures` the bytes of pictures by their path under `content/`.
    """

    front: CourseFile
    lessons: tuple[Lesson, ...]
    terms: tuple[Term, ...]
    works: tuple[Work, ...]
    events: tuple[Event, ...]
    handouts: tuple[Handout, ...]
    notes: Mapping[str, Node]
    targets: Mapping[str, Target]
    pictures: Mapping[str, bytes]

    def lesson(self, name: str) -> Lesson:
        """Give the lesson of that id. Raises KeyError, our own mistake, if there is none."""
        return {lesson.id: lesson for lesson in self.lessons}[name]
