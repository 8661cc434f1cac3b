"""Print one handout: select, compose and typeset it, until what it says of its pages is true."""

from studyguide.characters import check_characters
from studyguide.compose.compose import compose
from studyguide.compose.galley import Galley
from studyguide.compose.pages import Found
from studyguide.course.course import Course
from studyguide.job import Job, Printed
from studyguide.layout import Layout
from studyguide.margin import gloss_tops
from studyguide.problems import Problems
from studyguide.publish import Record, digest
from studyguide.read import Draft
from studyguide.rooms import check_rooms
from studyguide.select.select import select
from studyguide.select.selection import Selection
from studyguide.typeset import Pages, lay_out, paint

#: The second pass fills in page numbers and puts the margin's glosses in their places; a third
#: is needed where a number moved a line over a page. More than four has not been seen.
_MOST_PASSES = 6


def print_handout(
    draft: Draft, course: Course, job: Job, layout: Layout, problems: Problems
) -> Printed | None:
    """Give a handout's PDF with its record, or None and problems."""
    before = problems.warnings
    selection = select(course, job.handout, job.variant, problems)
    settled = _settle(selection, layout, job, draft, problems)
    if settled is None:
        return None
    galley, pages = settled
    check_rooms(selection, pages, problems)
    pdf = paint(pages, galley, problems)
    if pdf is None:
        return None
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


def _settle(
    selection: Selection, layout: Layout, job: Job, draft: Draft, problems: Problems
) -> tuple[Galley, Pages] | None:
    """Compose and set pages until what is printed of the pages is true of them."""
    found = Found()
    place = job.handout.place
    passes = 0
    while True:
        passes += 1
        galley = compose(selection, layout, place, found, problems)
        if galley is None:
            return None
        check_characters(galley.html, draft.texts, galley.place, problems)
        pages = lay_out(galley, problems)
        if pages is None:
            return None
        seen = _seen(galley, pages, found)
        if seen == found:
            return galley, pages
        if passes == _MOST_PASSES:
            message = f'the page numbers of "{job.file}" do not settle'
            problems.add(place, "page.unsettled", message)
            return galley, pages
        found = seen


def _seen(galley: Galley, pages: Pages, before: Found) -> Found:
    """Give what the pages show of all that the galley prints of them."""
    page_of = pages.page_of()
    apart = {
        reference
        for reference, anchor in galley.references
        if page_of.get(reference) != page_of.get(anchor)
    }
    return Found(
        pages={name: page for name, page in page_of.items() if name in galley.asked},
        tops_mm=gloss_tops(pages),
        apart=before.apart | apart,
    )
