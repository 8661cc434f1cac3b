"""What a person reads: problems as text, JSON or annotations, and the closing summary."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Literal

from studyguide.problems import Place, Problem
from studyguide.publish import Record

Format = Literal["text", "short", "json", "github"]

#: Longer lines are cut around the place, so that the mark stands under it on a screen.
_WIDEST = 100
#: Control characters, and those that turn the direction of the text around.
_CONTROL = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def show_problems(
    problems: Iterable[Problem], texts: Mapping[str, str], form: Format, color: bool = False
) -> str:
    """Give all problems in one of the formats; an empty text where there are none.

    `texts` are the files by their path, to show the lines from.
    """
    found = list(problems)
    if form == "json":
        return json.dumps([_plain(problem) for problem in found], indent=2, ensure_ascii=False)
    if form == "github":
        return "\n".join(_annotation(problem) for problem in found)
    if form == "short":
        return "\n".join(_headline(problem) for problem in found)
    return "\n\n".join(_with_line(problem, texts, color) for problem in found)


def _headline(problem: Problem) -> str:
    where = printable(str(problem.place))
    if problem.place.file.startswith("--"):
        where = printable(problem.place.file)  # an option of the command, which has no lines
    return f"{where}: {problem.severity}[{problem.code}]: {printable(problem.message)}"


def printable(text: str) -> str:
    """Give a text without what could work upon a terminal: control characters, line breaks."""
    return _CONTROL.sub("\ufffd", text)


def _with_line(problem: Problem, texts: Mapping[str, str], color: bool) -> str:
    lines = [_headline(problem), *_excerpt(problem.place, texts)]
    if problem.hint:
        lines.append(f"  hint: {printable(problem.hint)}")
    if color:
        lines[0] = f"\033[{31 if problem.severity == 'error' else 33}m{lines[0]}\033[0m"
    return "\n".join(lines)


def _excerpt(place: Place, texts: Mapping[str, str]) -> list[str]:
    """Give the line with the place marked under it, or nothing where there is no line."""
    lines = texts.get(place.file, "").split("\n")
    if place.line > len(lines) or not lines[place.line - 1].strip():
        return []
    line = printable(lines[place.line - 1].expandtabs(1))
    start = place.column - 1
    cut = max(0, min(start - _WIDEST // 2, len(line) - _WIDEST))
    shown = line[cut : cut + _WIDEST]
    left, right = ("…" if cut else ""), ("…" if cut + _WIDEST < len(line) else "")
    number = f"{place.line:>5} | "
    mark = "^" * max(1, min(place.width, len(shown) - (start - cut)))
    return [
        f"{number}{left}{shown}{right}",
        " " * (len(number) - 2) + "| " + " " * (start - cut + len(left)) + mark,
    ]


def _plain(problem: Problem) -> dict[str, object]:
    place = problem.place
    return {
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "width": place.width,
        "severity": problem.severity,
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
    }


def _annotation(problem: Problem) -> str:
    """Give a problem as GitHub Actions reads it from a log.

    Source: "Workflow commands for GitHub Actions", which escapes %, newlines, : and ,.
    """
    place = problem.place
    message = problem.message + (f" ({problem.hint})" if problem.hint else "")
    file = _escape(place.file).replace(":", "%3A").replace(",", "%2C")
    where = f"file={file},line={place.line},col={place.column},title={problem.code}"
    return f"::{problem.severity} {where}::{_escape(message)}"


def _escape(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def count_words(count: int, one: str, many: str = "") -> str:
    """Give a count with its noun: "1 file", "2 files"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def summary(records: list[Record], kept: int, warnings: int, seconds: float, folder: str) -> str:
    """Give the closing line of a build: what there is now and what paper it takes.

    `kept` is how many of the files were there already and still true.
    """
    pages = sum(record.pages for record in records)
    sheets = sum(record.sheets for record in records)
    parts = [
        f"{count_words(len(records), 'file')} in {folder}"
        + (f" ({kept} unchanged)" if kept else ""),
        count_words(pages, "page"),
        f"{count_words(sheets, 'sheet')} printed on both sides",
        count_words(warnings, "warning") if warnings else "no warnings",
        f"{seconds:.1f} s",
    ]
    return ", ".join(parts)
