"""What the program says of each mistake, for the manual: made on purpose in a new course.

Nothing is read but what is shipped, and nothing is written: the course is changed in memory
and checked by the real checker.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from studyguide.check.check import Choice
from studyguide.pipeline import check
from studyguide.problems import Problems
from studyguide.read import Draft
from studyguide.report import show_problems
from studyguide.starter import course_files

_COURSE = "content/course.yaml"
_LESSON = "content/lessons/first.md"
_QUESTIONS = "content/questions/first.yaml"
_GLOSSARY = "content/glossary.yaml"
_TIMELINE = "content/timeline.yaml"
_SOURCES = "content/sources.bib"
_SHEET = "content/handouts/questions.yaml"
_STYLE = "layouts/letters/layout.yaml"


@dataclass(frozen=True, slots=True)
class Mistake:
    """A text of a file put in place of another; with no `old` it stands at the file's end."""

    file: str
    old: str
    new: str


#: One mistake for each code that the checker can find in texts alone.
MISTAKES: dict[str, Mistake] = {
    "file.missing": Mistake(_COURSE, "[first]", "[first, secnd]"),
    "file.outside": Mistake(_LESSON, "", "![A map](images/../../map.png)"),
    "file.stray": Mistake("content/lessons/second.md", "", "---\ntitle: Two\n---\n\nText.\n"),
    "yaml.syntax": Mistake(_GLOSSARY, "term: handout", 'term: "handout'),
    "yaml.duplicate": Mistake(_QUESTIONS, "points: 3", "points: 3\n    points: 2"),
    "yaml.depth": Mistake(_GLOSSARY, "", "- " + "[" * 200),
    "yaml.alias": Mistake(_GLOSSARY, "[handouts]", "&forms [handouts]"),
    "yaml.tag": Mistake(_QUESTIONS, "points: 3", "points: !!int 3"),
    "key.unknown": Mistake(_QUESTIONS, "teacher_note:", "techer_note:"),
    "key.missing": Mistake(_TIMELINE, "- date: 1658\n  event:", "- event:"),
    "value.type": Mistake(_QUESTIONS, "points: 3", "points: three"),
    "value.choice": Mistake(_QUESTIONS, "points: 3", "level: recal"),
    "value.invalid": Mistake(_COURSE, "language: en", "language: English"),
    "value.empty": Mistake(_COURSE, "title: My Course", "title:"),
    "id.duplicate": Mistake(_QUESTIONS, "id: first-notes", "id: first-parts"),
    "id.form": Mistake(_QUESTIONS, "id: first-notes", "id: First_Notes"),
    "link.id": Mistake(_LESSON, "[](#weeks)", "[](#week)"),
    "link.term": Mistake(_LESSON, "", "A [[handuot]].\n"),
    "link.source": Mistake(_LESSON, "[@gutek1995]", "[@gutek1996]"),
    "link.note": Mistake(_LESSON, "like this,[^first]", "like this,[^frist]"),
    "link.lesson": Mistake(_TIMELINE, "lesson: first", "lesson: frist"),
    "link.question": Mistake(_SHEET, "- questions", "- questions: {exclude: [first-part]}"),
    "link.standard": Mistake(_LESSON, "---\ntitle", "---\nstandards: [RH.1]\ntitle"),
    "link.address": Mistake(_LESSON, "", "[a page](ftp://example.org)\n"),
    "note.duplicate": Mistake(_LESSON, "", "[^first]: A second note of that name.\n"),
    "note.unused": Mistake(_LESSON, "", "[^second]: A note without a mark.\n"),
    "term.unused": Mistake(_GLOSSARY, "", "- term: quire\n  definition: Sheets folded together.\n"),
    "term.form": Mistake(
        _GLOSSARY, "", "- {term: leaflet, forms: [handouts], definition: A small sheet.}\n"
    ),
    "source.unused": Mistake(_LESSON, "[@gutek1995]", ""),
    "prose.html": Mistake(_LESSON, "", "This is <b>bold</b>.\n"),
    "prose.heading": Mistake(_LESSON, "## A section", "### A section"),
    "prose.title": Mistake(_LESSON, "## A section", "# A section"),
    "prose.block": Mistake(_LESSON, "::: teacher", "::: techer"),
    "prose.attributes": Mistake(_LESSON, "{#section}", "{#section lang=fr}"),
    "prose.depth": Mistake(_LESSON, "", ">" * 60 + " deep\n"),
    "prose.place": Mistake(_QUESTIONS, "prompt: Who", "prompt: |-\n      ::: claim\n      Who"),
    "figure.alt": Mistake(_LESSON, "", "![](images/map.png)\n"),
    "figure.empty": Mistake(_LESSON, "", "::: figure\nA map of Prague.\n:::\n"),
    "figure.caption": Mistake(_LESSON, "Two weeks of work. What to do in which week.\n", ""),
    "course.empty": Mistake(_COURSE, "lessons: [first]", "lessons: []"),
    "question.kind": Mistake(_QUESTIONS, "kind: short_answer", "kind: short_anwser"),
    "question.answer": Mistake(
        _QUESTIONS, "    answer: A text, the words that they need, and questions.\n", ""
    ),
    "question.choices": Mistake(_QUESTIONS, "{text: the author}", "{text: I, correct: true}"),
    "question.correction": Mistake(
        _QUESTIONS,
        "",
        "  - id: first-true\n    kind: true_false\n    prompt: Notes are numbered.\n"
        "    correct: true\n    correction: They are not.\n",
    ),
    "question.rubric": Mistake(
        _QUESTIONS,
        "",
        "  - id: first-essay\n    kind: essay\n    prompt: Why do notes have numbers?\n"
        "    answer: So that a reader finds them.\n    rubric:\n      levels: [Good, Fair]\n"
        "      criteria:\n        - criterion: Evidence\n          descriptions: [Gives two]\n",
    ),
    "source.syntax": Mistake(_SOURCES, "Gerald L. Gutek},", "Gerald L. Gutek}"),
    "source.field": Mistake(_SOURCES, "  title     =", "  titel     ="),
    "timeline.date": Mistake(_TIMELINE, "date: 1658", "date: spring 1658"),
    "handout.part": Mistake(_SHEET, "- questions", "- question"),
    "handout.empty": Mistake(_SHEET, "- questions", "- each_lesson"),
    "handout.title": Mistake(_SHEET, '"{lesson.title}"', '"{lesson.name}"'),
    "layout.unknown": Mistake(_SHEET, "layout: worksheet", "layout: worksheets"),
    "layout.missing": Mistake(
        _STYLE, "", "description: Letters.\nextends: handout\nstyles: [letter.css]\n"
    ),
}


def example_messages() -> dict[str, str]:
    """Give what the program says, as on a screen, by the code of the problem.

    Raises LookupError, our own mistake, where a mistake is not found.
    """
    return {code: _said(code, mistake) for code, mistake in MISTAKES.items()}


def _said(code: str, mistake: Mistake) -> str:
    texts = _with(mistake)
    problems = Problems()
    check(Draft(texts, {}), problems, Choice())
    for problem in problems:
        if problem.code == code:
            return show_problems([problem], texts, "text")
    raise LookupError(f"nothing is found wrong: {code}")


def _with(mistake: Mistake) -> Mapping[str, str]:
    """Give the texts of a new course with a mistake in them."""
    files = course_files(example=False)
    texts = {name: data.decode() for name, data in files.items() if name.startswith("content/")}
    if mistake.file == _STYLE:
        texts[_SHEET] = texts[_SHEET].replace("layout: worksheet", "layout: letters")
    before = texts.get(mistake.file, "")
    if mistake.old not in before:
        raise LookupError(f'"{mistake.old}" does not stand in {mistake.file}')
    made = before.replace(mistake.old, mistake.new, 1) if mistake.old else before + mistake.new
    return texts | {mistake.file: made}
