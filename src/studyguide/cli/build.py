"""`studyguide build`."""

import os
import sys
import time
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import click

from studyguide.check.check import Choice
from studyguide.check.overrides import Setting, read_setting
from studyguide.cli.completion import handout_names, lesson_names
from studyguide.cli.outcome import (
    DAMAGED,
    MISUSE,
    check_names,
    counted,
    examples,
    exit_code,
    fail,
    format_option,
    project_root,
    show,
    strict_option,
)
from studyguide.course.course import Course
from studyguide.job import Job, Printed
from studyguide.layout import theme_names
from studyguide.pipeline import Order, build, check, check_jobs, jobs_for, publish
from studyguide.problems import Problems
from studyguide.publish import DamagedError, UnpublishedError
from studyguide.read import Draft, read_course
from studyguide.report import Format, summary
from studyguide.reuse import inputs_of, still_true

#: So few files are made sooner than a second process has started.
_FEW = 3


@dataclass(frozen=True, slots=True)
class _Run:
    """What one build was asked to do, apart from which files it makes."""

    settings: tuple[str, ...]
    output: Path | None
    workers: int
    strict: bool
    form: Format


@click.command(
    "build",
    short_help="Make the PDF files of some or all handouts.",
    epilog=examples(
        "studyguide build",
        "studyguide build lesson --lesson famine --edition teacher --paper a4",
        "studyguide build questions --set questions.max=5",
    ),
)
@click.argument("handouts", nargs=-1, metavar="[HANDOUT]...", shell_complete=handout_names)
@click.option(
    "--lesson",
    "lessons",
    multiple=True,
    metavar="ID",
    shell_complete=lesson_names,
    help="Only handouts of this lesson.",
)
@click.option(
    "--edition",
    "editions",
    multiple=True,
    type=click.Choice(["student", "teacher"]),
    help="Only this edition.",
)
@click.option(
    "--tier",
    "tiers",
    multiple=True,
    type=click.Choice(["support", "core", "stretch"]),
    help="Only this tier.",
)
@click.option(
    "--paper", type=click.Choice(["letter", "a4"]), help="Paper, instead of the handout's own."
)
@click.option("--theme", metavar="NAME", default="", help="Theme, instead of the handout's own.")
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="KEY=VALUE",
    help="A key or a part of the handouts, for this run: questions.max=5.",
)
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Where to write, instead of output/ in the project.",
)
@click.option(
    "--jobs",
    "workers",
    type=click.IntRange(1, 64),
    default=None,
    metavar="N",
    help="How many files to make at once; one for each processor when left out.",
)
@strict_option
@format_option
def build_command(
    settings: tuple[str, ...],
    output: Path | None,
    workers: int | None,
    strict: bool,
    form: Format,
    **wanted: object,
) -> None:
    """Make the PDF files of some or all handouts.

    Without names, every handout is made, for every lesson and in every edition. Nothing is
    written if the course has errors: the files of the last good build stay as they are.
    """
    # click hands the options over by the names of the order's fields.
    order = Order(**wanted)  # type: ignore[arg-type]
    at_once = workers or os.cpu_count() or 1
    raise SystemExit(_build(order, _Run(settings, output, at_once, strict, form)))


def _build(order: Order, run: _Run) -> int:
    started = time.monotonic()
    root = project_root()
    problems = Problems()
    draft = read_course(root, problems)
    settings = tuple(_settings(run.settings, problems))
    course = check(draft, problems, Choice(settings, order.handouts))
    jobs = _jobs(draft, course, order) if course else []
    if course:
        jobs = check_jobs(course, jobs, problems)
    folder = run.output or root / "output"
    inputs = inputs_of(draft, jobs)
    kept = still_true(folder, inputs)
    printed: list[Printed] = []
    if course and not problems.errors:
        left = [job for job in jobs if job.file not in kept]
        workers = run.workers if len(left) > _FEW else 1
        printed = _print(draft, course, left, problems, workers) if left else []
    show(problems, dict(draft.texts), run.form)
    code = exit_code(problems, strict=run.strict)
    if code:
        _say(f"{counted(problems)}; nothing was written", run)
        return code
    if printed:
        _publish(printed, folder, {item.record.file: inputs[item.record.file] for item in printed})
    shown = str(run.output) if run.output else "output/"
    records = [*kept.values(), *(item.record for item in printed)]
    seconds = time.monotonic() - started
    _say(summary(records, len(kept), problems.warnings, seconds, shown), run)
    return code


def _settings(words: tuple[str, ...], problems: Problems) -> list[Setting]:
    made = [read_setting(word, problems) for word in words]
    return [setting for setting in made if setting]


def _jobs(draft: Draft, course: Course, order: Order) -> list[Job]:
    """Give the files to make; names that are none, or an order that fits nothing, are refused."""
    known = list(dict.fromkeys(handout.id for handout in course.handouts))
    check_names(order.handouts, known, "handout")
    check_names(order.lessons, [lesson.id for lesson in course.lessons], "lesson")
    if order.theme:
        check_names((order.theme,), theme_names(draft.texts), "theme")
    jobs = jobs_for(course, order)
    if not jobs:
        raise click.UsageError(
            "no handout fits this choice\nhint: studyguide list handouts shows what there is"
            if course.handouts
            else "this course has no handouts\nhint: write one in content/handouts/"
        )
    return jobs


def _print(
    draft: Draft, course: Course, jobs: list[Job], problems: Problems, workers: int
) -> list[Printed]:
    with _progress(len(jobs)) as done:
        try:
            return build(draft, course, jobs, problems, lambda _job: done(), workers=workers)
        except BrokenProcessPool:
            fail(
                "a process that was setting pages was ended by the system\n"
                "hint: build fewer handouts at once, or with --jobs 1",
                MISUSE,
            )
        except OSError as error:
            # WeasyPrint raises it at its import where Pango is missing.
            if "library" not in str(error):
                raise
            fail(
                "the page engine cannot load its native libraries\n"
                "hint: studyguide doctor names what is missing and how to install it",
                MISUSE,
            )


def _progress(length: int) -> AbstractContextManager[Callable[[], None]]:
    """Give a context that shows a bar on a terminal; what it gives is called after each file."""
    if not sys.stderr.isatty() or length < 2:
        return nullcontext(lambda: None)
    return _Bar(length)


class _Bar(AbstractContextManager[Callable[[], None]]):
    """A progress bar on the error stream."""

    def __init__(self, length: int) -> None:
        self._bar = click.progressbar(length=length, label="Setting pages", file=sys.stderr)

    def __enter__(self) -> Callable[[], None]:
        self._bar.__enter__()
        return lambda: self._bar.update(1)

    def __exit__(self, *error: object) -> None:
        self._bar.__exit__(None, None, None)


def _publish(printed: list[Printed], folder: Path, inputs: dict[str, str]) -> None:
    try:
        publish(printed, folder, inputs)
    except UnpublishedError as error:
        fail(str(error), MISUSE)
    except DamagedError as error:
        fail(str(error), DAMAGED)


def _say(words: str, run: _Run) -> None:
    """Print a closing line; other formats keep the output for what machines read."""
    click.echo(words, err=run.form != "text")
