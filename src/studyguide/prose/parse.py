"""A text as its author wrote it to a tree, with the place of everything in it.

In: a text with its source lines, its language, and what it may hold. Out: blocks and
notes, typographic for the language; what is wrong goes to the problems. Whether ids,
terms and works that the text names exist is left to `check`; notes are checked here,
since a note and its mark stand in one text.
"""

import re
from dataclasses import dataclass, replace

from studyguide.problems import Problems
from studyguide.prose.block_rules import NOTE_LINE
from studyguide.prose.markdown import tokens_of
from studyguide.prose.nodes import Node, walk
from studyguide.prose.reading import Reading, Where
from studyguide.prose.tree import block_nodes
from studyguide.prose.typography import typographic
from studyguide.prose.written import Places, Written

#: How many characters a text may have; the longest lesson has a tenth of it.
LIMIT = 500_000

_LINE_END = re.compile(r"\r\n?")
_NOT_IN_A_LINE = (
    (re.compile(r"\n[ \t]*\n\s*(?P<here>\S)"), "only one paragraph can stand here"),
    (re.compile(r"^[ \t]*(?P<here>:{3,})", re.MULTILINE), "a ::: block cannot stand here"),
    (
        re.compile(r"^[ \t]*(?P<here>" + NOTE_LINE.pattern + ")", re.MULTILINE),
        "the text of a note cannot stand here",
    ),
)


@dataclass(frozen=True, slots=True)
class Prose:
    """A text that has been read.

    `notes` are pairs of a note's name and its `note_text`, whose children are blocks.
    Notes written in the line, as ^[text], have names of their own.
    """

    blocks: tuple[Node, ...] = ()
    notes: tuple[tuple[str, Node], ...] = ()


def parse_prose(written: Written, problems: Problems, *, language: str, where: Where) -> Prose:
    """Read a text in Markdown.

    A `lesson` may hold everything; a `passage` no headings and no ::: blocks; a `line`
    is inlines only, and comes out as one paragraph, or as nothing if it is blank.
    """
    # What markdown-it would change by itself is changed first, so that offsets stay true.
    text = _LINE_END.sub("\n", written.text).replace("\0", "\ufffd")
    places = Places(replace(written, text=text))
    if len(text) > LIMIT:
        message = f"the text has {len(text):,} characters, but the program reads {LIMIT:,}"
        problems.add(places.at(0), "file.size", message, hint="split it into several")
        return Prose()
    taken = frozenset(mark["name"] for mark in NOTE_LINE.finditer(text))
    reading = Reading(places, problems, where, taken)
    tokens = tokens_of(text, "line" if where == "line" else "blocks")
    blocks = block_nodes(tokens, reading)
    if where == "line":
        _check_line(text, reading)
        blocks = (Node("paragraph", blocks[0].place, blocks),) if blocks else ()
    reading.check_notes()
    notes = tuple(reading.notes.items())
    _check_pictures((*blocks, *reading.notes.values()), problems)
    return Prose(
        typographic(blocks, language),
        tuple((name, typographic((note,), language)[0]) for name, note in notes),
    )


def _check_line(text: str, reading: Reading) -> None:
    """Report what makes more of a text than one line of inlines."""
    text = text.rstrip()
    for pattern, message in _NOT_IN_A_LINE:
        for found in pattern.finditer(text):
            place = reading.places.at(found.start("here"), len(found["here"]))
            reading.problems.add(place, "prose.place", message, hint="write running text only")


def _check_pictures(nodes: tuple[Node, ...], problems: Problems) -> None:
    for node in walk(nodes):
        if node.kind == "picture" and not node.attr("alt"):
            message = f'the picture "{node.attr("src")}" has no alt text'
            hint = "say what it shows: ![what it shows](…), or a line alt: in its figure"
            problems.add(node.place, "figure.alt", message, hint=hint)
