"""The tutorial is typed by this test: its files are written, its commands say what it shows."""

import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from studyguide.cli.main import main

TUTORIAL = Path(__file__).parent.parent / "docs" / "first-course.md"

#: What happens in the tutorial: a file is written or added to, something is typed, a text is
#: replaced or a file deleted. The last two stand in comments under what tells the reader so.
_STEP = re.compile(
    r"^```\w+ (?P<how>file|add)=(?P<file>\S+)\n(?P<text>.*?)^```$"
    r"|^```console\n(?P<typed>.*?)^```$"
    r"|^<!-- replace in (?P<where>\S+): (?P<old>.*?) -> (?P<new>.*?) -->$"
    r"|^<!-- delete (?P<deleted>\S+) -->$",
    re.MULTILINE | re.DOTALL,
)

#: A command, and all that stands below it up to the next.
_TYPED = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


def take(step: re.Match[str], course: Path, here: Path) -> Path:
    """Take one step; give the folder that one stands in after it."""
    if step["how"]:
        path = course / step["file"]
        before = path.read_text("utf-8") if step["how"] == "add" else ""
        path.write_text(before + step["text"], encoding="utf-8")
    elif step["where"]:
        path = course / step["where"]
        text = path.read_text("utf-8")
        assert step["old"] in text
        path.write_text(text.replace(step["old"], step["new"]), encoding="utf-8")
    elif step["deleted"]:
        (course / step["deleted"]).unlink()
    else:
        for command, shown in _TYPED.findall(step["typed"]):
            here = say(command, shown, here)
    return here


def say(command: str, shown: str, here: Path) -> Path:
    words = command.split()
    if words[0] == "cd":
        return here / words[1]
    # Builds take seconds each, and clean removes what they made.
    if words[1] in ("build", "clean"):
        return here
    os.chdir(here)
    result = CliRunner().invoke(main, words[1:], prog_name="studyguide", catch_exceptions=False)
    assert result.output == shown
    return here


def replay(text: str, folder: Path) -> None:
    here = folder / "studyguide"
    here.mkdir()
    for step in _STEP.finditer(text):
        here = take(step, folder / "printing", here)


def test_the_tutorial_does_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STUDYGUIDE_COMMAND", "/home/you/studyguide/run")

    replay(TUTORIAL.read_text("utf-8"), tmp_path)


def test_an_answer_that_the_program_does_not_give_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = TUTORIAL.read_text("utf-8").replace("2 lessons, no problems", "2 lessons, 1 problem")

    with pytest.raises(AssertionError):
        replay(text, tmp_path)
