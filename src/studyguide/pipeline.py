"""The whole line, stage by stage: read, check, select, compose, typeset, publish."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from studyguide.characters import check_characters, words_of
from studyguide.check.check import Choice, check_course
from studyguide.check.handouts import Looks
from studyguide.course.course import Course, EditionName, Handout, PaperName, TierName
from studyguide.job import Job, Printed
from studyguide.layout import Layout, layout_names, load_layout, theme_names
from studyguide.problems import Place, Problems
from studyguide.publish import write_file, write_manifest
from studyguide.read import Draft
from studyguide.select.select import Variant, is_empty, select


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be built; what is empty is not narrowed down."""

    handouts: tuple[str, ...] = ()
    lessons: tuple[str, ...] = ()
    editions: tuple[EditionName, ...] = ()
    tiers: tuple[TierName, ...] = ()
    paper: PaperName | None = None
    theme: str = ""


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
    draft: Draft,
    course: Course,
    jobs: list[Job],
    problems: Problems,
    done: Callable[[Job], None],
    *,
    workers: int = 1,
) -> list[Printed]:
    """Make every file, in memory, in so many processes; `done` is called after each."""
    # WeasyPrint and Jinja2 take half a second to import: `check` and `list` must not pay.
    from studyguide.workers import Batch, Task, print_all

    layouts: dict[tuple[str, str], Layout | None] = {}
    tasks: list[Task] = []
    for job in jobs:
        key = (job.handout.layout, job.variant.theme or job.handout.theme)
        if key not in layouts:
            layouts[key] = load_layout(*key, draft.texts, job.handout.place, problems)
        layout = layouts[key]
        if layout:
            tasks.append(Task(job, layout))
    return print_all(Batch(draft, course, tuple(tasks)), workers, problems, done)


def check_jobs(course: Course, jobs: list[Job], problems: Problems) -> list[Job]:
    """Find what is wrong with the handouts to be made, before any page is set.

    Gives the jobs that have something to print; the others are warned of.
    """
    files: dict[str, Job] = {}
    for job in jobs:
        before = problems.errors
        selection = select(course, job.handout, job.variant, problems)
        if is_empty(selection):
            if problems.errors == before:
                _skip(job, problems)
            continue
        first = files.setdefault(job.file, job)
        if first is not job:
            problems.add(
                job.handout.place,
                "handout.name",
                f'this and the handout "{first.handout.id}" would both be written to "{job.file}"',
                hint="give one of the two another id",
            )
    return list(files.values())


def _skip(job: Job, problems: Problems) -> None:
    lesson = f' of the lesson "{job.handout.lesson}"' if job.handout.lesson else ""
    problems.add(
        job.handout.place,
        "handout.skipped",
        f'the handout "{job.handout.id}"{lesson} has nothing to print, so it is not made',
        hint="write what it prints, or leave the lesson out of its lessons",
    )


def publish(printed: list[Printed], folder: Path, inputs: Mapping[str, str] | None = None) -> None:
    """Write every file and the manifest; `inputs` are digests of what the files are made of."""
    for item in printed:
        write_file(folder / item.record.file, item.pdf)
    write_manifest(folder, [item.record for item in printed], inputs)


def check(draft: Draft, problems: Problems, choice: Choice) -> Course | None:
    """Check a course with everything that a build would need, but set no pages."""
    looks = Looks(tuple(layout_names(draft.texts)), tuple(theme_names(draft.texts)))
    course = check_course(draft, problems, replace(choice, looks=looks))
    if course:
        for name, theme in dict.fromkeys((one.layout, one.theme) for one in course.handouts):
            load_layout(name, theme, draft.texts, Place("content/handouts"), problems)
        check_characters(words_of(course), draft.texts, Place("content/course.yaml"), problems)
    return course if not problems.errors else None
