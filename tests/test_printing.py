"""Printed handouts: margins, rooms, workers, and what a reader's machine makes of the file."""

from collections.abc import Mapping
from functools import cache
from itertools import pairwise

import page
import pytest

from studyguide.compose.compose import compose
from studyguide.compose.pages import Found
from studyguide.job import Printed
from studyguide.layout import load_layout
from studyguide.margin import gloss_tops, spread
from studyguide.pipeline import Order, build, jobs_for
from studyguide.problems import Place, Problems
from studyguide.typeset import Pages, lay_out
from tiny import course_of, draft_of, lesson_text, selection_of

MANY_TERMS = "".join(
    f"- {{term: word{n}, definition: This is a definition of the word with the number {n}.}}\n"
    for n in range(12)
)
CROWDED = {
    "content/glossary.yaml": MANY_TERMS,
    "content/lessons/fire.md": lesson_text(
        "Fire. " * 150 + " ".join(f"word{n}" for n in range(12)) + ".\n\n" + "Fire. " * 900 + "\n"
    ),
}


def built(changes: Mapping[str, str | None], workers: int = 1) -> tuple[list[Printed], list[str]]:
    """Give the files, and the problems as codes."""
    problems = Problems()
    course = course_of(changes)
    jobs = jobs_for(course, Order())
    files = build(draft_of(changes), course, jobs, problems, lambda _job: None, workers=workers)
    return files, [problem.code for problem in problems]


@cache
def crowded(workers: int = 1) -> list[Printed]:
    return built(CROWDED, workers)[0]


@cache
def settled() -> Pages:
    """Give the pages of the crowded lesson with its glosses in their places."""
    problems = Problems()
    selection = selection_of(course_of(CROWDED), "lesson", "fire")
    layout = load_layout("handout", "plain", {}, Place("x"), problems)
    assert layout is not None

    def laid_out(found: Found) -> Pages:
        galley = compose(selection, layout, Place("x"), found, problems)
        assert galley is not None
        pages = lay_out(galley, problems)
        assert pages is not None
        return pages

    first = laid_out(Found())
    return laid_out(Found(first.page_of(), gloss_tops(first)))


def test_each_gloss_stands_on_the_page_of_its_word_and_none_on_another() -> None:
    boxes = settled().boxes
    glosses = [(boxes[f"gloss.use.{n}"], boxes[f"use.{n}"]) for n in range(1, 13)]

    assert all(gloss.page == use.page for gloss, use in glosses)
    tops = sorted((gloss.page, gloss.y_mm, gloss.height_mm) for gloss, _ in glosses)
    for (page_number, y_mm, height_mm), (next_page, next_y_mm, _) in pairwise(tops):
        assert next_page > page_number or next_y_mm >= y_mm + height_mm - 0.2


def test_no_gloss_runs_over_the_foot_of_the_page() -> None:
    pages = settled()
    limit_mm = pages.text_top_mm + pages.text_height_mm

    feet = [b.y_mm + b.height_mm for name, b in pages.boxes.items() if name.startswith("gloss.")]

    assert len(feet) == 12
    assert max(feet) <= limit_mm + 0.2


def test_glosses_are_pushed_up_where_the_page_ends() -> None:
    assert spread([("a", 90, 8), ("b", 91, 8)], 0, 100) == [("a", 84), ("b", 92)]
    assert spread([("a", 1, 8)], 20, 100) == [("a", 20)]


def test_an_answer_that_does_not_fit_its_room_is_a_warning_with_its_place() -> None:
    question = (
        "lesson: fire\nquestions:\n- {id: q, kind: short, prompt: Why, space: {lines: 1},\n"
        f"   answer: {'Because it burns. ' * 20}}}\n"
    )

    _, codes = built({"content/questions/fire.yaml": question, "content/handouts/guide.yaml": None})

    assert codes == ["question.room"]


def test_several_workers_make_the_same_bytes_in_the_same_order() -> None:
    one, two = crowded(), crowded(workers=2)

    assert [item.record for item in one] == [item.record for item in two]
    assert [item.pdf for item in one] == [item.pdf for item in two]


@pytest.mark.parametrize("number", range(5))
def test_every_file_is_pdf_ua(number: int) -> None:
    """Source: ISO 14289-1, as far as a program can judge."""
    report = page.validate_pdf_bytes(crowded()[number].pdf, profile=page.ValidationProfile.PDF_UA_1)

    assert report.is_compliant, report.failures[:3]
