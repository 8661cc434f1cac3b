"""Every problem code: how grave it is, what it means, and how it is mended.

Codes are part of the interface: scripts and teachers' notes rely on them, so a code
is never renamed and never given a new meaning. The manual's page of problems is
made from this table.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of problem: severity, meaning and remedy, each a full sentence."""

    severity: Literal["error", "warning"]
    meaning: str
    remedy: str


def _error(meaning: str, remedy: str) -> Code:
    return Code("error", meaning, remedy)


def _warning(meaning: str, remedy: str) -> Code:
    return Code("warning", meaning, remedy)


CODES: dict[str, Code] = {
    # files
    "file.missing": _error(
        "A file that the course names does not exist.",
        "Check the spelling of the name; capital letters count.",
    ),
    "file.encoding": _error(
        "A file is not UTF-8 text.",
        'Save it again as UTF-8; in most editors this is an option of "Save as".',
    ),
    "file.outside": _error(
        "A file, or a link in the folder, leads outside the course.",
        "Copy the file into the course folder and name it from there.",
    ),
    "file.size": _error(
        "A file is larger than the program reads.",
        "Split the file into several; a text file may have 2 MB, a picture 32 MB.",
    ),
    "file.unreadable": _error(
        "A file cannot be read.",
        "Check that it is a file and that you may read it.",
    ),
    "file.stray": _warning(
        "A file lies in the course but nothing uses it.",
        "Add it to the list it belongs to, or delete it.",
    ),
    # YAML
    "yaml.syntax": _error(
        "A file is not valid YAML.",
        "Look at the marked place and the line before it: a missing colon, quote or space.",
    ),
    "yaml.duplicate": _error(
        "A key stands twice in the same mapping.",
        "Delete or rename one of the two.",
    ),
    "yaml.depth": _error(
        "A YAML file is nested more deeply than the program reads.",
        "Course files need four or five levels; look for unclosed brackets.",
    ),
    "yaml.alias": _error(
        "A YAML file uses an alias or an anchor.",
        "Write the text out in each place.",
    ),
    "yaml.tag": _error(
        "A YAML file uses a tag such as !!python.",
        "Delete the tag; write plain values.",
    ),
    # values and keys
    "key.unknown": _error(
        "A key is not one that this file may have.",
        "Correct the spelling; the course format lists every key.",
    ),
    "key.missing": _error(
        "A key that must be there is missing.",
        "Add it.",
    ),
    "value.type": _error(
        "A value is of the wrong type, such as a word where a number is needed.",
        "Write a value of the type that the message names.",
    ),
    "value.choice": _error(
        "A value is not one of those allowed.",
        "Use one of the values that the hint names.",
    ),
    "value.invalid": _error(
        "A value breaks a rule of its key.",
        "The message says which.",
    ),
    "value.empty": _error(
        "A value, a list or a file is empty where there must be something.",
        "Write the missing text.",
    ),
    # ids and links
    "id.duplicate": _error(
        "Two things in the course have the same id.",
        "Rename one of the two.",
    ),
    "id.form": _error(
        "An id has characters that an id may not have.",
        "Use small letters, digits and hyphens, beginning with a letter.",
    ),
    "link.id": _error(
        "A cross reference names an id that does not exist.",
        "Correct the id, or give the thing meant the id: {#name}.",
    ),
    "link.term": _error(
        "A reference to a glossary term names no term.",
        "Correct the spelling, or add the term to glossary.yaml.",
    ),
    "link.source": _error(
        "A citation names a work that is not in the bibliography.",
        "Correct the key, or add the work to the bibliography.",
    ),
    "link.note": _error(
        "A note mark has no note text.",
        "Write the note: [^name]: its text.",
    ),
    "link.lesson": _error(
        "Something names a lesson that does not exist.",
        "Use an id from the list of lessons in course.yaml.",
    ),
    "link.question": _error(
        "A handout names a question that does not exist.",
        "Use a question's id; `studyguide list questions` shows them.",
    ),
    "link.standard": _error(
        "Something names a standard that course.yaml does not list.",
        "Correct the key, or add the standard to course.yaml.",
    ),
    "link.address": _error(
        "A link or a picture has an address that cannot be printed or opened.",
        "Use https:// for links, and a file of the course for pictures.",
    ),
    "note.duplicate": _error(
        "Two notes of one text have the same name.",
        "Rename one of the two.",
    ),
    "note.unused": _warning(
        "A note is written but no mark leads to it.",
        "Put its mark [^name] into the text, or delete the note.",
    ),
    "term.unused": _warning(
        "A glossary term is used nowhere in the course.",
        "Use the term, add the form that the text uses to `forms`, or delete it.",
    ),
    "term.form": _error(
        "Two glossary terms claim the same form.",
        "Leave the form to one of the two.",
    ),
    "source.unused": _warning(
        "A work in the bibliography is cited nowhere.",
        "Cite it, or delete it.",
    ),
    # prose
    "prose.html": _error(
        "The text holds raw HTML, which is off.",
        "Use Markdown; for a literal < write \\<.",
    ),
    "prose.heading": _error(
        "A heading skips a level.",
        "Go down one level at a time: ## and then ###.",
    ),
    "prose.title": _error(
        "A lesson's text has a heading of the first level.",
        "The title stands in the front matter; begin with ##.",
    ),
    "prose.block": _error(
        "A block opened with ::: is of an unknown kind, not closed, or closed without an opening.",
        "Use a kind that the course format lists, and close each block with ::: on its own line.",
    ),
    "prose.attributes": _error(
        "The braces after a heading, a block or a passage hold something that is not understood.",
        "Write {#id}, {lang=ru} or {key=value}.",
    ),
    "prose.depth": _error(
        "The text is nested more deeply than the program reads.",
        "Take quotations, lists or blocks out of one another.",
    ),
    "prose.place": _error(
        "A block, a note or a reference stands where none can be.",
        "In a question or a definition write running text only, in a title plain words.",
    ),
    "figure.alt": _error(
        "A picture has no alt text.",
        "Add a line `alt: …` that says what the picture shows.",
    ),
    "figure.empty": _error(
        "A figure holds neither a picture nor a table, or more than one of them.",
        "Put one picture or one table into each figure.",
    ),
    "figure.caption": _warning(
        "A figure has no caption.",
        "Write a paragraph that says what is shown.",
    ),
    "figure.picture": _error(
        "A picture is of a kind that cannot be printed, or is damaged or unsafe.",
        "Use PNG, JPEG or plain SVG without scripts and outside links.",
    ),
    "glyph.missing": _error(
        "A character is in none of the fonts, so it would print as an empty box.",
        "Use another character.",
    ),
    # course
    "course.empty": _error(
        "The course has no lessons, or a lesson has no text.",
        "List a lesson in course.yaml and write it in content/lessons/.",
    ),
    "question.kind": _error(
        "A question is of an unknown kind.",
        "Use one of the kinds that the hint names.",
    ),
    "question.answer": _warning(
        "A question has no answer, so the teacher's edition has a gap.",
        "Add `answer:`.",
    ),
    "question.choices": _error(
        "A multiple choice has no right answer, more than one, or too few choices.",
        "Mark exactly one choice with `correct: true`, and give two choices or more.",
    ),
    "question.correction": _error(
        "The correction of a true-false question does not fit it.",
        "A false statement may have a `correction`; a true one has none.",
    ),
    "question.rubric": _error(
        "A rubric's rows do not match its levels.",
        "Give each criterion as many descriptions as there are levels.",
    ),
    "question.room": _warning(
        "The teacher's answer does not fit the room that pupils get to write in.",
        "Give the question more room (space: {lines: 6}), or shorten the answer.",
    ),
    "source.syntax": _error(
        "The bibliography is not valid BibTeX.",
        "Look at the marked entry: a missing brace or comma.",
    ),
    "source.field": _error(
        "A work lacks what its citation must say, such as a title.",
        "Add the field.",
    ),
    "timeline.date": _error(
        "A date is not one, or an event ends before it begins.",
        "Write 1928, 1928-10 or 1928-10-01.",
    ),
    # handouts
    "handout.part": _error(
        "A handout names an unknown part.",
        "Use one of the parts that the hint names.",
    ),
    "handout.empty": _error(
        "A handout, or a part of it, comes out empty.",
        "Widen what it selects.",
    ),
    "handout.skipped": _warning(
        "A handout has nothing to print, so it is not made.",
        "Write what it prints, such as the lesson's questions, or leave the lesson out.",
    ),
    "handout.title": _error(
        "A handout's title holds a field that is not known.",
        "Use {lesson.title}, {lesson.number} or {course.title}.",
    ),
    "handout.name": _error(
        "Two handouts would be written to the same file.",
        "Give one of them another id.",
    ),
    # layouts
    "layout.unknown": _error(
        "There is no layout or theme of that name.",
        "Use one of those that the hint names.",
    ),
    "layout.missing": _error(
        "A layout names a template or a style sheet that does not exist.",
        "Correct the name, or add the file to the layout.",
    ),
    "template.syntax": _error(
        "A template is not valid Jinja2.",
        "Look at the marked line.",
    ),
    "template.undefined": _error(
        "A template uses a name that does not exist.",
        "Correct the name; the manual's page on layouts lists what a template is given.",
    ),
    "template.unsafe": _error(
        "A template does something that the sandbox does not allow.",
        "Templates may only print what they are given.",
    ),
    "style.invalid": _error(
        "A style sheet holds a rule that the engine drops.",
        "Correct the property, the value or the selector at that line.",
    ),
    "style.token": _error(
        "A style sheet uses a token that none declares, or a theme sets one that there is not.",
        "Correct the name; tokens.css in the base layout lists them all.",
    ),
    "page.engine": _warning(
        "The page engine complained of something.",
        "The message is the engine's own.",
    ),
    "page.blocked": _error(
        "A page asked for a file that the handout does not name.",
        "Pictures must be files of the course; nothing is loaded from the network.",
    ),
    "page.failed": _error(
        "The page engine gave up on a handout.",
        "Take back what was last changed in a style sheet, a template or a picture.",
    ),
    "page.unsettled": _warning(
        "The page numbers printed in a handout did not settle.",
        "Please report this; a small change of the text will help meanwhile.",
    ),
}
