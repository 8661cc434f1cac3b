"""What the tree of one text is made with, and what is found on the way."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Literal

from markdown_it.token import Token

from studyguide.problems import Place, Problems, did_you_mean
from studyguide.prose.nodes import Node
from studyguide.prose.written import Places

#: What a text may hold: everything, no headings and blocks, or inlines only.
Where = Literal["lesson", "passage", "line"]
# Wider than any line: `Places` cuts a stretch off at the end of its line.
_TO_LINE_END = 1_000_000


@dataclass(slots=True)
class Reading:
    """One text being read: grows as its tokens are turned into nodes.

    `notes` are the notes written, by name; `marks` the places of the marks that name
    them; `taken` the names that the author uses. `is_in_note` says whether the tokens now
    read are those of a note.
    """

    places: Places
    problems: Problems
    where: Where
    taken: frozenset[str]
    heading_level: int = 1
    is_in_note: bool = False
    notes: dict[str, Node] = field(default_factory=dict)
    marks: dict[str, Place] = field(default_factory=dict)
    inline_notes: int = 0

    def block_place(self, token: Token) -> Place:
        """Give the place of a block's first line, from the block's first character on."""
        at: int = token.meta.get("at", 0)
        end: int | None = token.meta.get("end")
        return self.places.at(at, _TO_LINE_END if end is None else end - at)

    def add_note(self, name: str, node: Node) -> None:
        """Keep a note's text under its name; the first of a name stays."""
        if not node.children:
            message = f'the note "{name}" has no text'
            hint = "write it, or delete the note and its mark"
            self.problems.add(node.place, "value.empty", message, hint=hint)
        if name in self.notes:
            message = f'there are two notes "{name}"'
            self.problems.add(node.place, "note.duplicate", message, hint="rename one of the two")
        else:
            self.notes[name] = node

    def check_notes(self) -> None:
        """Report marks without a note, and notes without a mark."""
        for name in self.marks.keys() - self.notes.keys():
            hint = did_you_mean(name, tuple(self.notes), f"write the note: [^{name}]: its text")
            message = f'there is no note "{name}"'
            self.problems.add(self.marks[name], "link.note", message, hint=hint)
        for name in self.notes.keys() - self.marks.keys():
            message = f'no mark leads to the note "{name}"'
            hint = f"put [^{name}] into the text, or delete the note"
            self.problems.add(self.notes[name].place, "note.unused", message, hint=hint)

    def next_inline_name(self) -> str:
        """Give a name for a note written in the line, which has none of its own."""
        self.inline_notes += 1
        while f"inline-{self.inline_notes}" in self.taken:
            self.inline_notes += 1
        return f"inline-{self.inline_notes}"


@dataclass(frozen=True, slots=True)
class Ground:
    """The content of one block of inlines: turns offsets in it into places.

    `anchors` are pairs (offset in the content, offset in the text), in order.
    """

    places: Places
    anchors: Sequence[tuple[int, int]]

    def at(self, offset: int, width: int = 1) -> Place:
        """Give the place of `width` characters from `offset` on."""
        last = bisect_right(self.anchors, offset, key=itemgetter(0)) - 1
        content, text = self.anchors[max(last, 0)]
        return self.places.at(text + max(0, offset - content), width)
