"""The whole line: from files to files."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from pdf import read_pdf
from studyguide import publish
from studyguide.job import Printed
from studyguide.pipeline import Order, build, jobs_for
from studyguide.pipeline import publish as publish_all
from studyguide.problems import Problems
from tiny import course_of, draft_of, lesson_text

FIRE = "content/lessons/fire.md"


def built(changes: Mapping[str, str | None], order: Order, *settings: str) -> dict[str, Printed]:
    problems = Problems()
    course = course_of(changes, *settings)
    files = build(draft_of(changes), course, jobs_for(course, order), problems, lambda _job: None)

    assert not list(problems)
    return {item.record.file: item for item in files}


def test_files_are_named_for_people() -> None:
    course = course_of()

    everything = [job.file for job in jobs_for(course, Order())]
    one = jobs_for(course, Order(("lesson",), ("iron",), ("teacher",), (), "a4"))

    assert everything == [
        "guide.student.pdf",
        "fire.lesson.student.pdf",
        "fire.lesson.teacher.pdf",
        "iron.lesson.student.pdf",
        "iron.lesson.teacher.pdf",
    ]
    assert [job.file for job in one] == ["iron.lesson.teacher.a4.pdf"]


def test_a_tier_is_in_the_name_where_there_are_several() -> None:
    handout = "id: lesson\nfor_each: lesson\nparts: [reading]\ntiers: [support, core]\n"
    course = course_of({"content/handouts/lesson.yaml": handout})

    jobs = jobs_for(course, Order(("lesson",), ("fire",)))

    assert [job.file for job in jobs] == [
        "fire.lesson.support.student.pdf",
        "fire.lesson.core.student.pdf",
    ]


def test_printed_page_numbers_are_those_of_the_pages() -> None:
    """The contents and the cross reference name the page that the link leads to."""
    body = "See [](#ash).\n\n" + "Fire is hot.\n\n" * 120 + "## Ash {#ash}\n\nGrey.\n"

    pdf = read_pdf(built({FIRE: lesson_text(body)}, Order(("guide",)))["guide.student.pdf"].pdf)

    ash = next(n for n, text in enumerate(pdf.texts, 1) if "Grey." in text)
    iron = next(n for n, text in enumerate(pdf.texts, 1) if "Iron is hard." in text)
    assert ash > 3
    assert f"“Ash” on page {ash}" in pdf.text
    contents = next(text for text in pdf.texts if "Contents" in text)
    assert str(iron) in contents.split("Iron")[1].split()[:3]


def test_a_word_changes_the_files_that_hold_it_and_no_others() -> None:
    before = built({}, Order())
    after = built({FIRE: lesson_text("Fire is warm.\n")}, Order())

    changed = {name for name, item in before.items() if item.pdf != after[name].pdf}

    assert changed == {"guide.student.pdf", "fire.lesson.student.pdf", "fire.lesson.teacher.pdf"}


def test_a_setting_changes_what_it_names() -> None:
    order = Order(("lesson",), ("iron",), ("student",))

    usual = built({}, order)["iron.lesson.student.pdf"]
    other = built({}, order, "paper=a4", "title=Steel")["iron.lesson.student.pdf"]

    assert read_pdf(usual.pdf).sizes_pt == [(612, 792)]
    assert read_pdf(other.pdf).sizes_pt == [(595, 842)]
    assert "Steel" in read_pdf(other.pdf).text
    assert other.record.paper == "a4"


def test_the_manifest_lists_what_was_made_and_keeps_what_is_still_there(tmp_path: Path) -> None:
    publish_all(list(built({}, Order(("guide",))).values()), tmp_path)
    publish_all(list(built({}, Order(("lesson",), ("iron",))).values()), tmp_path)

    files = json.loads((tmp_path / "manifest.json").read_text())["files"]

    assert [entry["file"] for entry in files] == [
        "guide.student.pdf",
        "iron.lesson.student.pdf",
        "iron.lesson.teacher.pdf",
    ]
    assert files[1] == {
        "file": "iron.lesson.student.pdf",
        "handout": "lesson",
        "lesson": "iron",
        "edition": "student",
        "tier": "core",
        "paper": "letter",
        "theme": "plain",
        "pages": 1,
        "sheets": 1,
        "bytes": (tmp_path / "iron.lesson.student.pdf").stat().st_size,
        "sha256": publish.digest((tmp_path / "iron.lesson.student.pdf").read_bytes()),
        "warnings": 0,
    }


def test_a_file_that_cannot_be_written_leaves_the_last_good_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.pdf"
    publish.write_file(target, b"good")

    def full(_self: Path, _target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(publish.UnpublishedError, match="no space left"):
        publish.write_file(target, b"new")

    assert target.read_bytes() == b"good"
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_that_reads_back_otherwise_is_not_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.pdf"
    publish.write_file(target, b"good")
    monkeypatch.setattr(Path, "read_bytes", lambda _self: b"new?")

    with pytest.raises(publish.DamagedError):
        publish.write_file(target, b"new")

    monkeypatch.undo()
    assert target.read_bytes() == b"good"


def test_cleaning_removes_what_the_manifest_lists_and_nothing_else(tmp_path: Path) -> None:
    publish_all(list(built({}, Order(("lesson",), ("iron",))).values()), tmp_path)
    (tmp_path / "mine.pdf").write_bytes(b"mine")

    removed = publish.remove_files(tmp_path)

    assert removed == ["iron.lesson.student.pdf", "iron.lesson.teacher.pdf"]
    assert [path.name for path in tmp_path.iterdir()] == ["mine.pdf"]


def test_a_manifest_cannot_name_files_elsewhere(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (tmp_path / "mine").write_text("mine")
    (out / "manifest.json").write_text('{"files": [{"file": "../mine"}]}')

    assert publish.remove_files(out) == []
    assert (tmp_path / "mine").exists()
