"""One function for each kind of part: from a step of the plan to what its template prints."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from studyguide.course.authored import Authored, map_prose
from studyguide.course.course import Course, EditionName, Handout, Lesson
from studyguide.course.handout import HeadingOptions, QuestionOptions, TimelineOptions
from studyguide.dates import date_words
from studyguide.prose.nodes import Node, plain_text
from studyguide.prose.parse import Prose
from studyguide.questions.kinds import for_pupils
from studyguide.questions.question import Question
from studyguide.questions.space import Room
from studyguide.select.numbering import Numbering, unnoted
from studyguide.select.plan import Step
from studyguide.select.selection import (
    CentralQuestion,
    Content,
    DatedEvent,
    GuidingQuestions,
    Heading,
    Key,
    LessonHead,
    Nodes,
    NumberedQuestion,
    Objectives,
    QuestionSet,
    Reading,
    Timeline,
    TitlePage,
)

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Making:
    """What a part is made from: the course, the handout, and the numbering that goes on."""

    course: Course
    handout: Handout
    edition: EditionName
    numbering: Numbering


def lesson_head(lesson: Lesson, numbering: Numbering) -> LessonHead:
    """Give a lesson's title and what belongs to it; nothing in them takes a number."""
    front = lesson.front
    numbering.places.setdefault(lesson.id, lesson.place)
    return LessonHead(
        id=lesson.id,
        number=lesson.number,
        title=front.title.blocks,
        short_title=plain_text((front.short_title or front.title).blocks),
        period=_blocks(front.period),
        minutes=front.minutes,
        content_note=_blocks(front.content_note),
        # Its notes are marked where it stands as a part of its own.
        central_question=unnoted(numbering.text(front.central_question, aside=True)),
    )


def _blocks(prose: Prose | None) -> Nodes:
    return prose.blocks if prose else ()


def _title_page(_step: Step, making: Making) -> Content:
    front = making.course.front
    return TitlePage(
        title=front.title.blocks,
        subtitle=_blocks(front.subtitle),
        authors=tuple(front.authors),
        level=_blocks(front.level),
        license=front.license or "",
        essential_questions=tuple(
            making.numbering.text(question, terms=False) for question in front.essential_questions
        ),
        lessons=len(making.handout.lessons),
    )


def _heading(step: Step, making: Making) -> Content:
    """Give the head of a sheet; inside `each_lesson` the lesson's own."""
    options = step.part.options
    assert isinstance(options, HeadingOptions)  # the table of parts says so
    making.numbering.new_section()
    title = _heading_title(step, making)
    label = making.handout.label if making.handout.lesson or not step.lesson else ()
    return Heading(title, label, options.name, options.date, options.period)


def _heading_title(step: Step, making: Making) -> Nodes:
    handout = making.handout
    if step.lesson:
        title = step.lesson.front.title.blocks
        if not handout.lesson or plain_text(title) == handout.title:
            return title
    return (Node("text", handout.place, text=handout.title),)


def _central_question(step: Step, making: Making) -> Content | None:
    question = step.lesson.front.central_question if step.lesson else None
    return CentralQuestion(making.numbering.text(question, terms=False)) if question else None


def _objectives(step: Step, making: Making) -> Content | None:
    texts = step.lesson.front.objectives if step.lesson else ()
    made = tuple(making.numbering.text(text, terms=False) for text in texts)
    return Objectives(made) if made else None


def _guiding_questions(step: Step, making: Making) -> Content | None:
    texts = step.lesson.front.guiding_questions if step.lesson else ()
    made = tuple(making.numbering.text(text, terms=False) for text in texts)
    return GuidingQuestions(made) if made else None


def _reading(step: Step, making: Making) -> Content:
    making.numbering.new_section()
    return Reading(making.numbering.text(step.blocks), {})


def _questions(step: Step, making: Making) -> Content:
    options = step.part.options
    assert isinstance(options, QuestionOptions)  # the table of parts says so
    assert step.lesson  # and that it belongs to a lesson
    making.numbering.new_section()
    answers = making.edition == "teacher" and options.room
    items = tuple(
        _item(number, question, making, room=options.room, answers=answers, prefix="")
        for number, question in step.questions
    )
    return QuestionSet(
        id=f"questions.{step.lesson.id}",
        title=_blocks(options.title),
        items=items,
        answers=answers,
        points=sum(question.points or 0 for _, question in step.questions),
    )


def _key(step: Step, making: Making) -> Content:
    assert step.lesson  # a key is made for a lesson
    items = tuple(
        _item(number, question, making, room=False, answers=True, prefix="key.")
        for number, question in step.questions
    )
    return Key(f"key.{step.lesson.id}", items)


def _item(
    number: int, question: Question, making: Making, *, room: bool, answers: bool, prefix: str
) -> NumberedQuestion:
    """Give a question with its room. The room is taken from the whole question, so that it is
    the same in every edition; the answers are then taken out for pupils.
    """
    space = question.room() if room else Room("none")
    numbering = making.numbering
    asked = for_pupils(question)
    if prefix:
        numbered = map_prose(question, numbering.prose_aside)
    else:
        numbered = map_prose(asked, numbering.prose)
        numbering.places[question.id] = question.place
    if answers and not prefix:
        numbered = _with_hidden(numbered, question, asked, numbering)
    return NumberedQuestion(f"{prefix}{question.id}", number, question.kind, numbered, space)


def _with_hidden(numbered: _Value, whole: object, asked: object, numbering: Numbering) -> _Value:
    """Put back what `for_pupils` took out, as texts for the teacher.

    `whole` is the authored value, `asked` what of it pupils get, `numbered` the same with its
    texts numbered: they stay as they are, so that every edition has the same numbers.
    """
    if whole == asked:
        return numbered
    made: object
    if isinstance(numbered, Authored) and isinstance(whole, Authored):
        fields = {
            name: _with_hidden(
                getattr(numbered, name), getattr(whole, name), getattr(asked, name), numbering
            )
            for name in type(whole).model_fields
        }
        made = numbered.model_copy(update=fields)
    elif (
        isinstance(numbered, tuple)
        and isinstance(whole, tuple)
        and isinstance(asked, tuple)
        and len(whole) == len(asked)
    ):
        triples = zip(numbered, whole, asked, strict=True)
        made = tuple(_with_hidden(*triple, numbering) for triple in triples)
    else:
        made = map_prose(whole, numbering.prose_aside)
    # What was hidden is of the type that its field has.
    return made  # type: ignore[return-value]


def _timeline(step: Step, making: Making) -> Content | None:
    options = step.part.options
    assert isinstance(options, TimelineOptions)  # the table of parts says so
    course, numbering = making.course, making.numbering
    numbering.new_section()
    chosen = [e for e in course.events if not e.lesson or e.lesson in making.handout.lessons]
    events = tuple(
        DatedEvent(
            date=date_words(event.date, event.end or "", course.front.language),
            iso=event.date,
            year=event.date[:4],
            event=numbering.text(event.event),
            lesson=course.lesson(event.lesson).number if event.lesson else None,
        )
        for event in chosen
    )
    return Timeline("timeline.all", _blocks(options.title), events) if events else None


#: The parts that are made as they come, in the order of reading.
PART_MAKERS: dict[str, Callable[[Step, Making], Content | None]] = {
    "title_page": _title_page,
    "heading": _heading,
    "central_question": _central_question,
    "objectives": _objectives,
    "guiding_questions": _guiding_questions,
    "reading": _reading,
    "questions": _questions,
    "key": _key,
    "timeline": _timeline,
}
