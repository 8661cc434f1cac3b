"""A tiny course for tests: the least that is good, to which a test adds what it is about."""

from collections.abc import Mapping

from studyguide.check.check import Choice, check_course
from studyguide.check.overrides import read_setting
from studyguide.course.course import Course, Handout
from studyguide.problems import Problems
from studyguide.read import Draft
from studyguide.select.select import Variant, select
from studyguide.select.selection import Selection

FILES = {
    "content/course.yaml": "title: Fire and Iron\nlanguage: en-GB\nlessons: [fire, iron]\n",
    "content/lessons/fire.md": "---\ntitle: Fire\n---\n\nFire is hot.\n",
    "content/lessons/iron.md": "---\ntitle: Iron\n---\n\nIron is hard.\n",
    "content/handouts/lesson.yaml": (
        "id: lesson\nfor_each: lesson\ntitle: '{lesson.title}'\n"
        "parts: [heading, reading, questions, glossary, notes, works_cited]\n"
        "editions: [student, teacher]\n"
    ),
    "content/handouts/guide.yaml": (
        "id: guide\nparts:\n  - title_page\n  - contents\n  - each_lesson: [heading, reading]\n"
        "  - glossary\n  - notes\n"
    ),
}

BOOKS = """
@book{nove, author={Alec Nove}, title={An Economic History}, address={London},
  publisher={Penguin}, year={1992}}
@book{viola, author={Lynne Viola}, title={Peasant Rebels}, address={New York},
  publisher={Oxford}, year={1996}}
"""


def draft_of(changes: Mapping[str, str | None] | None = None) -> Draft:
    """Give the tiny course with files put in, or taken out where the text is None."""
    texts = FILES | dict(changes or {})
    return Draft({path: text for path, text in texts.items() if text is not None}, {})


def lesson_text(body: str) -> str:
    """Give a lesson's file with this body, which begins at line 5."""
    return f"---\ntitle: Fire\n---\n\n{body}"


def course_of(changes: Mapping[str, str | None] | None = None, *settings: str) -> Course:
    """Give a course that must be without errors."""
    problems = Problems()
    read = tuple(s for words in settings if (s := read_setting(words, problems)))
    course = check_course(draft_of(changes), problems, Choice(read))

    assert course is not None, list(problems)
    return course


def handout_of(course: Course, name: str, lesson: str = "") -> Handout:
    """Give the handout of that id, of a lesson or of the whole course."""
    return next(h for h in course.handouts if (h.id, h.lesson) == (name, lesson))


def selection_of(
    course: Course, name: str, lesson: str = "", variant: Variant | None = None
) -> Selection:
    """Give a selection that must be without problems."""
    problems = Problems()
    made = select(course, handout_of(course, name, lesson), variant or Variant(), problems)

    assert not list(problems)
    return made
