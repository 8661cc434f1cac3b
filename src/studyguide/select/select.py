"""Select one handout in one edition and tier: choose, then number in the order of reading."""

from dataclasses import dataclass, replace

from studyguide.course.course import Course, EditionName, Handout, PaperName, TierName
from studyguide.course.handout import GlossaryOptions
from studyguide.problems import Problems
from studyguide.prose.nodes import plain_text
from studyguide.select.apparatus import make_glossary, make_glosses, make_notes, make_works_cited
from studyguide.select.numbering import Numbering, entry_ids
from studyguide.select.parts import PART_MAKERS, Making, lesson_head
from studyguide.select.plan import Plan, glossary_choice, plan
from studyguide.select.selection import (
    Content,
    Contents,
    ContentsEntry,
    Glossary,
    Heading,
    Key,
    Notes,
    Reading,
    SelectedPart,
    Selection,
    Timeline,
    WorksCited,
)
from studyguide.terms import TermFinder

Made = list[Content | None]


@dataclass(frozen=True, slots=True)
class Variant:
    """Which of the forms of a handout is wanted; without paper or theme the handout's own."""

    edition: EditionName = "student"
    tier: TierName = "core"
    paper: PaperName | None = None
    theme: str = ""


def select(course: Course, handout: Handout, variant: Variant, problems: Problems) -> Selection:
    """Give everything that one handout prints, numbered."""
    planned = plan(course, handout, variant.edition, variant.tier, problems)
    terms = course.terms
    numbering = Numbering(course, planned.scope, TermFinder(terms), entry_ids(terms))
    making = Making(course, handout, variant.edition, numbering)
    made = _make(planned, making)
    parts = _parts(planned, made, making)
    return Selection(
        handout=handout.id,
        lesson=handout.lesson,
        edition=variant.edition,
        tier=variant.tier,
        paper=variant.paper or handout.paper,
        layout=handout.layout,
        theme=variant.theme or handout.theme,
        language=course.front.language,
        title=_title(course, handout),
        course_title=course.front.title.blocks,
        running_title=handout.title,
        authors=tuple(course.front.authors),
        parts=parts,
        places=numbering.places,
        pictures=course.pictures,
    )


def is_empty(selection: Selection) -> bool:
    """Say whether a handout has nothing to print but its heading."""
    return all(part.name == "heading" for part in selection.parts)


def _title(course: Course, handout: Handout) -> str:
    """Give the PDF's title: the handout's, with the course's where that differs."""
    title = plain_text(course.front.title.blocks)
    label = plain_text(handout.label)
    own = f"{handout.title}: {label}" if label else handout.title
    return own if handout.title == title else f"{own} ({title})"


def _make(planned: Plan, making: Making) -> Made:
    """Make the parts: first what is read, then the apparatus that gathers from it."""
    made: Made = []
    for step in planned.steps:
        maker = PART_MAKERS.get(step.part.kind.name)
        made.append(maker(step, making) if maker else None)
    numbering, course = making.numbering, making.course
    for index, step in enumerate(planned.steps):
        if isinstance(step.part.options, GlossaryOptions) and planned.scope.has_glossary:
            which = glossary_choice(course, planned.steps)
            pages = step.part.options.pages
            made[index] = make_glossary(course, numbering, which, making.edition, pages=pages)
    for index, step in enumerate(planned.steps):
        if step.part.kind.name == "notes" and planned.scope.has_notes:
            made[index] = make_notes(numbering)
        elif step.part.kind.name == "works_cited":
            made[index] = make_works_cited(numbering)
    glosses = make_glosses(course, numbering)
    made = [replace(p, glosses=glosses) if isinstance(p, Reading) else p for p in made]
    for index, step in enumerate(planned.steps):
        if step.part.kind.name == "contents":
            made[index] = _contents(planned, made, making)
    return made


def _contents(planned: Plan, made: Made, making: Making) -> Contents:
    """Give the table of contents: every lesson with a heading, then the other parts."""
    lessons: list[ContentsEntry] = []
    others: list[ContentsEntry] = []
    for step, content in zip(planned.steps, made, strict=True):
        name = step.part.kind.name
        if isinstance(content, Heading) and step.lesson:
            head = lesson_head(step.lesson, making.numbering)
            lessons.append(ContentsEntry(head.id, name, head.title, head))
        elif isinstance(content, Timeline | Glossary | Notes | WorksCited):
            title = content.title if isinstance(content, Timeline) else ()
            others.append(ContentsEntry(content.id, name, title, None))
        elif isinstance(content, Key) and not any(entry.name == "key" for entry in others):
            others.append(ContentsEntry(content.id, name, (), None))
    return Contents(tuple(lessons), tuple(others))


def _parts(planned: Plan, made: Made, making: Making) -> tuple[SelectedPart, ...]:
    parts: list[SelectedPart] = []
    before = ""
    for step, content in zip(planned.steps, made, strict=True):
        if content is None:
            continue
        head = lesson_head(step.lesson, making.numbering) if step.lesson else None
        first = head is not None and head.id != before
        before = head.id if head else ""
        parts.append(SelectedPart(step.part.kind.name, content, head, first))
    return tuple(parts)
