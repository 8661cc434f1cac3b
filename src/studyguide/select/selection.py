"""What one handout holds, numbered: the values that templates print.

In these trees (`Nodes`) every reference has been worded and every note numbered:

- `term`: attrs `use` (the id of this place), `mark` (first, link or use), `to` (the id of
  the entry in the handout's glossary, or empty);
- `note`: attrs `number`, `id` (of this mark), `to` (the id of the note's text);
- `reference`: attrs `to` (an id in this handout, or empty), `thing` (the kind of target),
  `number`, `title`, `lesson` (its number); with children, these are what prints;
- `figure`: attrs `thing` (figure or table), `number`;
- `note_in_place`: a note printed in brackets where it stands, in the teacher's own text;
- `cite` no longer occurs: it has become text and emphasis.

Ids that the program makes hold a full stop, so they never meet an author's.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from studyguide.course.course import EditionName, PaperName, TierName
from studyguide.problems import Place
from studyguide.prose.nodes import Node
from studyguide.questions.question import Question
from studyguide.questions.space import Room

Nodes = tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class LessonHead:
    """A lesson's title and what belongs to it. `id` is that of its heading in the handout."""

    id: str
    number: int
    title: Nodes
    short_title: str
    period: Nodes
    minutes: int | None
    content_note: Nodes
    central_question: Nodes


@dataclass(frozen=True, slots=True)
class TitlePage:
    """The first page of a guide. `lessons` is how many lessons it holds."""

    title: Nodes
    subtitle: Nodes
    authors: tuple[str, ...]
    level: Nodes
    license: str
    essential_questions: tuple[Nodes, ...]
    lessons: int


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """A line of the contents: of a lesson where `lesson` is given, else of a part.

    `name` is the part's name; `title` is empty where the layout's own word for it prints.
    """

    to: str
    name: str
    title: Nodes
    lesson: LessonHead | None


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents: the lessons, then the other parts."""

    lessons: tuple[ContentsEntry, ...]
    others: tuple[ContentsEntry, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a sheet or of a lesson; `name`, `date`, `period` ask for a line to write on."""

    title: Nodes
    label: Nodes
    name: bool
    date: bool
    period: bool


@dataclass(frozen=True, slots=True)
class CentralQuestion:
    """The lesson's central question."""

    question: Nodes


@dataclass(frozen=True, slots=True)
class Objectives:
    """What pupils can do at the end."""

    objectives: tuple[Nodes, ...]


@dataclass(frozen=True, slots=True)
class GuidingQuestions:
    """Questions that the reading settles."""

    questions: tuple[Nodes, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A lesson's text. `glosses` explain in the margin the terms first used in it."""

    blocks: Nodes
    glosses: Mapping[str, "GlossaryEntry"]


@dataclass(frozen=True, slots=True)
class NumberedQuestion:
    """A question with its number in this handout, and the room that its answer gets.

    In a student's edition `question` holds no answer. `template` is the kind's name.
    """

    id: str
    number: int
    template: str
    question: Question
    room: Room


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A lesson's questions. With `answers` the teacher's answers print in the pupils' room."""

    id: str
    title: Nodes
    items: tuple[NumberedQuestion, ...]
    answers: bool
    points: int


@dataclass(frozen=True, slots=True)
class Key:
    """The answers apart from the questions, for the teacher."""

    id: str
    items: tuple[NumberedQuestion, ...]


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """An event: its date in words, such as “7 November 1929”, and ISO 8601."""

    date: str
    iso: str
    year: str
    event: Nodes
    lesson: int | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """The events of the handout's lessons, in order."""

    id: str
    title: Nodes
    events: tuple[DatedEvent, ...]


@dataclass(frozen=True, slots=True)
class GlossaryLink:
    """A related term that is in this glossary too."""

    term: str
    to: str


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A term. `uses` are the ids of the places that use it; `detail` is for teachers."""

    id: str
    term: str
    original: str
    language: str
    pronunciation: str
    definition: Nodes
    detail: Nodes
    see: tuple[GlossaryLink, ...]
    uses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Glossary:
    """The terms that this handout uses, in order of the alphabet."""

    id: str
    entries: tuple[GlossaryEntry, ...]


@dataclass(frozen=True, slots=True)
class NumberedNote:
    """An endnote; `back` is the id of the first mark that leads to it."""

    id: str
    number: int
    blocks: Nodes
    back: str


@dataclass(frozen=True, slots=True)
class Notes:
    """The endnotes, numbered from 1."""

    id: str
    notes: tuple[NumberedNote, ...]


@dataclass(frozen=True, slots=True)
class WorksCited:
    """The works that this handout cites, in order of the alphabet."""

    id: str
    works: tuple[Nodes, ...]


Content = (
    TitlePage
    | Contents
    | Heading
    | CentralQuestion
    | Objectives
    | GuidingQuestions
    | Reading
    | QuestionSet
    | Key
    | Timeline
    | Glossary
    | Notes
    | WorksCited
)


@dataclass(frozen=True, slots=True)
class SelectedPart:
    """One part to print, by the template `parts/NAME.html`. `lesson` is its lesson, if any.

    `first_of_lesson` tells a layout where a new lesson begins.
    """

    name: str
    content: Content
    lesson: LessonHead | None
    first_of_lesson: bool


@dataclass(frozen=True, slots=True)
class Selection:
    """One handout in one edition and tier: everything that prints, numbered.

    `title` is the PDF's title, `running_title` what stands in the running head beside the
    course's title. `places` tell for each id in the handout where its author wrote it.
    """

    handout: str
    lesson: str
    edition: EditionName
    tier: TierName
    paper: PaperName
    layout: str
    theme: str
    language: str
    title: str
    course_title: Nodes
    running_title: str
    authors: tuple[str, ...]
    parts: tuple[SelectedPart, ...]
    places: Mapping[str, Place]
    pictures: Mapping[str, bytes]
