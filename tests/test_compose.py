"""Galleys: the HTML of a selection."""

import re
from itertools import pairwise

from studyguide.compose.compose import compose
from studyguide.compose.galley import Galley
from studyguide.compose.pages import Found
from studyguide.compose.templates import render
from studyguide.course.course import Course
from studyguide.layout import load_layout
from studyguide.problems import Place, Problems
from studyguide.select.select import Variant
from tiny import course_of, lesson_text, selection_of

FIRE, IRON = "content/lessons/fire.md", "content/lessons/iron.md"


def galley_of(
    course: Course,
    name: str = "lesson",
    lesson: str = "fire",
    pages: dict[str, int] | None = None,
    edition: Variant | None = None,
) -> Galley:
    problems = Problems()
    selection = selection_of(course, name, lesson, edition)
    layout = load_layout(selection.layout, selection.theme, {}, Place("x"), problems)
    assert layout is not None
    galley = compose(selection, layout, Place("x"), Found(pages or {}), problems)
    assert galley is not None, list(problems)
    return galley


def test_what_authors_write_is_escaped() -> None:
    course = course_of({FIRE: lesson_text("a \\< b & `<b>`\n")})

    html = galley_of(course).html.replace("<span> ", " ")

    assert "a &lt; b &amp; <code>&lt;b&gt;</code>" in html


def test_ids_are_unique_and_every_link_leads_somewhere() -> None:
    course = course_of(
        {
            FIRE: lesson_text(
                "Ember[^a] again,[^a] see [](#iron), ember.\n\n## S {#s}\n\n[](#s)\n\n[^a]: X.\n"
            ),
            "content/glossary.yaml": "- {term: ember, definition: A coal.}\n",
        }
    )

    for galley in (galley_of(course), galley_of(course, "guide", "")):
        ids = re.findall(r' id="([^"]+)"', galley.html)
        links = re.findall(r'href="#([^"]+)"', galley.html)
        assert len(ids) == len(set(ids))
        assert set(links) <= set(ids)


def test_page_numbers_are_placeholders_until_pages_are_known() -> None:
    course = course_of()

    unknown = galley_of(course, "guide", "")
    known = galley_of(course, "guide", "", {"fire": 3, "iron": 12})

    assert {"fire", "iron"} <= unknown.asked
    assert 'href="#iron">00<' in unknown.html
    assert 'href="#iron">12<' in known.html


def test_the_glossary_names_each_page_once() -> None:
    course = course_of(
        {
            FIRE: lesson_text("Ember, ember, ember.\n"),
            "content/glossary.yaml": "- {term: ember, definition: A coal.}\n",
        }
    )

    html = galley_of(course, pages={"use.1": 2, "use.2": 2, "use.3": 4}).html

    assert re.findall(r'href="#(use\.\d)">(\d)<', html) == [("use.1", "2"), ("use.3", "4")]


def test_a_reference_is_worded_by_what_it_leads_to() -> None:
    table = "::: figure {#t}\n| a |\n|---|\n| 1 |\n\nA table. Of one.\nsource: Ours.\n:::\n"
    course = course_of(
        {
            FIRE: lesson_text(f"See [](#t), [](#iron), [](#r).\n\n{table}"),
            IRON: lesson_text("## Rust {#r}\n\nRed.\n"),
        }
    )

    here = galley_of(course, pages={"t": 5}).html

    words = next(re.sub("<[^>]*>", "", link) for link in re.findall(r"See.*?\.</", here))
    assert words == "See Table\u00a01 on page 5, Lesson\u00a02, “Rust” in Lesson\u00a02.</"


def test_language_passages_are_tagged() -> None:
    course = course_of({FIRE: lesson_text("A kulak (кулак){lang=ru}.\n")})

    assert '(<span lang="ru">кулак</span>)' in galley_of(course).html


def test_headings_follow_one_another_without_a_gap() -> None:
    course = course_of(
        {FIRE: lesson_text("Text.[^a]\n\n## One {#one}\n\n### Two\n\nX.\n\n[^a]: N.\n")}
    )

    levels = [int(level) for level in re.findall(r"<h(\d)", galley_of(course).html)]

    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


def test_a_template_that_gets_hold_of_a_class_gets_nothing_of_it() -> None:
    problems = Problems()
    reach = "{{ kind.format('{0.__class__.__mro__}', 1) }}"

    made = render("a.html", {"a.html": ("layouts/a.html", reach)}, {"kind": str}, {}, problems)

    assert made is None
    assert [(str(p.place), p.code) for p in problems] == [("layouts/a.html:1:1", "template.unsafe")]


def test_the_mark_of_a_note_stays_with_the_word_before_it() -> None:
    course = course_of({FIRE: lesson_text("Fire *burns*.[^a]\n\n[^a]: Hot.\n")})

    assert '.\u2060<a class="note-mark"' in galley_of(course).html
