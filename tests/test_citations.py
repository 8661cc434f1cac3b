"""How works are cited: the case files, and what they do not show."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from studyguide.problems import Place, Problems
from studyguide.prose.nodes import Node, walk
from studyguide.works.bibliography import read_bibliography
from studyguide.works.citations import (
    Cite,
    full_note,
    parse_citation,
    short_note,
    short_title,
    sort_key,
    with_full_stop,
    works_cited_entry,
)
from studyguide.works.locators import page_range, worded_locator
from studyguide.works.work import Name, Work

ROOT = Path(__file__).parents[1]
CASES = ROOT / "tests" / "cases" / "citations"
PLACE = Place("sources.bib", 3, 1, 5)
FORMS: dict[str, Callable[[Work, str], tuple[Node, ...]]] = {
    "full": lambda work, locator: with_full_stop(full_note(work, locator)),
    "short": lambda work, locator: with_full_stop(short_note(work, locator)),
    "entry": lambda work, _: works_cited_entry(work),
}


def marked(nodes: tuple[Node, ...]) -> str:
    """Give a citation with *emphasis*, and ~ for a non-breaking space."""
    text = "".join(
        f"*{marked(node.children)}*" if node.kind == "emphasis" else node.text for node in nodes
    )
    return text.replace("\u00a0", "~")


def read_cases() -> list[tuple[str, str, str, str, str]]:
    """Give every expected line: (name, BibTeX, form, locator, text)."""
    cases: list[tuple[str, str, str, str, str]] = []
    for path in sorted(CASES.glob("*.txt")):
        bibtex = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            found = re.fullmatch(r"(full|short|entry)(?:, (.+?))?: (.+)", line)
            if found:
                key = bibtex[bibtex.index("{") + 1 : bibtex.index(",")]
                name = f"{path.stem}-{key}-{found[1]}-{found[2] or ''}"
                cases.append((name, bibtex, found[1], found[2] or "", found[3]))
            elif line.startswith("@"):
                bibtex = line + "\n"
            elif line and not line.startswith("#"):
                bibtex += line + "\n"
    return cases


def read_work(bibtex: str) -> Work:
    problems = Problems()
    (work,) = read_bibliography(bibtex, "sources.bib", problems)
    assert not list(problems)
    return work


def test_there_are_cases() -> None:
    assert len(read_cases()) == 5 * 51


@pytest.mark.parametrize(
    ("bibtex", "form", "locator", "text"),
    [pytest.param(*case[1:], id=case[0]) for case in read_cases()],
)
def test_a_work_is_cited_as_the_case_says(bibtex: str, form: str, locator: str, text: str) -> None:
    assert marked(FORMS[form](read_work(bibtex), locator)) == text


def test_the_works_of_the_course_are_cited_as_in_the_cases() -> None:
    """A change of the course's bibliography must be looked at in the case files too."""
    text = (ROOT / "content" / "sources.bib").read_text(encoding="utf-8")
    cases = read_cases()

    for work in read_bibliography(text, "sources.bib", Problems()):
        expected = [case for case in cases if f"{{{work.key}," in case[1]][:5]
        assert len(expected) == 5
        for _, _, form, locator, cited in expected:
            assert marked(FORMS[form](work, locator)) == cited


def book(**fields: Any) -> Work:
    start = {"title": "A Title: With More", "authors": (Name("Doe", "Jane"),), "date": "1990"}
    return Work("key", "book", PLACE, **{**start, **fields})


def test_every_node_has_the_place_of_the_work() -> None:
    nodes = (*full_note(book(), "chap. 7"), *short_note(book()), *works_cited_entry(book()))

    assert {node.place for node in walk(nodes)} == {PLACE}
    assert {node.kind for node in walk(nodes)} == {"text", "emphasis"}


def test_a_note_has_no_full_stop_and_an_entry_has_one() -> None:
    assert marked(full_note(book())) == "Jane Doe, *A Title: With More* (1990)"
    assert marked(short_note(book())) == "Doe, *Title*"
    assert marked(works_cited_entry(book())) == "Doe, Jane. *A Title: With More*. 1990."


def test_the_author_may_be_left_out() -> None:
    assert marked(full_note(book(), author=False)) == "*A Title: With More* (1990)"
    assert marked(short_note(book(), author=False)) == "*Title*"


@pytest.mark.parametrize(
    ("written", "ended"),
    [
        ("Doe, “Bread”", "Doe, “Bread.”"),
        ("Doe, “The ‘Bread’”", "Doe, “The ‘Bread.’”"),
        ("Doe, “The Peasants’”", "Doe, “The Peasants’.”"),
        ("Doe, “Bread?”", "Doe, “Bread?”"),
        ("Doe et al.", "Doe et al."),
        ("Doe, 5", "Doe, 5."),
    ],
)
def test_a_full_stop_stands_inside_quotation_marks(written: str, ended: str) -> None:
    assert marked(with_full_stop((Node("text", PLACE, text=written),))) == ended


@pytest.mark.parametrize(
    ("title", "ended"),
    [("What Is to Be Done?", "*What Is to Be Done?*"), ("Bread", "*Bread*.")],
)
def test_a_full_stop_follows_italics_unless_they_end_a_sentence(title: str, ended: str) -> None:
    assert marked(with_full_stop(short_note(book(title=title, authors=())))) == ended


def test_nothing_gets_no_full_stop() -> None:
    assert with_full_stop(()) == ()


@pytest.mark.parametrize(
    ("count", "full", "short", "entry"),
    [
        (1, "A. Aa", "Aa", "Aa, A."),
        (2, "A. Aa and B. Bb", "Aa and Bb", "Aa, A., and B. Bb."),
        (3, "A. Aa, B. Bb, and C. Cc", "Aa, Bb, and Cc", "Aa, A., B. Bb, and C. Cc."),
        (4, "A. Aa et al.", "Aa et al.", "Aa, A., B. Bb, C. Cc, and D. Dd."),
        (
            11,
            "A. Aa et al.",
            "Aa et al.",
            "Aa, A., B. Bb, C. Cc, D. Dd, E. Ee, F. Ff, G. Gg, et al.",
        ),
    ],
)
def test_many_authors_are_shortened(count: int, full: str, short: str, entry: str) -> None:
    names = tuple(Name(f"{letter}{letter.lower()}", f"{letter}.") for letter in "ABCDEFGHIJK")
    work = book(authors=names[:count], title="T", date="1990")

    assert marked(full_note(work)) == f"{full}, *T* (1990)"
    assert marked(short_note(work)) == f"{short}, *T*"
    assert marked(works_cited_entry(work)) == f"{entry} *T*. 1990."


@pytest.mark.parametrize(
    ("edition", "printed"),
    [
        ("3", "3rd~ed."),
        ("3rd", "3rd~ed."),
        ("third", "3rd~ed."),
        ("3rd ed.", "3rd~ed."),
        ("Second edition", "2nd~ed."),
        ("11", "11th~ed."),
        ("Revised", "rev.~ed."),
        ("revised and enlarged", "rev. and enlarged~ed."),
    ],
)
def test_editions_are_numbered(edition: str, printed: str) -> None:
    assert f", {printed} (1990)" in marked(full_note(book(edition=edition)))


def test_a_first_edition_is_not_named() -> None:
    assert full_note(book(edition="1st ed.")) == full_note(book())


def test_a_date_that_the_note_has_is_not_said_twice() -> None:
    law = Work("key", "legal", PLACE, title="A Law", date="1936-12-05")
    noted = replace(law, note="adopted December 5, 1936")

    assert marked(full_note(noted)) == "*A Law*, adopted December 5, 1936"
    assert full_note(noted) == full_note(law)


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("The Years of Hunger: Soviet Agriculture", "Years of Hunger"),
        ("A Thesis", "Thesis"),
        ("Anna: A Life", "Anna"),
        ("Why? A History", "Why?"),
        ("The What? Then", "The What?"),
        ("Ratio 3:1", "Ratio 3:1"),
        ("The", "The"),
        ("", ""),
    ],
)
def test_a_short_title_has_no_article_and_no_subtitle(title: str, short: str) -> None:
    assert short_title(book(title=title)) == short


def test_the_short_title_of_the_author_wins() -> None:
    assert short_title(book(short_title="The Short")) == "The Short"


@pytest.mark.parametrize(
    ("written", "worded"),
    [
        ("", ("", False)),
        ("chap. 7", ("chap.~7", False)),
        ("Chapter 7", ("chap.~7", False)),
        ("chaps. 7-8", ("chaps.~7–8", False)),
        ("p. 5", ("5", True)),
        ("p.5", ("5", True)),
        ("pp. 12--15", ("12–15", True)),
        ("pages 112-115", ("112–15", True)),
        ("12-15, 18", ("12–15, 18", True)),
        ("xii", ("xii", True)),
        ("pp. 5 and passim", ("5 and passim", True)),
        ("art. 125", ("art.~125", False)),
        ("arts. 102-112", ("arts.~102–112", False)),
        ("vol. 2, chap. 3", ("vol.~2, chap.~3", False)),
        ("Table 3", ("Table 3", False)),
        ("the author's preface", ("the author’s preface", False)),
        ("pp. unnumbered", ("pp. unnumbered", False)),
    ],
)
def test_a_locator_is_worded(written: str, worded: tuple[str, bool]) -> None:
    text, is_page = worded_locator(written)

    assert (text.replace("\u00a0", "~"), is_page) == worded


def test_page_ranges_are_shortened() -> None:
    written = "3–10, 71–72, 96–117, 100–104, 1100–1113, 101–108, 808–833, 321–328, 498–532, 115–112"

    assert page_range(written) == (
        "3–10, 71–72, 96–117, 100–104, 1100–1113, 101–8, 808–33, 321–28, 498–532, 115–112"
    )


def test_works_are_sorted_by_people_then_title_then_date() -> None:
    def work(key: str, family: str, title: str, date: str = "1990") -> Work:
        authors = tuple(Name(name, "A.") for name in family.split())
        return Work(key, "book", PLACE, authors=authors, title=title, date=date)

    in_order = [
        work("1", "Applebaum", "Zebra"),
        work("2", "", "The Constitution"),
        work("3", "Davies", "A Zoo"),
        work("4", "Davies Allen", "Aardvark"),
        work("5", "Łukasz", "The Apple"),
        work("6", "Łukasz", "Ball", "1980"),
        work("7", "Łukasz", "Ball", "1985"),
        work("8", "Müller", "Any"),
        work("9", "Mužik", "Any"),
        work("10", "Кулак", "Any"),
    ]

    mixed = in_order[1::2] + in_order[::2]

    assert sorted(mixed, key=sort_key) == in_order


@pytest.mark.parametrize(
    ("inside", "cites"),
    [
        ("@nove1992", [Cite("", "nove1992", "", 1)]),
        ("@nove1992, chap. 7", [Cite("", "nove1992", "chap. 7", 1)]),
        ("@a p. 5", [Cite("", "a", "p. 5", 1)]),
        ("see @a; @b, chap. 3", [Cite("see", "a", "", 5), Cite("", "b", "chap. 3", 9)]),
        ("-@a, 5", [Cite("", "a", "5", 2, with_author=False)]),
        ("see also -@a", [Cite("see also", "a", "", 11, with_author=False)]),
        ("@a.b:c/d+e-f_g.", [Cite("", "a.b:c/d+e-f_g", ".", 1)]),
        ("@кулак_1", [Cite("", "кулак_1", "", 1)]),
        ("me@home.org", [Cite("me@home.org", "", "", 0)]),
        (
            "@a; ; and so on",
            [Cite("", "a", "", 1), Cite("", "", "", 4), Cite("and so on", "", "", 6)],
        ),
        ("", [Cite("", "", "", 0)]),
        ("@", [Cite("@", "", "", 0)]),
    ],
)
def test_a_citation_is_taken_apart(inside: str, cites: list[Cite]) -> None:
    assert parse_citation(inside) == tuple(cites)
    assert all(inside[cite.offset :].startswith(cite.key) for cite in cites)
