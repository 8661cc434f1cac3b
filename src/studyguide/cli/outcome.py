"""How a command ends: what it prints of problems, and its exit code."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn, TypeVar

import click

from studyguide.layout import shipped_texts
from studyguide.problems import Problems, did_you_mean
from studyguide.read import find_root
from studyguide.report import Format, count_words, show_problems

#: Exit codes; they are part of the interface.
DONE, ERRORS, MISUSE, WARNINGS, DAMAGED = 0, 1, 2, 3, 4

FORMATS = ("text", "short", "json", "github")

_Command = TypeVar("_Command", bound=Callable[..., object])


def examples(*lines: str) -> str:
    """Give the end of a help text, which click leaves as it is."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def format_option(command: _Command) -> _Command:
    """Add the option that chooses how problems are shown."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(FORMATS),
        default="text",
        show_default=True,
        help="How problems are shown.",
    )(command)


def strict_option(command: _Command) -> _Command:
    """Add the option that makes warnings count."""
    return click.option("--strict", is_flag=True, help="Let warnings count: exit code 3.")(command)


def project_root() -> Path:
    """Give the project of the current folder; without one the command was used wrongly."""
    root = find_root(Path.cwd())
    if root is None:
        raise click.UsageError(
            "there is no course here: no content/course.yaml in this folder or above it\n"
            "hint: go to the course's folder, or make one: studyguide new my-course"
        )
    return root


def check_names(names: tuple[str, ...], known: list[str], what: str) -> None:
    """Refuse names that are none; `what` says of what kind they are."""
    for name in names:
        if name not in known:
            hint = did_you_mean(name, known)
            end = f"\nhint: {hint}" if hint else ""
            raise click.UsageError(f'there is no {what} "{name}"{end}')


def show(problems: Problems, texts: dict[str, str], form: Format) -> None:
    """Print problems: text for people on the error stream, other formats on the output."""
    is_text = form == "text"
    known = {**shipped_texts(), **texts}
    words = show_problems(problems, known, form, color=is_text and sys.stderr.isatty())
    if words:
        click.echo(words + ("\n" if is_text else ""), err=is_text)


def exit_code(problems: Problems, *, strict: bool) -> int:
    """Give the exit code that problems ask for: mistakes on the command line are wrong use."""
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        is_misuse = all(problem.place.file.startswith("--set") for problem in errors)
        return MISUSE if is_misuse else ERRORS
    return WARNINGS if strict and problems.warnings else DONE


def counted(problems: Problems) -> str:
    """Give how many errors and warnings there are, in words; nothing where there are none."""
    counts = ((problems.errors, "error"), (problems.warnings, "warning"))
    return ", ".join(count_words(count, word) for count, word in counts if count)


def fail(message: str, code: int) -> NoReturn:
    """End with a message on the error stream."""
    click.echo(f"studyguide: {message}", err=True)
    raise SystemExit(code)
