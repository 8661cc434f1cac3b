"""`studyguide check`, `list` and `clean`: what looks at a course and its files."""

from pathlib import Path

import click

from studyguide.check.check import Choice
from studyguide.cli.outcome import (
    MISUSE,
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
from studyguide.listing import LISTS, rows_as_json, rows_as_text
from studyguide.pipeline import Order, check, check_jobs, jobs_for
from studyguide.problems import Problems
from studyguide.publish import UnpublishedError, remove_files
from studyguide.read import read_course
from studyguide.report import Format, count_words


def _checked(form: Format) -> tuple[Course | None, Problems]:
    problems = Problems()
    draft = read_course(project_root(), problems)
    course = check(draft, problems, Choice())
    if course:
        check_jobs(course, jobs_for(course, Order()), problems)
    show(problems, dict(draft.texts), form)
    return course, problems


@click.command(
    "check",
    short_help="Find everything that is wrong in the course.",
    epilog=examples("studyguide check", "studyguide check --strict --format github"),
)
@strict_option
@format_option
def check_command(strict: bool, form: Format) -> None:
    """Find everything that is wrong in the course, in one run, without setting pages."""
    course, problems = _checked(form)
    lessons = count_words(len(course.lessons) if course else 0, "lesson")
    click.echo(counted(problems) or f"{lessons}, no problems", err=form != "text")
    raise SystemExit(exit_code(problems, strict=strict))


@click.command(
    "list",
    short_help="List lessons, questions, terms, sources or handouts.",
    epilog=examples("studyguide list handouts", "studyguide list questions --json"),
)
@click.argument("what", type=click.Choice(list(LISTS)), default="handouts")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for other programs.")
def list_command(what: str, as_json: bool) -> None:
    """List lessons, questions, terms, sources or handouts (if nothing is said) of the course."""
    course, problems = _checked("text")
    if course is None:
        click.echo(counted(problems), err=True)
        raise SystemExit(exit_code(problems, strict=False))
    rows = LISTS[what](course)
    click.echo(rows_as_json(rows) if as_json else rows_as_text(rows))


@click.command(
    "clean",
    short_help="Remove the files that a build has made.",
    epilog=examples("studyguide clean"),
)
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Where they are, if not in output/ of the project.",
)
def clean_command(output: Path | None) -> None:
    """Remove the files that the manifest in output/ lists, and nothing else."""
    try:
        names = remove_files(output or project_root() / "output")
    except UnpublishedError as error:
        fail(str(error), MISUSE)
    click.echo(f"{count_words(len(names), 'file')} removed")
