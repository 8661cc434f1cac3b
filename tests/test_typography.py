"""Quotation marks, dashes and spaces by language: the case files, and runs of inlines."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyguide.problems import Place
from studyguide.prose.languages import LANGUAGES
from studyguide.prose.nodes import Node
from studyguide.prose.typography import typographic, typographic_text

CASES = Path(__file__).parent / "cases" / "typography"
PLACE = Place("a.md")


def read_cases() -> list[tuple[str, str, str]]:
    """Give every line `before  =>  after` with its language: ~ is no-break, ^ narrow."""
    cases: list[tuple[str, str, str]] = []
    for path in sorted(CASES.glob("*.txt")):
        language = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                language = line.strip("[]")
            else:
                before, after = line.split("  =>  ")
                cases.append((language, before, after))
    return cases


def text(words: str, **attrs: str) -> Node:
    return Node("text", PLACE, text=words, attrs=tuple(attrs.items()))


@pytest.mark.parametrize(("language", "before", "after"), read_cases())
def test_a_text_is_set_as_its_language_sets_it(language: str, before: str, after: str) -> None:
    made = typographic_text(before, language)

    assert made.replace("\u00a0", "~").replace("\u202f", "^") == after


def test_neighbouring_texts_become_one_and_what_was_escaped_stays() -> None:
    nodes = (text('He said "'), text('"', literal="yes"), text('x"'))

    made = typographic(nodes, "en")

    assert made == (text('He said “"x”'),)


def test_notes_and_citations_count_as_nothing_between_a_word_and_its_quote() -> None:
    note = Node("note", PLACE, attrs=(("note", "a"),))

    made = typographic((text('"word'), note, text('" next')), "en")

    assert made == (text("“word"), note, text("” next"))


def test_a_line_break_counts_as_a_space() -> None:
    made = typographic((text("a"), Node("line_break", PLACE), text('"b"')), "en")

    assert made[2] == text("“b”")


def test_alt_text_and_titles_are_set_too_and_addresses_are_not() -> None:
    picture = Node("picture", PLACE, attrs=(("src", "a--b.png"), ("alt", "1932--33")))
    sidebar = Node(
        "sidebar", PLACE, (Node("paragraph", PLACE, (picture,)),), attrs=(("title", "'x'"),)
    )

    (made,) = typographic((sidebar,), "en")

    assert made.attrs == (("title", "‘x’"),)
    assert made.children[0].children[0].attrs == (("src", "a--b.png"), ("alt", "1932–33"))


def test_code_blocks_are_left_alone() -> None:
    block = Node("code_block", PLACE, text='"x" -- y')

    assert typographic((block,), "en") == (block,)


@given(
    st.text(alphabet="\"'-.,:;!? \n\u00a0«»aB1é(", max_size=40), st.sampled_from(list(LANGUAGES))
)
def test_only_quotes_hyphens_dots_and_spaces_change(words: str, language: str) -> None:
    def rest(text: str) -> str:
        return "".join(character for character in text if character.isalnum())

    assert rest(typographic_text(words, language)) == rest(words)
