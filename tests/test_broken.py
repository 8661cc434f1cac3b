"""A broken course of whatever sort gets messages with places, exit code 1, and no traceback.

The cases in `cases/broken/` are read by `broken`; what cannot stand in a text file, such as
a pipe in the course, has a test of its own here.
"""

import os
import re
import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

import studyguide
from broken import CASES, GOOD, Case, case_names, good_files, lay_down, read_case, said
from fuzz import outcomes, sample, with_layouts
from studyguide import read
from studyguide.codes import CODES
from studyguide.problems import Problems
from studyguide.read import read_course

#: Codes that need a file which no case can hold: the test that covers each.
ELSEWHERE = {"file.size": "test_files_that_are_too_large_are_not_read"}

LayDown = Callable[..., Path]


@pytest.fixture
def course(tmp_path: Path) -> LayDown:
    """Give a function that writes the good course, with some files otherwise, into a folder."""

    def make(**changed: bytes) -> Path:
        folder = tmp_path / "course"
        lay_down(Case(good_files() | changed, {}, (), ""), folder)
        return folder

    return make


def command(folder: Path, *words: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Run the real command, with some variables of the environment."""
    source = str(Path(studyguide.__file__).parent.parent)
    return subprocess.run(
        [sys.executable, "-m", "studyguide", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": source, **variables},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def headlines(folder: Path) -> list[str]:
    """Give the first line of each problem that reading the course finds."""
    problems = Problems()
    read_course(folder, problems)
    return [f"{problem.place} {problem.code} {problem.message}" for problem in problems]


# --- the cases


@pytest.mark.parametrize("name", case_names())
def test_a_broken_course_is_answered_as_the_case_says(name: str, tmp_path: Path) -> None:
    case = read_case(name)
    lay_down(case, tmp_path)
    started = time.process_time()

    words = said(case, tmp_path)

    assert words == case.says
    assert time.process_time() - started < 5
    if "exit 0" not in words:
        assert not (tmp_path / "output").exists()


def test_the_good_course_has_no_problems(tmp_path: Path) -> None:
    case = Case(good_files(), {}, ("check",), "")
    lay_down(case, tmp_path)

    assert said(case, tmp_path) == "2 lessons, no problems\nexit 0\n"


def test_every_code_has_a_case() -> None:
    shown = "".join(read_case(name).says for name in case_names())
    covered = set(re.findall(r"(?:error|warning)\[([a-z.]+)\]", shown))

    assert covered | set(ELSEWHERE) == set(CODES)
    assert not covered & set(ELSEWHERE)
    assert set(ELSEWHERE.values()) <= set(globals())


def test_the_folder_of_cases_holds_cases_only() -> None:
    assert {path.suffix for path in CASES.iterdir()} == {".txt"}
    assert all(read_case(name).says.endswith("\n") for name in case_names())
    assert GOOD.stem not in case_names()


# --- the real command


def test_the_command_says_what_is_wrong_and_exits_with_1(course: LayDown) -> None:
    folder = course(**{"content/lessons/bread.md": b"---\ntitel: Bread\n---\n\nA [[kulak]].\n"})

    done = command(folder, "check", "--format", "short")

    place = "content/lessons/bread.md:2:1"
    assert done.stdout == f'{place}: error[key.unknown]: there is no key "titel" here\n'
    assert done.stderr == "1 error\n"
    assert done.returncode == 1


def test_the_command_speaks_on_streams_that_are_not_utf_8(course: LayDown) -> None:
    folder = course(**{"content/lessons/bread.md": "---\ntitle: Хлеб\n---\n[[кулак]]\n".encode()})

    done = command(folder, "check", "--format", "short", PYTHONIOENCODING="ascii", PYTHONUTF8="0")

    assert "Traceback" not in done.stderr
    assert done.returncode == 1


def test_a_failed_build_leaves_the_last_good_files_as_they_are(course: LayDown) -> None:
    folder = course()
    words = ("build", "quiz", "--lesson", "bread", "--edition", "student")
    assert command(folder, *words).returncode == 0
    before = {path: path.read_bytes() for path in (folder / "output").iterdir()}
    (folder / "content/questions/bread.yaml").write_text("lesson: bread\nquestions: [\n")

    done = command(folder, *words)

    assert done.stdout.endswith("1 error; nothing was written\n")
    assert done.returncode == 1
    assert {path: path.read_bytes() for path in (folder / "output").iterdir()} == before


def test_a_folder_without_a_course_is_a_wrong_use_of_the_command(tmp_path: Path) -> None:
    done = command(tmp_path, "check")

    assert "there is no course here" in done.stderr
    assert done.returncode == 2


# --- files that a case cannot hold


def test_a_pipe_in_the_course_is_not_opened(course: LayDown) -> None:
    folder = course()
    os.mkfifo(folder / "content/lessons/pipe.md")

    assert headlines(folder) == [
        'content/lessons/pipe.md:1:1 file.unreadable "content/lessons/pipe.md" is not a plain file'
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="the administrator may read everything")
@pytest.mark.parametrize("name", ["content/lessons/bread.md", "content/lessons"])
def test_what_may_not_be_read_is_a_problem(name: str, course: LayDown) -> None:
    folder = course()
    (folder / name).chmod(0)

    found = headlines(folder)

    (folder / name).chmod(0o700)
    assert found == [f'{name}:1:1 file.unreadable "{name}" cannot be read: permission denied']


def test_content_that_is_a_link_out_of_the_course_is_not_read(
    course: LayDown, tmp_path: Path
) -> None:
    folder = course()
    (folder / "content").rename(tmp_path / "elsewhere")
    (folder / "content").symlink_to("../elsewhere")

    done = command(folder, "check", "--format", "short")

    message = '"content" is a link that leads outside the course'
    assert done.stdout == f"content:1:1: error[file.outside]: {message}\n"
    assert done.returncode == 1


def test_files_that_are_too_large_are_not_read(course: LayDown) -> None:
    folder = course()
    for name, size in (("content/images/steel.svg", 40_000_000), ("content/a.md", 3_000_000)):
        with (folder / name).open("wb") as file:
            file.truncate(size)

    done = command(folder, "check", "--format", "short")

    text, picture = done.stdout.splitlines()
    assert text == 'content/a.md:1:1: error[file.size]: "content/a.md" has 3.0 MB; the most is 2 MB'
    assert picture.endswith('"content/images/steel.svg" has 40.0 MB; the most is 32 MB')
    assert done.returncode == 1


def test_a_folder_with_too_many_files_is_not_read(
    course: LayDown, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read, "MOST_FILES", 5)

    assert headlines(course()) == ["content:1:1 file.size there are more than 5 files"]


def test_a_file_whose_name_is_not_text_is_a_problem(course: LayDown) -> None:
    folder = course()
    Path(os.fsdecode(os.fsencode(folder) + b"/content/lessons/caf\xe9.md")).write_text("A café.")

    assert headlines(folder) == [
        'content/lessons:1:1 file.unreadable the name of the file "caf�.md" is not UTF-8'
    ]


def test_a_picture_with_too_many_pixels_is_not_opened(tmp_path: Path) -> None:
    header = b"IHDR" + struct.pack(">IIBBBBB", 20_000, 20_000, 1, 0, 0, 0, 0)
    chunk = struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    png = b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", 0) + b"IEND\xaeB`\x82"
    lesson = b"---\ntitle: Bread\n---\n\nA [[kulak]]. ![A field.](images/field.png)\n"
    files = {"content/images/field.png": png, "content/lessons/bread.md": lesson}
    case = Case(good_files() | files, {}, ("check", "--format", "short"), "")
    lay_down(case, tmp_path)

    words = said(case, tmp_path)

    message = 'the picture "images/field.png" has 20000 × 20000 pixels, more than can be printed'
    assert f"content/lessons/bread.md:5:14: error[figure.picture]: {message}\n" in words


# --- any course at all


@pytest.mark.parametrize("first", [0, 20])
def test_a_course_broken_at_random_gets_problems_and_no_traceback(first: int) -> None:
    files = with_layouts(good_files())

    assert [found for found in outcomes(files, range(first, first + 20)) if found.fault] == []


def test_the_sample_broken_at_random_gets_problems_and_no_traceback() -> None:
    assert [found for found in outcomes(sample(), range(3)) if found.fault] == []
