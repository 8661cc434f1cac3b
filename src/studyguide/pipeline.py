"""The whole line, stage by stage: read, check, select, compose, typeset, publish."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from studyguide.check.check import Choice, check_course
from studyguide.compose.compose import compose
from studyguide.compose.galley import Galley
from studyguide.course.course import Course, EditionName, Handout, PaperName, TierName
from studyguide.fonts import missing_characters
from studyguide.layout import Layout, load_layout
from studyguide.problems import Place, Problems
from studyguide.publish import Record, digest, write_file, write_manifest
from studyguide.read import Draft
from studyguide.select.select import Variant, select

#: A second pass fills in page numbers; a third is needed where a filled-in number moved a
#: line over a page. More has not been seen.
_MOST_PASSES = 5


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be built; what is empty is not narrowed down."""

    handouts: tuple[str, ...] = ()
    lessons: tuple[str, ...] = ()
    editions: tuple[EditionName, ...] = ()
    tiers: tuple[TierName, ...] = ()
    paper: PaperName | None = None
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """One file to make."""

    handout: Handout
    variant: Variant
    file: str


@dataclass(frozen=True, slots=True)
class Printed:
    """One finished file, not yet written."""

    record: Record
    pdf: bytes


def jobs_for(course: Course, order: Order) -> list[Job]:
    """Give the files that an order asks for, in the order of handouts and lessons."""
    return [
        Job(handout, variant, file_name(handout, variant))
        for handout in course.handouts
        if not order.handouts or handout.id in order.handouts
        if not order.lessons or handout.lesson in order.lessons
        for variant in _variants(handout, order)
    ]


def _variants(handout: Handout, order: Order) -> Iterator[Variant]:
    for tier in handout.tiers:
        for edition in handout.editions:
            if order.editions and edition not in order.editions:
                continue
            if order.tiers and tier not in order.tiers:
                continue
            yield Variant(edition, tier, order.paper, order.theme)


def file_name(handout: Handout, variant: Variant) -> str:
    """Give a file's name, for people: famine.lesson.student.pdf.

    Tier, paper and theme are named only where they are not the usual ones.
    """
    tier = variant.tier if handout.tiers != ("core",) else ""
    paper = variant.paper if variant.paper not in (None, handout.paper) else ""
    theme = variant.theme if variant.theme not in ("", handout.theme) else ""
    names = (handout.lesson, handout.id, tier, variant.edition, paper, theme)
    return ".".join(name for name in names if name) + ".pdf"


def build(
    draft: Draft, course: Course, jobs: list[Job], problems: Problems, done: Callable[[Job], None]
) -> list[Printed]:
    """Make every file, in memory; `done` is called after each."""
    layouts: dict[tuple[str, str], Layout | None] = {}
    printed: list[Printed] = []
    for job in jobs:
        key = (job.handout.layout, job.variant.theme or job.handout.theme)
        if key not in layouts:
            layouts[key] = load_layout(*key, draft.texts, job.handout.place, problems)
        layout = layouts[key]
        made = layout and _print(draft, course, job, layout, problems)
        if made:
            printed.append(made)
        done(job)
    return printed


def _print(
    draft: Draft, course: Course, job: Job, layout: Layout, problems: Problems
) -> Printed | None:
    # WeasyPrint takes half a second to import: `check` and `list` must not pay for it.
    from studyguide.typeset import Pages, lay_out, paint

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


def publish(printed: list[Printed], folder: Path) -> None:
    """Write every file and the manifest."""
    for item in printed:
        write_file(folder / item.record.file, item.pdf)
    write_manifest(folder, [item.record for item in printed])


def check(draft: Draft, problems: Problems, choice: Choice) -> Course | None:
    """Check a course with everything that a build would need, but set no pages."""
    course = check_course(draft, problems, choice)
    if course:
        for handout in course.handouts:
            load_layout(handout.layout, handout.theme, draft.texts, handout.place, problems)
    return course if not problems.errors else None
