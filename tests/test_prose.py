"""What becomes of a text: the case files, its places when YAML folded it, its limits."""

import time
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyguide.problems import Place, Problems
from studyguide.prose.nodes import Node, plain_text, walk
from studyguide.prose.parse import LIMIT, Prose, parse_prose
from studyguide.prose.reading import Where
from studyguide.prose.written import Places, Written
from studyguide.yamltree.parse import parse_yaml
from studyguide.yamltree.tree import Mapping, Scalar

CASES = Path(__file__).parent / "cases" / "prose"
#: Long rows of what opens something, each of which once took minutes or broke the stack.
PATHOLOGICAL = {
    "square brackets": "[" * 50_000,
    "square brackets, closed": "[" * 20_000 + "]" * 20_000,
    "stars": "*" * 50_000,
    "nested emphasis": "*a _b " * 4_000 + "c_ d* " * 4_000,
    "quotations": ">" * 50_000,
    "lists": "- " * 50_000,
    "backticks": "`" * 200_000,
    "backticks of all lengths": "".join("a" + "`" * (n % 600 + 1) for n in range(660)),
    "terms": "[[a " * 10_000,
    "note marks": "[^a " * 10_000,
    "notes in the line": "^[a " * 10_000,
    "notes in the line, closed": "^[a " * 5_000 + "]" * 5_000,
    "notes in notes": "[^a]: " * 10_000,
    "pictures": "![" * 60_000,
    "citations": "[@a " * 10_000 + "]" * 10_000,
    "passages": "(a" * 8_000 + "){lang=ru}" * 8_000,
    "blocks": "::: claim\n" * 5_000,
    "blocks, closed": "::: claim\n" * 3_000 + ":::\n" * 3_000,
    "braces": "{a= " * 50_000,
    "spaces": "::: a" + " " * 50_000 + "b {a=" + " " * 50_000,
    "quotes": "\"a' " * 20_000,
    "dots": "." * 50_000,
    "hyphens": "a-" * 50_000,
    "digits": "1-" * 50_000 + "1" * 50_000,
    "an address": "a." * 50_000 + "@",
    "HTML": "<!--" * 50_000,
}


def dump(nodes: tuple[Node, ...], indent: str = "") -> list[str]:
    """Give a tree as lines: kind, line:column+width, id, attributes, text."""
    lines: list[str] = []
    for node in nodes:
        name = f" #{node.id}" if node.id else ""
        attrs = "".join(f" {key}={value!r}" for key, value in node.attrs)
        text = f" {node.text!r}" if node.text else ""
        lines.append(f"{indent}{node.kind} {spot(node.place)}{name}{attrs}{text}")
        lines += dump(node.children, indent + "  ")
    return lines


def spot(place: Place) -> str:
    return f"{place.line}:{place.column}+{place.width}"


def dump_all(prose: Prose, problems: Problems) -> str:
    lines = dump(prose.blocks)
    for name, note in prose.notes:
        lines += [f"[{name}]", *dump((note,), "  ")]
    lines += [f"! {spot(p.place)} {p.code}: {p.message} ({p.hint})" for p in problems]
    return "\n".join(lines)


def read_cases() -> list[object]:
    """Give every case: (where, language, text, dump). Each begins `==== name [where, language]`."""
    cases: list[object] = []
    for path in sorted(CASES.glob("*.txt")):
        for part in path.read_text(encoding="utf-8").split("==== ")[1:]:
            head, body = part.split("\n", 1)
            name, settings_ = head.removesuffix("]").split(" [")
            where, language = settings_.split(", ")
            text, expected = body.split("\n---\n", 1)
            cases.append(
                pytest.param(where, language, text, expected.strip(), id=f"{path.stem}: {name}")
            )
    return cases


def read(text: str, where: Where = "lesson") -> tuple[Prose, Problems]:
    problems = Problems()
    written = Written.from_lines("a.md", text)
    return parse_prose(written, problems, language="en", where=where), problems


def read_scalar(yaml: str, where: Where = "passage") -> tuple[Prose, Problems]:
    """Read the value of the one key of a YAML text."""
    problems = Problems()
    tree = parse_yaml(yaml, "a.yaml", problems)
    assert isinstance(tree, Mapping)
    value = tree.entries[0][1]
    assert isinstance(value, Scalar)
    written = Written.from_scalar(value.text, value.source, value.lines)
    return parse_prose(written, problems, language="en", where=where), problems


def stretch(text: str, place: Place) -> str:
    """Give what stands at a place of a text."""
    return text.split("\n")[place.line - 1][place.column - 1 :][: place.width]


@pytest.mark.parametrize(("where", "language", "text", "expected"), read_cases())
def test_a_text_becomes_the_tree_of_its_case(
    where: Where, language: str, text: str, expected: str
) -> None:
    problems = Problems()
    written = Written.from_lines("a.md", text)

    prose = parse_prose(written, problems, language=language, where=where)

    assert dump_all(prose, problems) == expected


@pytest.mark.parametrize(
    "yaml",
    [
        "prompt: a[^x] [[b]] [@c] [](#d)",
        'prompt: "a\n  \\"[[b]]\\" \\u2013 [^x] [@c] [](#d)"',
        "prompt: 'it''s a [^x] [[b]] [@c] [](#d)'",
        "prompt: >-\n  Some words that\n  are folded [^x] and\n  [[b]] then\n\n  [@c] [](#d)",
        "prompt: |\n    Some words\n      kept [^x] and\n    - [[b]] then\n    - [@c] [](#d)",
        "prompt: many words over\n  two lines [^x] [[b]]\n  [@c] [](#d)",
    ],
    ids=["plain", "double quotes", "single quotes", "folded", "literal", "plain, two lines"],
)
def test_places_in_a_yaml_value_are_those_in_the_file(yaml: str) -> None:
    prose, _ = read_scalar(yaml)

    found = {n.kind: stretch(yaml, n.place) for n in walk(prose.blocks)}
    marks = ("note", "term", "cite", "reference")
    assert [found[kind] for kind in marks] == ["[^x]", "[[b]]", "@c", "[](#d)"]


def test_a_problem_in_a_folded_value_points_at_its_words() -> None:
    yaml = "prompt: >-\n  Words and words\n  and [[kulak here"

    _, problems = read_scalar(yaml)

    assert [stretch(yaml, p.place) for p in problems] == ["[["]


def test_words_that_the_source_does_not_spell_get_the_place_nearest() -> None:
    written = Written.from_scalar("a\u2013z é end", "a\\u2013z \\xe9 end", (Place("a", 3, 5),))

    places = Places(written)

    assert [places.at(i).column for i in (0, 1, 2, 4, 6)] == [5, 6, 12, 14, 19]


def test_line_ends_of_all_kinds_count_as_one() -> None:
    prose, _ = read("a\r\nb [^x]\r\rc [^y]\r\n")

    notes = [n.place for n in walk(prose.blocks) if n.kind == "note"]
    assert [(p.line, p.column) for p in notes] == [(2, 3), (4, 3)]


def test_returns_and_zeros_in_a_value_are_read_as_in_a_file() -> None:
    written = Written.from_scalar("a\r\n\r\nb\0c", "a\\r\\n\\r\\nb\\0c", (Place("a.yaml"),))

    prose = parse_prose(written, Problems(), language="en", where="passage")

    assert [plain_text((block,)) for block in prose.blocks] == ["a", "b\ufffdc"]


def test_a_lesson_body_begins_at_its_line_in_the_file() -> None:
    written = Written.from_lines("lessons/famine.md", "Text.\n\nMore.", 12)

    prose = parse_prose(written, Problems(), language="en", where="lesson")

    assert [str(b.place) for b in prose.blocks] == [
        "lessons/famine.md:12:1",
        "lessons/famine.md:14:1",
    ]


def test_a_blank_text_is_nothing() -> None:
    read_as = [read(" \n ", where) for where in get_args(Where)]

    assert [(prose, len(problems)) for prose, problems in read_as] == [(Prose(), 0)] * 3


def test_too_long_a_text_is_not_read() -> None:
    prose, problems = read("a" * (LIMIT + 1))

    assert (prose, [p.code for p in problems]) == (Prose(), ["file.size"])


@pytest.mark.parametrize("text", PATHOLOGICAL.values(), ids=PATHOLOGICAL)
@pytest.mark.parametrize("where", ["lesson", "line"])
def test_a_hostile_text_is_read_in_seconds(text: str, where: Where) -> None:
    """The limit is generous, for slow machines: what is quadratic takes a minute."""
    began = time.perf_counter()

    read(text, where)

    assert time.perf_counter() - began < 6


@pytest.mark.parametrize(
    "text",
    [
        ">" * 50 + " deep",
        "- " * 30 + "deep",
        "::: claim\n" * 45 + ":::\n" * 45,
        "*a **b " * 15 + "c** d* " * 15,
    ],
    ids=["quotations", "lists", "blocks", "emphasis"],
)
def test_text_nested_too_deeply_is_reported_once_and_no_deeper_tree_made(text: str) -> None:
    prose, problems = read(text)

    assert {p.code for p in problems} == {"prose.depth"}
    assert depth(prose.blocks) < 70


def depth(nodes: tuple[Node, ...]) -> int:
    return 1 + max((depth(node.children) for node in nodes), default=0)


SIGNS = (*"[]()*_`>#|-:.\"' \n\t\\<&!^{}@=~1a", "\n\n", "    ", "...", "--", "1932-33")
MARKS = ("[^a]", "[^a]: ", "[[", "]]", "^[", "](", "{lang=ru}", "{#a}", "[@k, p. 1]", "![](a)")
BLOCKS = ("::: ", "::: figure {#a}", "\n:::\n", "alt: ", "source: ", "|a|\n|-|\n", "- ", "1. ")
WHOLE = ("[[a|b]]", "(x){lang=ru}", "[a]: b\n", "<https://a>", "&amp;", "```\n", "<b>", "<!-- ")
ODD = ("é", "\u00a0", "\0", "\r", "\f", "\ud800", "🙂")
PIECES = st.sampled_from([*SIGNS, *MARKS, *BLOCKS, *WHOLE, *ODD])


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from(get_args(Where)))
def test_any_text_is_read_without_an_exception(text: str, where: Where) -> None:
    prose, problems = read(text, where)

    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    places = [n.place for n in walk((*prose.blocks, *(note for _, note in prose.notes)))]
    for place in (*places, *(p.place for p in problems)):
        assert 1 <= place.line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_typographic_text_nodes_never_stand_side_by_side(text: str) -> None:
    prose, _ = read(text)

    for node in walk(prose.blocks):
        kinds = [child.kind for child in node.children]
        assert ("text", "text") not in pairwise(kinds)
        assert not any(child.attr("literal") for child in node.children)


def test_the_words_of_a_text_can_be_had_alone() -> None:
    prose, _ = read("The *kulak*[^a] and [[term|the\nterm]] `x`\n\n[^a]: Note.")

    assert plain_text(prose.blocks) == "The kulak and the term x"
