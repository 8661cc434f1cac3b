"""`studyguide new`, `doctor` and `schema`: what sets a project up."""

import os
import shlex
from pathlib import Path

import click

from studyguide.cli.outcome import DONE, MISUSE, examples, fail, project_root
from studyguide.doctor import examine
from studyguide.publish import UnpublishedError, write_file
from studyguide.report import count_words
from studyguide.schema import schema_files
from studyguide.starter import course_files


@click.command(
    "new",
    short_help="Begin a course of one's own.",
    epilog=examples("studyguide new my-course", "studyguide new my-course --example"),
)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--example", is_flag=True, help="Begin with a copy of the sample course.")
def new_command(folder: Path, example: bool) -> None:
    """Make a folder with a small course to write on, or with a copy of the sample course."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise click.UsageError(
            f'"{folder}" is there already and not empty\nhint: choose a new name'
        )
    files = course_files(example=example) | {
        f"schemas/{name}": text.encode() for name, text in schema_files().items()
    }
    _write(folder, files)
    # ./run says how it was called, since there need be no command `studyguide`.
    command = os.environ.get("STUDYGUIDE_COMMAND", "studyguide")
    where, what = shlex.quote(str(folder)), shlex.quote(command)
    click.echo(f"A course is in {folder}. Now type:\n\n  cd {where}\n  {what} build\n")


@click.command(
    "schema",
    short_help="Write the JSON Schemas that help editors.",
    epilog=examples("studyguide schema"),
)
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Where to write, instead of schemas/ in the project.",
)
def schema_command(output: Path | None) -> None:
    """Write the JSON Schemas by which editors complete and check the course's YAML files."""
    folder = output or project_root() / "schemas"
    files = {name: text.encode() for name, text in schema_files().items()}
    _write(folder, files)
    shown = str(output) if output else "schemas/"
    click.echo(f"{count_words(len(files), 'schema')} in {shown}")


def _write(folder: Path, files: dict[str, bytes]) -> None:
    try:
        for name, data in files.items():
            write_file(folder / name, data)
    except UnpublishedError as error:
        fail(str(error), MISUSE)


@click.command(
    "doctor",
    short_help="Check the installation, and say how to mend it.",
    epilog=examples("studyguide doctor"),
)
def doctor_command() -> None:
    """Check what the program needs: Python, packages, native libraries, fonts."""
    findings = examine()
    for finding in findings:
        click.echo(f"{'ok     ' if finding.is_well else 'MISSING'}  {finding.what}")
        if finding.mend:
            click.echo(f"         to mend it: {finding.mend}")
    raise SystemExit(DONE if all(finding.is_well for finding in findings) else MISUSE)
