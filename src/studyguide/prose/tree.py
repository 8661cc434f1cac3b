"""The block tokens of a text to nodes with places, and what is wrong with them."""

import re
from dataclasses import dataclass, field, replace

from markdown_it.token import Token

from studyguide.problems import Place, did_you_mean
from studyguide.prose.attributes import Attributes, parse_attributes
from studyguide.prose.figures import figure
from studyguide.prose.inlines import inline_nodes, shortened
from studyguide.prose.nodes import Attributes as Pairs
from studyguide.prose.nodes import Node
from studyguide.prose.reading import Ground, Reading

#: The kinds of block that ::: opens, and the attributes that each may have besides an id.
BLOCKS: dict[str, tuple[str, ...]] = {
    "figure": (),
    "sidebar": ("title",),
    "claim": (),
    "teacher": (),
    "support": (),
    "stretch": (),
}
_KINDS = {
    "paragraph_open": "paragraph",
    "blockquote_open": "quote",
    "bullet_list_open": "list",
    "ordered_list_open": "ordered_list",
    "list_item_open": "item",
    "table_open": "table",
    "tr_open": "row",
}
_UNWRAPPED = ("thead_open", "tbody_open")
_UNCLOSED = re.compile(r"\{#[A-Za-z][\w-]*$")
_OPENER = re.compile(r"(?P<kind>[^\s{}]*)[ \t]*(?P<braces>\{(?P<inside>[^{}]*)\})?(?P<rest>.*)")
_HTML_HINT = "use Markdown; for a literal < write \\<"

#: A node, or the token of a ::: line that waits to be put together with its fellow.
Made = Node | Token


@dataclass(slots=True)
class _Open:
    """A block that is open: its first token, and what has been read in it so far."""

    token: Token
    made: list[Made] = field(default_factory=list)
    is_tight: bool = False


class _Tree:
    """Turns the tokens of one text into nodes."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._open = [_Open(Token("text_open", "", 1))]

    def nodes(self, tokens: list[Token]) -> tuple[Node, ...]:
        for token in tokens:
            if token.nesting > 0:
                self._begin(token)
            elif token.nesting < 0:
                ended = self._open.pop()
                self._open[-1].made.extend(self._end(ended))
            else:
                self._open[-1].made.extend(self._leaf(token))
        return self._folded(self._open[0].made)

    def _begin(self, token: Token) -> None:
        if token.type == "note_text_open":
            self._reading.is_in_note = True
        elif token.type == "paragraph_open" and token.hidden and len(self._open) > 1:
            self._open[-2].is_tight = True
        self._open.append(_Open(token))

    def _end(self, ended: _Open) -> tuple[Made, ...]:
        token = ended.token
        children = self._folded(ended.made)
        place = self._reading.block_place(token)
        if token.type in _UNWRAPPED:
            return children
        match token.type:
            case "heading_open":
                return (self._heading(token, place, children),)
            case "th_open" | "td_open":
                return (self._cell(token, children),)
            case "note_text_open":
                self._reading.is_in_note = False
                self._reading.add_note(token.info, Node("note_text", place, children))
                return ()
            case "figure_line_open":
                return (Node(f"figure_{token.info}", place, children),)
            case "list_item_open":
                return (Node("item", children[0].place if children else place, children),)
            case "bullet_list_open" | "ordered_list_open":
                return (Node(_KINDS[token.type], place, children, attrs=_list_attrs(ended)),)
            case "table_open":
                return (Node("table", place, _with_row_headers(children)),)
            case _:
                return (Node(_KINDS[token.type], place, children),)

    def _leaf(self, token: Token) -> tuple[Made, ...]:
        place = self._reading.block_place(token)
        match token.type:
            case "inline":
                self._open[-1].token.meta["ground"] = token.meta["anchors"]
                return inline_nodes(token, self._reading)
            case "block_open" | "block_close":
                return (token,)
            case "code_block" | "fence":
                return (Node("code_block", place, text=token.content.removesuffix("\n")),)
            case "hr":
                return (Node("rule", place),)
            case "html_block":
                message = f'"{shortened(token.content)}" is raw HTML'
                self._report(place, "prose.html", message, _HTML_HINT)
                return ()
            case _:
                self._report(place, token.meta["code"], token.meta["message"], token.meta["hint"])
                return ()

    def _heading(self, token: Token, place: Place, children: tuple[Node, ...]) -> Node:
        if self._reading.where != "lesson":
            self._report(place, "prose.place", "a heading cannot stand here", "write a paragraph")
            return Node("paragraph", place, children)
        if not children:
            hint = "write its words, or delete it"
            self._report(place, "value.empty", "this heading has no words", hint)
        name = ""
        if "braces" in token.meta:
            ground = Ground(self._reading.places, token.meta["ground"])
            start: int = token.meta["braces_at"]

            def find(offset: int, width: int) -> Place:
                return ground.at(start + offset, width)

            name = parse_attributes(token.meta["braces"], find, self._reading.problems, keys=()).id
        else:
            self._check_closed(children)
        level = self._checked_level(int(token.tag[1:]), place)
        return Node("heading", place, children, id=name, attrs=(("level", str(level)),))

    def _check_closed(self, children: tuple[Node, ...]) -> None:
        """Report an id at the end of a heading whose brace is not closed."""
        last = children[-1] if children else None
        found = _UNCLOSED.search(last.text) if last and last.kind == "text" else None
        if last and found:
            column = last.place.column + found.start()
            place = replace(last.place, column=column, width=len(found[0]))
            message = f'"{found[0]}" has no closing brace'
            self._report(place, "prose.attributes", message, f"write {found[0]}}}")

    def _checked_level(self, level: int, place: Place) -> int:
        """Report a level that cannot stand here, and give the one to go on with."""
        allowed = self._reading.heading_level + 1
        if level == 1:
            hint = "the title stands in the front matter; begin with ##"
            self._report(place, "prose.title", "this heading is of the first level", hint)
            level = 2
        elif level > allowed:
            message = f"this heading is of level {level}, where {allowed} is the next"
            self._report(place, "prose.heading", message, f"write it with {'#' * allowed}")
            level = allowed
        self._reading.heading_level = level
        return level

    def _cell(self, token: Token, children: tuple[Node, ...]) -> Node:
        place = Ground(self._reading.places, token.meta["ground"]).at(0)
        align = str(token.attrs.get("style", "")).removeprefix("text-align:")
        header: Pairs = (("header", "column"),) if token.type == "th_open" else ()
        return Node("cell", place, children, attrs=header + ((("align", align),) if align else ()))

    def _folded(self, made: list[Made]) -> tuple[Node, ...]:
        """Put the ::: lines among blocks together, so that each block holds what is in it."""
        opened: list[tuple[Token, list[Node]]] = []
        nodes: list[Node] = []
        for one in made:
            if isinstance(one, Node):
                nodes.append(one)
            elif one.type == "block_open":
                opened.append((one, nodes))
                nodes = []
            elif opened:
                token, outside = opened.pop()
                nodes = outside + self._block(token, tuple(nodes))
            else:
                self._report_stray(self._reading.block_place(one))
        while opened:
            token, outside = opened.pop()
            self._report_unclosed(token)
            nodes = outside + self._block(token, tuple(nodes))
        return tuple(nodes)

    def _block(self, token: Token, children: tuple[Node, ...]) -> list[Node]:
        """Make the node of one ::: block, or give its children if it cannot be one."""
        place = self._reading.block_place(token)
        if self._reading.where != "lesson":
            self._report_misplaced(place)
            return list(children)
        mark = _OPENER.match(token.content)
        assert mark is not None  # the pattern matches any line
        kind = mark["kind"]
        if kind not in BLOCKS:
            message = f'there is no block "{kind}"' if kind else "this block does not say its kind"
            self._report(place, "prose.block", message, did_you_mean(kind, tuple(BLOCKS)))
            return list(children)
        found = self._block_attributes(token, mark, BLOCKS[kind])
        if kind == "figure":
            return [figure(place, found.id, children, self._reading.problems)]
        return [Node(kind, place, children, id=found.id, attrs=found.pairs)]

    def _block_attributes(
        self, token: Token, mark: re.Match[str], keys: tuple[str, ...]
    ) -> Attributes:
        words_at: int = token.meta["words_at"]
        if mark["rest"].strip():
            place = self._reading.places.at(words_at + mark.start("rest"), len(mark["rest"]))
            message = f'"{shortened(mark["rest"])}" after the kind of block is not understood'
            self._report(place, "prose.attributes", message, "write the id in braces: {#name}")
        if mark["inside"] is None:
            return Attributes()
        start = words_at + mark.start("inside")

        def find(offset: int, width: int) -> Place:
            return self._reading.places.at(start + offset, width)

        return parse_attributes(mark["inside"], find, self._reading.problems, keys=keys)

    def _report_stray(self, place: Place) -> None:
        if self._reading.where == "lesson":
            hint = "delete it, or open the block with ::: and its kind"
            self._report(place, "prose.block", "this closes a block, but none is open", hint)
        else:
            self._report_misplaced(place)

    def _report_misplaced(self, place: Place) -> None:
        message = "a ::: block cannot stand here"
        self._report(place, "prose.place", message, "write running text")

    def _report_unclosed(self, token: Token) -> None:
        if self._reading.where == "lesson":
            name = shortened(token.content.split("{")[0])
            hint = "put ::: on a line of its own where it ends"
            place = self._reading.block_place(token)
            self._report(place, "prose.block", f'the block "{name}" is not closed', hint)

    def _report(self, place: Place, code: str, message: str, hint: str) -> None:
        self._reading.problems.add(place, code, message, hint=hint)


def block_nodes(tokens: list[Token], reading: Reading) -> tuple[Node, ...]:
    """Give the nodes of a text's tokens; notes go to `reading`, mistakes to its problems."""
    return _Tree(reading).nodes(tokens)


def _list_attrs(ended: _Open) -> Pairs:
    """Give a list's attributes: `tight` without space between items, `start` if not 1."""
    tight: Pairs = (("tight", "yes"),) if ended.is_tight else ()
    start = str(ended.token.attrs.get("start", 1))
    return tight if start == "1" else (*tight, ("start", start))


def _with_row_headers(rows: tuple[Node, ...]) -> tuple[Node, ...]:
    """Make the first column headers of their rows if it has no header of its own."""
    if not rows or not rows[0].children or rows[0].children[0].children:
        return rows
    return (rows[0], *(_with_row_header(row) for row in rows[1:]))


def _with_row_header(row: Node) -> Node:
    first, *others = row.children
    attrs = (("header", "row"), *first.attrs)
    cell = Node("cell", first.place, first.children, attrs=attrs)
    return row.with_children((cell, *others))
