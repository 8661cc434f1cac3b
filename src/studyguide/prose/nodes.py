"""The tree that a text becomes: what every stage after reading works on.

One frozen class for every node, told apart by `kind`. The names are Markdown's and
CSS's where there are any. Children of block nodes are blocks, of inline nodes inlines.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from studyguide.problems import Place

#: Blocks that hold blocks: quote, list and ordered_list (attrs: tight = yes without space
#: between items; start, if not 1), item, note_text, and the author's own blocks figure
#: (attrs: alt), sidebar (attrs: title), claim, teacher, support, stretch.
#: A figure holds one picture or table, then caption, figure_source, figure_credit.
#: Blocks that hold inlines: paragraph, heading (attrs: level), caption, figure_source,
#: figure_credit, cell (attrs: header = column or row; align = left, right or center).
#: Blocks of rows: table > row > cell. Blocks alone: code_block, rule.
#: Inlines: text, emphasis, strong, code, line_break, link (attrs: href), picture (attrs:
#: src, alt), term (attrs: term, forced), note (attrs: note), cite (attrs: raw = what stands
#: in the brackets, which is also its place), reference (attrs: to; no children = the
#: program words it), passage (attrs: lang).
INLINES = frozenset({"text", "emphasis", "strong", "code", "line_break", "link", "picture"}) | {
    *("term", "note", "cite", "reference", "passage")
}
Attributes = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Node:
    """One block or inline of a text, with the place where its author wrote it.

    `text` is the literal text of `text`, `code` and `code_block` nodes, else empty.
    `id` is the id that the author gave, else empty.
    `attrs` are (name, value) pairs.
    """

    kind: str
    place: Place
    children: tuple["Node", ...] = ()
    text: str = ""
    id: str = ""
    attrs: Attributes = ()

    def attr(self, name: str, otherwise: str = "") -> str:
        """Give one attribute's value."""
        return dict(self.attrs).get(name, otherwise)

    def with_children(self, children: tuple["Node", ...]) -> "Node":
        """Give the same node with other children."""
        return replace(self, children=children)


def walk(nodes: tuple[Node, ...]) -> Iterator[Node]:
    """Give every node, in the order of reading, parents before children."""
    for node in nodes:
        yield node
        yield from walk(node.children)


def rewrite(
    nodes: tuple[Node, ...], change: Callable[[Node], tuple[Node, ...] | None]
) -> tuple[Node, ...]:
    """Give the tree with nodes replaced.

    `change` gives the nodes that stand in place of one (none at all to drop it), or None
    to keep it and go on with its children. Replacements are not visited again.
    """
    made: list[Node] = []
    for node in nodes:
        changed = change(node)
        if changed is not None:
            made.extend(changed)
        elif node.children:
            made.append(node.with_children(rewrite(node.children, change)))
        else:
            made.append(node)
    return tuple(made)


def plain_text(nodes: tuple[Node, ...]) -> str:
    """Give the words alone, without marks of notes: for bookmarks and alt text."""
    return "".join(
        " " if node.kind == "line_break" else node.text
        for node in walk(nodes)
        if node.kind in ("text", "code", "line_break")
    )
