"""Print one handout: select, compose and typeset it, until its page numbers are right."""

from studyguide.compose.compose import compose
from studyguide.compose.galley import Galley
from studyguide.course.course import Course
from studyguide.fonts import missing_characters
from studyguide.job import Job, Printed
from studyguide.layout import Layout
from studyguide.problems import Place, Problems
from studyguide.publish import Record, digest
from studyguide.read import Draft
from studyguide.select.select import select
from studyguide.typeset import Pages, lay_out, paint

#: A second pass fills in page numbers; a third is needed where a filled-in number moved a
#: line over a page. More has not been seen.
_MOST_PASSES = 5


def print_handout(
    draft: Draft, course: Course, job: Job, layout: Layout, problems: Problems
) -> Printed | None:
    """Give a handout's PDF with its record, or None and problems."""
    before = problems.warnings
    selection = select(course, job.handout, job.variant, problems)
    known: dict[str, int] = {}
    pages: Pages | None = None
    galley: Galley | None = None
    for _ in range(_MOST_PASSES):
        galley = compose(selection, layout, job.handout.place, known, problems)
        if galley is None:
            return None
        _check_characters(galley, draft, problems)
        pages = lay_out(galley, problems)
        found = {name: page for name, page in pages.page_of().items() if name in galley.asked}
        if found == known:
            break
        known = found
    else:
        place, name = job.handout.place, job.file
        problems.add(place, "page.unsettled", f'the page numbers of "{name}" do not settle')
    assert pages is not None  # the loop ran at least once
    assert galley is not None
    pdf = paint(pages, galley, problems)
    record = Record(
        file=job.file,
        handout=job.handout.id,
        lesson=job.handout.lesson or None,
        edition=job.variant.edition,
        tier=job.variant.tier,
        paper=selection.paper,
        theme=selection.theme,
        pages=pages.count,
        sheets=-(-pages.count // 2),
        bytes=len(pdf),
        sha256=digest(pdf),
        warnings=problems.warnings - before,
    )
    return Printed(record, pdf)


def _check_characters(galley: Galley, draft: Draft, problems: Problems) -> None:
    for character in missing_characters(galley.html):
        problems.add(
            _where(character, draft) or galley.place,
            "glyph.missing",
            f'no font has the character "{character}" (U+{ord(character):04X})',
            hint="use another character",
        )


def _where(character: str, draft: Draft) -> Place | None:
    """Give the first place where the course's files hold a character."""
    for path in sorted(draft.texts):
        for number, line in enumerate(draft.texts[path].split("\n"), start=1):
            if character in line:
                return Place(path, number, line.index(character) + 1)
    return None
