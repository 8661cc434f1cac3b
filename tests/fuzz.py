"""Break a course at random, and see that every break is answered with problems.

    python tests/fuzz.py --runs 2000 --seed 1
    python tests/fuzz.py --sample

In: seeds; each is one course with a few mutations. Out: nothing, or what a broken course
did that it may not do: raise an exception, take too long, or stop without a problem. With
`--keep FOLDER` each such course is written there. The tests run a few fixed seeds.
"""

import argparse
import random
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from broken import good_files
from studyguide.check.check import Choice
from studyguide.compose.compose import compose
from studyguide.compose.pages import Found
from studyguide.course.course import Course
from studyguide.job import Job
from studyguide.layout import load_layout
from studyguide.pipeline import Order, check, jobs_for
from studyguide.problems import Problems
from studyguide.read import Draft, read_course
from studyguide.report import Format, show_problems
from studyguide.resources import layouts_folder, sample_folder
from studyguide.select.select import select

#: A broken course is answered in less than this.
MOST_SECONDS = 5.0
_FORMATS: tuple[Format, ...] = ("text", "short", "json", "github")
LAYOUT_FILES = (
    "base/parts.css",
    "base/tokens.css",
    "handout/handout.css",
    "base/document.html",
    "base/parts/questions.html",
    "base/words.yaml",
    "worksheet/layout.yaml",
)

Bytes = Callable[[bytes, random.Random], bytes]

_JUNK = (
    b"\x00", b"\xff\xfe", b"\xc3", b"\x1b[31m", b"\r", b"\t", b"\xe2\x80\xa8", b"\xf0\x9f\x92\xa9",
    b"[[", b"]]", b"[@", b"[^", b"[](#", b"{#", b"{", b"}", b":::", b"::: figure", b"---", b"<b>",
    b"![](x.svg)", b"](javascript:x)", b"&x", b"*x", b"!!python/object", b": ", b"- ", b"# ", b"'",
    b'"', b"|", b">", b"%", b"@", b"`", b"```", b"~", b"null", b"{lesson.title", b"]", b"(", b"_",
    b"\\", b"\xc2\xa0", b"\xcc\x81", b"\xed\xa0\x80", b"|--|", b"[^prices]: x", b"{lang=", b"$",
)  # fmt: skip
_VALUES = (
    b"", b"~", b"[]", b"{}", b"yes", b"012", b"-1", b"1e400", b"99999999999999999999", b"[[[[]]]]",
    b"{a: {b: c}}", b"[a, b]", b"'", b"x" * 3000, b"\xe6\xbc\xa2", b"all", b"none", b"{lines: 0}",
    b"{lines: 4, box: 2cm}", b"lesson", b"famine", b"!!int 3", b"&a b", b"*a", b"|", b"2020-13-45",
)  # fmt: skip


def _lines(data: bytes, dice: random.Random) -> tuple[list[bytes], int]:
    lines = data.split(b"\n")
    return lines, dice.randrange(len(lines))


def delete_lines(data: bytes, dice: random.Random) -> bytes:
    """Take out some lines."""
    lines, at = _lines(data, dice)
    del lines[at : at + dice.choice((1, 1, 2, 5))]
    return b"\n".join(lines)


def repeat_lines(data: bytes, dice: random.Random) -> bytes:
    """Put in some lines for a second time."""
    lines, at = _lines(data, dice)
    lines[at:at] = lines[at : at + dice.choice((1, 2, 8))]
    return b"\n".join(lines)


def swap_lines(data: bytes, dice: random.Random) -> bytes:
    """Let two lines change places."""
    lines, at = _lines(data, dice)
    other = dice.randrange(len(lines))
    lines[at], lines[other] = lines[other], lines[at]
    return b"\n".join(lines)


def indent_line(data: bytes, dice: random.Random) -> bytes:
    """Move a line in or out."""
    lines, at = _lines(data, dice)
    lines[at] = (
        lines[at].lstrip() if dice.random() < 0.5 else dice.choice((b"  ", b"\t", b" ")) + lines[at]
    )
    return b"\n".join(lines)


def truncate(data: bytes, dice: random.Random) -> bytes:
    """Cut the file off."""
    return data[: dice.randrange(len(data) + 1)]


def insert_junk(data: bytes, dice: random.Random) -> bytes:
    """Put in something that means something to one of the readers, or random bytes."""
    at = dice.randrange(len(data) + 1)
    junk = dice.choice(_JUNK) if dice.random() < 0.8 else dice.randbytes(dice.randrange(1, 9))
    return data[:at] + junk * dice.choice((1, 1, 1, 2, 50)) + data[at:]


def flip_byte(data: bytes, dice: random.Random) -> bytes:
    """Change one byte."""
    if not data:
        return data
    at = dice.randrange(len(data))
    return data[:at] + bytes([dice.randrange(256)]) + data[at + 1 :]


def change_value(data: bytes, dice: random.Random) -> bytes:
    """Give a key a value of another type."""
    lines = data.split(b"\n")
    keyed = [i for i, line in enumerate(lines) if b": " in line or line.endswith(b":")]
    if keyed:
        at = dice.choice(keyed)
        key = lines[at].partition(b":")[0]
        lines[at] = key + b": " + dice.choice(_VALUES)
    return b"\n".join(lines)


def change_key(data: bytes, dice: random.Random) -> bytes:
    """Give a key another name."""
    lines = data.split(b"\n")
    keyed = [i for i, line in enumerate(lines) if b":" in line]
    if len(keyed) > 1:
        at, other = dice.choice(keyed), dice.choice(keyed)
        name = lines[other].partition(b":")[0].strip(b" -")
        value = lines[at].partition(b":")[2]
        indent = lines[at][: len(lines[at]) - len(lines[at].lstrip(b" -"))]
        lines[at] = indent + name + b":" + value
    return b"\n".join(lines)


def empty(_data: bytes, _dice: random.Random) -> bytes:
    """Leave nothing."""
    return b""


MUTATIONS: tuple[Bytes, ...] = (
    delete_lines, delete_lines, repeat_lines, swap_lines, indent_line, truncate, insert_junk,
    insert_junk, flip_byte, change_value, change_value, change_value, change_key, empty,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a broken course led to; `fault` is empty where all was as it should be."""

    seed: int
    fault: str
    files: dict[str, bytes] = field(repr=False)


def sample() -> dict[str, bytes]:
    """Give the files of the sample course."""
    content = sample_folder()
    return {
        f"content/{path.relative_to(content).as_posix()}": path.read_bytes()
        for path in sorted(content.rglob("*"))
        if path.is_file()
    }


def with_layouts(files: dict[str, bytes]) -> dict[str, bytes]:
    """Give a course that has some of the layouts' files in its own folder, to be broken too."""
    shipped = layouts_folder()
    return files | {f"layouts/{name}": (shipped / name).read_bytes() for name in LAYOUT_FILES}


def broken(files: dict[str, bytes], dice: random.Random) -> dict[str, bytes]:
    """Give the course with one to three files broken, once or several times each."""
    made = dict(files)
    for name in dice.sample(sorted(files), dice.choice((1, 1, 1, 2, 3))):
        if dice.random() < 0.05:
            del made[name]
            continue
        for _ in range(dice.choice((1, 1, 2, 4))):
            made[name] = dice.choice(MUTATIONS)(made[name], dice)
    return made


def run(seed: int, files: dict[str, bytes], folder: Path, *, pages: bool) -> Outcome:
    """Break the course by a seed in an empty folder, and check it as the command does."""
    made = broken(files, random.Random(seed))
    for name, data in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    started = time.process_time()
    try:
        fault = _checked(folder, pages=pages)
    except Exception:  # any at all is the fault looked for
        fault = traceback.format_exc()
    taken = time.process_time() - started
    if not fault and taken > MOST_SECONDS:
        fault = f"took {taken:.1f} s"
    return Outcome(seed, fault, made)


def _checked(folder: Path, *, pages: bool) -> str:
    """Check a course, print what comes of it, and show the problems; give what is wrong."""
    problems = Problems()
    draft = read_course(folder, problems)
    course = check(draft, problems, Choice())
    if course is not None and not problems.errors:
        for job in jobs_for(course, Order())[: 1 if pages else None]:
            if not _printed(draft, course, job, problems, pages=pages) and not problems.errors:
                return f"no {job.file}, but no error"
    for form in _FORMATS:
        show_problems(problems, draft.texts, form).encode()
    return "" if course is not None or problems.errors else "no course, but no error"


def _printed(draft: Draft, course: Course, job: Job, problems: Problems, *, pages: bool) -> bool:
    """Say whether a handout can be composed, or with `pages` set in pages."""
    handout = job.handout
    layout = load_layout(handout.layout, handout.theme, draft.texts, handout.place, problems)
    if layout is None:
        return False
    if pages:
        from studyguide.printing import print_handout

        return print_handout(draft, course, job, layout, problems) is not None
    selection = select(course, handout, job.variant, problems)
    return compose(selection, layout, handout.place, Found(), problems) is not None


def outcomes(files: dict[str, bytes], seeds: range, *, pages: bool = False) -> Iterator[Outcome]:
    """Give what each seed led to."""
    for seed in seeds:
        with tempfile.TemporaryDirectory() as folder:
            yield run(seed, files, Path(folder), pages=pages)


def main() -> int:
    """Run as many seeds as asked for; give 1 if there was a fault."""
    parser = argparse.ArgumentParser(description="Break a course at random.")
    parser.add_argument("--sample", action="store_true", help="the sample course: slow")
    parser.add_argument("--pages", action="store_true", help="set the first handout: slow")
    parser.add_argument("--runs", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument("--keep", type=Path, help="where to write the courses with a fault")
    wanted = parser.parse_args()
    faults = 0
    files = with_layouts(sample() if wanted.sample else good_files())
    seeds = range(wanted.seed, wanted.seed + wanted.runs)
    for outcome in outcomes(files, seeds, pages=wanted.pages):
        if not outcome.fault:
            continue
        faults += 1
        sys.stdout.write(f"seed {outcome.seed}: {outcome.fault}\n")
        for name, data in outcome.files.items() if wanted.keep else ():
            path = wanted.keep / str(outcome.seed) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    sys.stdout.write(f"{wanted.runs} runs, {faults} faults\n")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
