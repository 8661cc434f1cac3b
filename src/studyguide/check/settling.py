"""Settle the notes and citations of a text: every note gets a key of its own in the course.

A citation that stands in running text becomes a note that holds it; one inside a note,
or in the source line of a figure, stays where it is. After this a `cite` node names one
work (attrs key, prefix, locator) and a `note` node a key of the course's notes.
"""

from collections.abc import Callable
from dataclasses import replace
from itertools import count

from studyguide.check.losses import Losses
from studyguide.problems import Place, did_you_mean
from studyguide.prose.nodes import Node, rewrite, walk
from studyguide.prose.parse import Prose
from studyguide.works.citations import Cite, parse_citation
from studyguide.works.work import Work


class Settling:
    """Settles texts one after the other, and keeps the notes found and the works cited."""

    def __init__(self, works: tuple[Work, ...], losses: Losses) -> None:
        self.notes: dict[str, Node] = {}
        self.cited: set[str] = set()
        self._works = [work.key for work in works]
        self._losses = losses
        self._problems = losses.problems

    def settle(self, prose: Prose, scope: str) -> Prose:
        """Give the text with its notes settled; `scope` is a name that only this text has."""

        def change(node: Node) -> tuple[Node, ...] | None:
            if node.kind == "note":
                return (replace(node, attrs=(("note", f"{scope}^{node.attr('note')}"),)),)
            if node.kind in ("figure_source", "figure_credit"):
                return (node.with_children(rewrite(node.children, self._cite)),)
            if node.kind == "cite":
                return (self._note_of(node, scope),)
            return None

        blocks = rewrite(prose.blocks, change)
        for name, text in prose.notes:
            self._settle_note(f"{scope}^{name}", text)
        return replace(prose, blocks=blocks, notes=())

    def in_turn(self, scope: str) -> Callable[[Prose], Prose]:
        """Give a function that settles one text of a thing after the other."""
        turn = count(1)
        return lambda prose: self.settle(prose, f"{scope}/{next(turn)}")

    def _settle_note(self, key: str, text: Node) -> None:
        for node in walk((text,)):
            if node.kind == "note":
                self._problems.add(
                    node.place, "prose.place", "a note stands inside a note", hint="join the two"
                )
        self.notes[key] = text.with_children(rewrite(text.children, self._cite))

    def _note_of(self, cite: Node, scope: str) -> Node:
        """Give the mark of a new note that is the citation; `stop` asks for a full stop."""
        key = f"{scope}@{cite.place.line}:{cite.place.column}"
        first, *rest = self._cite(cite) or ()
        prefix = first.attr("prefix")
        if prefix:
            # A note is a sentence: "[see @a]" prints "See …".
            attrs = dict(first.attrs) | {"prefix": prefix[:1].upper() + prefix[1:]}
            first = replace(first, attrs=tuple(attrs.items()))
        words = Node("paragraph", cite.place, children=(first, *rest))
        self.notes[key] = Node("note_text", cite.place, children=(words,), attrs=(("stop", "yes"),))
        return Node("note", cite.place, attrs=(("note", key),))

    def _cite(self, node: Node) -> tuple[Node, ...] | None:
        """Give the works that a citation names, with what stands between them."""
        if node.kind != "cite":
            return None
        made: list[Node] = []
        for item in parse_citation(node.attr("raw")):
            if made:
                made.append(Node("text", node.place, text="; "))
            made.append(self._cited(item, node) if item.key else _words(item, node))
        return tuple(made)

    def _cited(self, item: Cite, node: Node) -> Node:
        column = node.place.column + item.offset
        place = Place(node.place.file, node.place.line, column, len(item.key))
        if item.key not in self._works and not self._losses.may_have_work(item.key):
            self._problems.add(
                place,
                "link.source",
                f'there is no work "{item.key}" in the bibliography',
                hint=did_you_mean(item.key, self._works),
            )
        self.cited.add(item.key)
        author = "yes" if item.with_author else ""
        attrs = (("key", item.key), ("prefix", item.prefix), ("locator", item.locator))
        return Node("cite", place, attrs=(*attrs, ("author", author)))


def _words(item: Cite, node: Node) -> Node:
    """Give the part of a citation that names no work."""
    return Node("text", node.place, text=item.prefix)
