"""Lists of what a course holds, as rows for people and for other programs."""

import json
from collections.abc import Callable

from studyguide.course.course import Course
from studyguide.prose.nodes import plain_text
from studyguide.report import printable

Row = dict[str, object]

#: A cell of a list for people is cut at so many characters.
_WIDEST = 60


def lessons(course: Course) -> list[Row]:
    """Give the lessons: number, id, title, minutes, how many questions."""
    return [
        {
            "number": lesson.number,
            "id": lesson.id,
            "title": plain_text(lesson.front.title.blocks),
            "minutes": lesson.front.minutes,
            "questions": len(lesson.questions),
        }
        for lesson in course.lessons
    ]


def questions(course: Course) -> list[Row]:
    """Give the questions: lesson, id, kind, level, points, tags, prompt."""
    return [
        {
            "lesson": lesson.id,
            "id": question.id,
            "kind": question.kind,
            "level": question.level,
            "points": question.points,
            "tags": list(question.tags),
            "prompt": plain_text(question.prompt.blocks),
        }
        for lesson in course.lessons
        for question in lesson.questions
    ]


def terms(course: Course) -> list[Row]:
    """Give the glossary terms: term, original, definition."""
    return [
        {
            "term": term.term,
            "original": term.original,
            "definition": plain_text(term.definition.blocks),
        }
        for term in course.terms
    ]


def sources(course: Course) -> list[Row]:
    """Give the works: key, who wrote or edited them, title, date."""
    return [
        {
            "key": work.key,
            "who": ", ".join(name.literal or name.family for name in work.authors or work.editors),
            "title": work.title,
            "date": work.date,
        }
        for work in course.works
    ]


def handouts(course: Course) -> list[Row]:
    """Give the handouts: id, lesson, title, layout, paper, editions, tiers."""
    return [
        {
            "id": handout.id,
            "lesson": handout.lesson or None,
            "title": handout.title,
            "layout": handout.layout,
            "paper": handout.paper,
            "editions": list(handout.editions),
            "tiers": list(handout.tiers),
        }
        for handout in course.handouts
    ]


LISTS: dict[str, Callable[[Course], list[Row]]] = {
    "lessons": lessons,
    "questions": questions,
    "terms": terms,
    "sources": sources,
    "handouts": handouts,
}


def rows_as_json(rows: list[Row]) -> str:
    """Give rows as a JSON list of objects."""
    return json.dumps(rows, indent=2, ensure_ascii=False)


def rows_as_text(rows: list[Row]) -> str:
    """Give rows as a table for a screen, with a line of heads; long cells are cut."""
    if not rows:
        return "none"
    table = [list(rows[0]), *([_cell(value) for value in row.values()] for row in rows)]
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    lines = ("  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) for row in table)
    return "\n".join(line.rstrip() for line in lines)


def _cell(value: object) -> str:
    text = ", ".join(value) if isinstance(value, list) else "-" if value is None else str(value)
    text = printable(" ".join(text.split()))
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"
