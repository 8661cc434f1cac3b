"""What the YAML reader gives for good, broken and hostile texts, and where."""

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studyguide.problems import Place, Problems
from studyguide.yamltree.parse import (
    MAX_CHARACTERS,
    MAX_LINES,
    MAX_PROBLEMS,
    MAX_VALUES,
    parse_yaml,
)
from studyguide.yamltree.text import FORBIDDEN
from studyguide.yamltree.tree import Mapping, Scalar, Sequence, Tree, find, find_key

CASES = Path(__file__).parent / "cases" / "yaml" / "faults.txt"
QUESTION = """\
lesson: famine
questions:
  - id: famine-towns
    prompt: Why did more people die
      in the villages?
    answer: >-
      Townspeople had ration cards;

      villagers had none.
    teacher-note: "Ask for the *date*
       of the decree."
    tags: [core, causes]
    explanation:
"""


Plain: TypeAlias = str | list["Plain"] | dict[str, "Plain"] | None


def plain(tree: Tree) -> Plain:
    """Give the tree without its places: None, text, list or dict.

    A text is what is written, never a number or a date; only null becomes None.
    """
    if isinstance(tree, Scalar):
        return None if tree.is_null else tree.text
    if isinstance(tree, Sequence):
        return [plain(item) for item in tree.items]
    return {key.text: plain(value) for key, value in tree.entries}


def read(text: str, first_line: int = 1) -> tuple[Tree | None, list[tuple[Place, str, str]]]:
    """Give the tree of a text, and its problems as (place, code, message)."""
    problems = Problems()
    tree = parse_yaml(text, "a.yaml", problems, first_line=first_line)
    return tree, [(problem.place, problem.code, problem.message) for problem in problems]


def good(text: str, first_line: int = 1) -> Tree:
    tree, problems = read(text, first_line)

    assert problems == []
    assert tree is not None
    return tree


def codes(text: str) -> list[str]:
    return [code for _, code, _ in read(text)[1]]


def value(text: str, *path: str | int) -> Scalar:
    """Give the text at a path of a good YAML text."""
    tree: Tree | None = good(text)
    for step in path:
        if isinstance(tree, Sequence) and isinstance(step, int):
            tree = tree.items[step]
        else:
            assert isinstance(tree, Mapping)
            tree = tree.get(str(step))
    assert isinstance(tree, Scalar)
    return tree


def at(line: int, column: int, width: int = 1) -> Place:
    return Place("a.yaml", line, column, width)


def scalars(tree: Tree) -> Iterator[Scalar]:
    if isinstance(tree, Scalar):
        yield tree
    elif isinstance(tree, Sequence):
        for item in tree.items:
            yield from scalars(item)
    else:
        for key, below in tree.entries:
            yield key
            yield from scalars(below)


# --- values


def test_values_stay_as_they_are_written() -> None:
    written = ["yes", "NO", "012", "1930", "12:30", "1e3", "0x1F", "2024-01-01", ".5", "true"]

    tree = good("".join(f"- {text}\n" for text in written))

    assert plain(tree) == written


def test_a_value_in_brackets_may_hold_a_question_mark() -> None:
    assert plain(good("{a: Why?, b: [Who? And when?, x]}")) == {
        "a": "Why?",
        "b": ["Who? And when?", "x"],
    }


@pytest.mark.parametrize("null", ["", "~", "null", "Null", "NULL"])
def test_null_is_none_but_only_without_quotes(null: str) -> None:
    tree = good(f"a: {null}\nb: '{null}'\n")

    assert plain(tree) == {"a": None, "b": null}


def test_the_merge_key_is_a_key_like_any_other() -> None:
    assert plain(good("<<: {a: b}")) == {"<<": {"a": "b"}}


@pytest.mark.parametrize(
    "text", ["", "\n\n", "# only a comment\n", "---\n", "\ufeff", "---\n...\n"]
)
def test_an_empty_text_has_no_tree_and_no_problem(text: str) -> None:
    assert read(text) == (None, [])


def test_folding_and_escapes_are_undone() -> None:
    tree = good("a: >-\n  one\n  two\n\n  three\nb: \"t\\u00e9 \\ud83d\\ude00\"\nc: 'it''s'\n")

    assert plain(tree) == {"a": "one two\nthree", "b": "té 😀", "c": "it's"}


# --- places


def test_every_value_knows_its_place() -> None:
    tree = good(QUESTION)

    assert tree.place == at(1, 1, 6)
    assert find(tree, ("lesson",)) == at(1, 9, 6)
    assert find(tree, ("questions",)) == at(3, 3)
    assert find(tree, ("questions", 0)) == at(3, 5, 2)
    assert find(tree, ("questions", 0, "prompt")) == at(4, 13, 23)
    assert find(tree, ("questions", 0, "answer")) == at(7, 7, 29)
    assert find(tree, ("questions", 0, "teacher-note")) == at(10, 19, 19)
    assert find(tree, ("questions", 0, "tags", 1)) == at(12, 18, 6)
    assert find(tree, ("questions", 0, "explanation")) == at(13, 17)


def test_a_path_that_leads_nowhere_gives_the_nearest_parent() -> None:
    tree = good(QUESTION)

    assert find(tree, ("questions", 0, "points", "x")) == at(3, 5, 2)
    assert find(tree, ("questions", 1, "id")) == at(3, 3)
    assert find(tree, ("lesson", "x", 1)) == at(1, 9, 6)
    assert find(tree, ()) == tree.place


def test_keys_have_places_of_their_own() -> None:
    tree = good(QUESTION)

    assert find_key(tree, ("questions",)) == at(2, 1, 9)
    assert find_key(tree, ("questions", 0, "prompt")) == at(4, 5, 6)
    assert find_key(tree, ("questions", 0, "points")) == at(3, 5, 2)
    assert find_key(tree, ("questions", 0)) == find(tree, ("questions", 0))
    assert find_key(tree, ()) == tree.place


def test_a_key_in_snake_case_finds_kebab_case() -> None:
    tree = good(QUESTION)

    assert find_key(tree, ("questions", 0, "teacher_note")) == at(10, 5, 12)
    assert find(tree, ("questions", 0, "teacher_note")) == at(10, 19, 19)


def test_lines_count_from_the_first_line_of_the_front_matter() -> None:
    assert find(good("title: x\nminutes: 45", first_line=2), ("minutes",)) == at(3, 10, 2)


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_line_breaks_of_any_system_give_the_same_places(line_break: str) -> None:
    tree = good("\ufeff" + QUESTION.replace("\n", line_break))

    assert tree == good(QUESTION)


# --- the lines of a text


def test_a_text_over_several_lines_keeps_them_with_their_places() -> None:
    prompt = value(QUESTION, "questions", 0, "prompt")

    assert prompt.text == "Why did more people die in the villages?"
    assert prompt.source == "Why did more people die\nin the villages?"
    assert prompt.lines == (at(4, 13, 23), at(5, 7, 16))


def test_the_lines_of_a_block_have_no_indentation() -> None:
    answer = value(QUESTION, "questions", 0, "answer")

    assert answer.source == "Townspeople had ration cards;\n\nvillagers had none."
    assert answer.lines == (at(7, 7, 29), at(8, 1), at(9, 7, 19))


def test_the_lines_of_a_quotation_stand_inside_the_quotes() -> None:
    note = value(QUESTION, "questions", 0, "teacher-note")

    assert note.source == "Ask for the *date*\nof the decree."
    assert note.lines == (at(10, 20, 18), at(11, 8, 14))


@pytest.mark.parametrize(
    ("text", "source", "lines"),
    [
        ("a: |2\n     deep\n   less\n", "   deep\n less", (at(2, 3, 7), at(3, 3, 5))),
        ("a: |\n\n\n  text\n\n\n", "text", (at(4, 3, 4),)),
        ("a: >-  # why\n  one\n    two\n", "one\n  two", (at(2, 3, 3), at(3, 3, 5))),
        ("a: |\n  end", "end", (at(2, 3, 3),)),
        ("a: >-\n\nb: c", "", (at(1, 4),)),
        ("a: |+\n   \n", "", (at(1, 4),)),
    ],
)
def test_blocks_of_every_form_find_their_lines(
    text: str, source: str, lines: tuple[Place, ...]
) -> None:
    block = value(text, "a")

    assert (block.source, block.lines) == (source, lines)
    assert block.place == lines[0]
    assert block.quoted


def test_a_text_on_one_line_is_its_own_source() -> None:
    assert value("a: Why?  # a note", "a") == Scalar(
        "Why?", at(1, 4, 4), quoted=False, source="Why?", lines=(at(1, 4, 4),)
    )
    assert value("- ' b '", 0) == Scalar(
        " b ", at(1, 3, 5), quoted=True, source=" b ", lines=(at(1, 4, 3),)
    )


# --- problems


def read_cases() -> list[tuple[str, str]]:
    """Give each case of the file: the YAML, and what is said of it."""
    parts = CASES.read_text(encoding="utf-8").split("\n===\n")[1:]
    return [(part[: part.index("---> ")], part[part.index("---> ") :].rstrip()) for part in parts]


@pytest.mark.parametrize(("text", "expected"), read_cases())
def test_faults_are_explained(text: str, expected: str) -> None:
    problems = Problems()

    parse_yaml(text, "a.yaml", problems)

    said = [
        f"---> {each.place.line}:{each.place.column}+{each.place.width} {each.code}: "
        f"{each.message}\n     {each.hint}"
        for each in problems
    ]
    assert "\n".join(said) == expected


def test_after_a_double_key_the_first_counts_and_the_rest_is_read() -> None:
    tree, problems = read("a: 1\nb: 2\na: 3\nc: 4\n")

    assert tree is not None
    assert plain(tree) == {"a": "1", "b": "2", "c": "4"}
    assert problems == [(at(3, 1), "yaml.duplicate", 'the key "a" stands on line 1 already')]


def test_tags_and_aliases_are_refused_but_the_rest_is_read() -> None:
    tree, problems = read("a: !x &y >-\n  text\nb: *y\n")

    assert tree is not None
    assert plain(tree) == {"a": "text", "b": "*y"}
    assert [code for _, code, _ in problems] == ["yaml.tag", "yaml.alias", "yaml.alias"]
    assert find(tree, ("a",)) == at(2, 3, 4)


def test_a_syntax_fault_is_one_problem_but_what_was_found_above_stays() -> None:
    problems = read("a: 1\na: 2\nb: {{gap}} was\nc: d: e\n")[1]

    assert [(place.line, code) for place, code, _ in problems] == [
        (2, "yaml.duplicate"),
        (3, "yaml.syntax"),
    ]


@pytest.mark.parametrize("bad", ["\x00", "\x07", "\x7f", "\x85", "\u2028", "\ud800", "\uffff"])
def test_forbidden_characters_are_named_with_their_place(bad: str) -> None:
    assert read(f"a: b\nc: d{bad}\n") == (
        None,
        [
            (
                at(2, 5),
                "yaml.syntax",
                f"the invisible character U+{ord(bad):04X} cannot stand in a YAML file",
            )
        ],
    )


@pytest.mark.parametrize("escape", ["\\0", "\\e", "\\ud800", "\\u2028", "\\x7f"])
def test_escapes_of_what_cannot_be_printed_are_refused(escape: str) -> None:
    tree, problems = read(f'a: "b{escape}"')

    assert [code for _, code, _ in problems] == ["yaml.syntax"]
    assert tree is not None
    assert plain(tree) == {"a": "b\ufffd"}


def test_depth_is_counted_in_blocks_and_brackets() -> None:
    assert codes("[" * 20 + "]" * 20) == []
    assert codes("[" * 21 + "]" * 21) == ["yaml.depth"]
    assert read("- " * 25)[1][0][0] == at(1, 41)


def test_a_file_of_nothing_but_aliases_is_given_up() -> None:
    assert codes("- *a\n" * 1000) == ["yaml.alias"] * MAX_PROBLEMS


HOSTILE = {
    "50,000 brackets": ("[" * 50_000, "yaml.depth"),
    "a million braces": ("{" * 1_000_000, "yaml.depth"),
    "brackets on many lines": (("[" * 1000 + "\n") * 1000, "yaml.depth"),
    "stairs": ("".join(" " * step + "a:\n" for step in range(1000)), "yaml.depth"),
    "dashes": ("- " * 500_000, "yaml.depth"),
    "aliases": ("- *a\n" * 90_000, "yaml.alias"),
    "tags": ("- !a b\n" * 90_000, "yaml.tag"),
    "directives": ("%A\n" * 90_000, "yaml.syntax"),
    "documents": ("---\n" * 90_000, "yaml.syntax"),
    "one long line": ("a: " + "x" * 1_000_000 + "\nb", "yaml.syntax"),
    "an open quotation": ('a: "' + "x" * 1_000_000, "yaml.syntax"),
    "the same key": ("a: b\n" * 90_000, "yaml.duplicate"),
    "blank lines in a block": ("a: |9\n" + "\n" * 90_000 + "]", "yaml.syntax"),
    "control characters": ("\x07" * 1_000_000, "yaml.syntax"),
    "too many values": ("[" + "a," * (MAX_VALUES + 1), "file.size"),
    "too many lines": ("\n" * MAX_LINES, "file.size"),
    "too many characters": ("x" * (MAX_CHARACTERS + 1), "file.size"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_refused_soon(name: str) -> None:
    """Limit 2 s on an idle machine; twice that here, since tests share theirs."""
    text, code = HOSTILE[name]
    start = time.process_time()

    found = codes(text)

    assert set(found) == {code}
    assert time.process_time() - start < 4


# --- any text

BITS = st.sampled_from(
    [
        *("a", "b: ", "- ", '"', "'", "[", "]", "{", "}", ", ", ": ", "? ", "<<: ", "~", " # c"),
        *("\n", "\r\n", "\n  ", "\n    ", ">-\n  ", "|2\n   ", "---\n", "...\n", "%Y 1\n", "\t"),
        *("*x ", "&x ", "!t ", "! ", "\\", "\\u12", "\\UFFFFFFFF", "two words"),
        *("\u00a0", "\ufeff", "\0"),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(BITS, max_size=14).map("".join))
def test_any_text_is_answered_and_its_places_are_true(text: str) -> None:
    tree, problems = read(text, first_line=5)

    rows = re.split(r"\r\n|\n|\r", text.removeprefix("\ufeff"))
    for place, _, _ in problems:
        assert 0 <= place.line - 5 < len(rows)
        assert 0 < place.column <= len(rows[place.line - 5]) + 1
    for scalar in scalars(tree) if tree else ():
        pieces = scalar.source.split("\n")
        assert len(pieces) == len(scalar.lines)
        for place, piece in zip(scalar.lines, pieces, strict=True):
            assert rows[place.line - 5][place.column - 1 :].startswith(piece)
            assert place.width == max(1, len(piece))


TEXTS = st.text(max_size=20).filter(lambda text: not FORBIDDEN.search(text))


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        st.none() | TEXTS,
        lambda below: st.lists(below, max_size=4) | st.dictionaries(TEXTS, below, max_size=4),
        max_leaves=12,
    ),
    st.booleans(),
)
def test_json_is_read_as_it_was_written(data: object, ascii_only: bool) -> None:
    tree = good(json.dumps(data, ensure_ascii=ascii_only))

    assert plain(tree) == data
