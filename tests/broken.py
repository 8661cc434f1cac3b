"""Broken courses as text cases: what is in them, and what the command says of them.

A case file in `cases/broken/` is made of sections, each under a line `=== …`:

    === content/course.yaml           the text of a file, instead of the good course's
    === content/a.md in latin-1       the same, in another encoding than UTF-8
    === no content/course.yaml        the course is without this file
    === link content/a.md to /etc     a symbolic link; the target may begin with ../
    === run check --format short      the command, if it is not `check`
    === says                          what is printed, problems first; last, the exit code

What stands before the first section is a remark. The good course is a case file too.
`python tests/broken.py` writes what the command says now into the cases named, to be read
and compared with care.
"""

import os
import re
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from studyguide.cli.main import main

CASES = Path(__file__).parent / "cases" / "broken"
GOOD = CASES / "good-course.txt"

_HEADER = re.compile(r"^=== (.+)\n", re.MULTILINE)
_SECONDS = re.compile(r"\d+\.\d s$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Case:
    """One broken course: its files as bytes, its links, the command, what that says."""

    files: Mapping[str, bytes]
    links: Mapping[str, str]
    command: tuple[str, ...]
    says: str


def case_names() -> list[str]:
    """Give the names of all cases, without the good course."""
    return sorted(path.stem for path in CASES.glob("*.txt") if path != GOOD)


def sections(path: Path) -> dict[str, str]:
    """Give the sections of a case file by their header."""
    pieces = _HEADER.split(path.read_text("utf-8"))
    return dict(zip(pieces[1::2], pieces[2::2], strict=True))


def good_files() -> dict[str, bytes]:
    """Give the files of the good course."""
    return {name: text.encode() for name, text in sections(GOOD).items()}


def read_case(name: str) -> Case:
    """Give a case. Raises KeyError where it does not say what the command says."""
    found = sections(CASES / f"{name}.txt")
    says = found.pop("says")
    files = good_files()
    links: dict[str, str] = {}
    command = ["check"]
    for header, text in found.items():
        words = header.split()
        match words:
            case ["no", path]:
                # A course may lack files that the good course has, and no others.
                del files[path]
            case ["link", path, "to", target]:
                files.pop(path, None)
                links[path] = target
            case ["run", *arguments]:
                command = arguments
            case [path, "in", encoding]:
                files[path] = text.encode(encoding)
            case [path]:
                files[path] = text.encode()
            case _:
                raise ValueError(f'"{header}" is no header')
    return Case(files, links, tuple(command), says)


def lay_down(case: Case, folder: Path) -> None:
    """Write the course into a folder."""
    for name, data in case.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    for name, target in case.links.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(target)


def said(case: Case, folder: Path) -> str:
    """Run the case's command in its folder; give all it prints, and its exit code.

    An exception that the command does not catch is raised: it would be a traceback.
    """
    before = Path.cwd()
    os.chdir(folder)
    try:
        result = CliRunner().invoke(
            main, list(case.command), prog_name="studyguide", catch_exceptions=False
        )
    finally:
        os.chdir(before)
    printed = _SECONDS.sub("0.0 s", result.stderr + result.stdout)
    return f"{printed}exit {result.exit_code}\n"


def rewrite(name: str) -> None:
    """Write what the command says now into a case."""
    path = CASES / f"{name}.txt"
    with tempfile.TemporaryDirectory() as folder:
        case = read_case(name)
        lay_down(case, Path(folder))
        words = said(case, Path(folder))
    start = path.read_text("utf-8").partition("=== says\n")[0]
    path.write_text(f"{start}=== says\n{words}", encoding="utf-8")


if __name__ == "__main__":
    for asked in sys.argv[1:] or case_names():
        rewrite(asked)
