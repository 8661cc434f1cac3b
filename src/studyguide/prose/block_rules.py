"""The rules that cut a text into blocks: CommonMark's, tables, and our own three.

Our own are `:::` lines, notes `[^name]: …`, and the lines `alt:`, `source:` and `credit:`
of a figure. All others are markdown-it's, wrapped so that their tokens say where they
stand. A `:::` line is a token by itself: the tree puts openers and closers together, so
that each fault can be named where it is.
"""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from markdown_it import rules_block as standard
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from studyguide.prose.attributes import BRACES

Rule = Callable[[StateBlock, int, int, bool], bool]
#: (offset in a block's content, offset in the text): each holds up to the next.
Anchors = list[tuple[int, int]]

BLOCK_LINE = re.compile(r":{3,}[ \t]*(?P<rest>.*)")
NOTE_LINE = re.compile(r"\[\^(?P<name>[^\s\[\]^]+)\]:[ \t]*")
_FIGURE_LINE = re.compile(r"(?P<key>alt|source|credit):(?:[ \t]+|$)", re.IGNORECASE)
_HEADING_BRACES = re.compile(r"(?<!\\)" + BRACES.pattern + r"\s*$")
_PIPE = re.compile(r"(?<!\\)\|")
# A note goes on where a line is indented by two; four, as some programs want, is easily missed.
_NOTE_INDENT = 2
#: How deeply lists, quotations and blocks may be nested. Deeper text is left out and reported,
#: since every later stage walks the tree by recursion.
DEPTH = 40


def depth(state: StateBlock) -> int:
    """Give how many lists, items, quotations, notes and ::: blocks are open."""
    opened: list[list[str]] = state.env["opened"]
    return state.level + sum(map(len, opened))


def push_too_deep(state: StateBlock, line: int) -> None:
    """Leave a problem among the tokens; the tree reports it at its place."""
    token = state.push("problem", "", 0)
    message = f"this is nested more than {DEPTH} levels deep"
    hint = "take something out of what it stands in"
    token.meta |= {"at": _begin(state, line), "code": "prose.depth", "message": message}
    token.meta["hint"] = hint


def _begin(state: StateBlock, line: int) -> int:
    """Give the offset of a line's first character inside the quotations and items around it."""
    return state.bMarks[line] + state.tShift[line]


def _rest(state: StateBlock, line: int) -> str:
    return state.src[_begin(state, line) : state.eMarks[line]]


def _line_anchors(content: str, begins: list[int]) -> Anchors:
    """Anchor the first character of each line of a content that has lost its indents."""
    anchors: Anchors = []
    offset = 0
    for line, begin in zip(content.split("\n"), begins, strict=False):
        indent = len(line) - len(line.lstrip(" \t"))
        anchors.append((offset + indent, begin))
        offset += len(line) + 1
    return anchors


def whole_line(text: str) -> Token:
    """Give the inline token of a text that is inlines only."""
    token = Token("inline", "", 0)
    token.content = text.strip()
    token.map = [0, text.count("\n") + 1]
    skipped = len(text) - len(text.lstrip())
    begins: list[int] = []
    offset = skipped
    for line in token.content.split("\n"):
        begins.append(offset + len(line) - len(line.lstrip(" \t")))
        offset += len(line) + 1
    token.meta["anchors"] = _line_anchors(token.content, begins)
    return token


def _placed(rule: Rule) -> Rule:
    """Make a rule say where its first token stands."""

    def run(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        first, at = len(state.tokens), _begin(state, start)
        if not rule(state, start, end, silent):
            return False
        for token in state.tokens[first : first + 1]:
            token.meta["at"] = at
        return True

    return run


def _lines_placed(rule: Rule) -> Rule:
    """Make a rule for paragraphs or underlined headings say where each line stands."""

    def run(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        first = len(state.tokens)
        if not _placed(rule)(state, start, end, silent):
            return False
        if not silent:
            begins = [_begin(state, line) for line in range(start, state.line)]
            opening, inline = state.tokens[first], state.tokens[first + 1]
            inline.meta["anchors"] = _line_anchors(inline.content, begins)
            if opening.type == "heading_open":
                _take_braces(opening, inline)
        return True

    return run


def _heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a heading with #, and the braces at its end."""
    first = len(state.tokens)
    if not _placed(standard.heading)(state, start, end, silent):
        return False
    if not silent:
        opening, inline = state.tokens[first], state.tokens[first + 1]
        words = _begin(state, start) + len(opening.markup)
        words = state.skipSpaces(words)
        inline.meta["anchors"] = [(0, words)]
        _take_braces(opening, inline)
    return True


def _take_braces(opening: Token, inline: Token) -> None:
    """Move {…} from the end of a heading's content to the heading."""
    braces = _HEADING_BRACES.search(inline.content)
    if braces:
        opening.meta["braces"] = braces.group(1)
        opening.meta["braces_at"] = braces.start(1)
        inline.content = inline.content[: braces.start()].rstrip()


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a table, and say where each cell stands."""
    first = len(state.tokens)
    if not _placed(standard.table)(state, start, end, silent):
        return False
    line = -1
    cells: Iterator[Anchors] = iter(())
    for token in state.tokens[first:]:
        if token.type == "inline" and token.map:
            if token.map[0] != line:
                line = token.map[0]
                cells = iter(_cell_anchors(_rest(state, line), _begin(state, line)))
            token.meta["anchors"] = next(cells, [(0, _begin(state, line))])
        elif token.type == "tr_open" and token.map:
            token.meta["at"] = _begin(state, token.map[0])
    return True


def _cell_anchors(row: str, begin: int) -> list[Anchors]:
    """Give the anchors of each cell of a row; a pipe with a backslash is a pipe in its cell."""
    row = row.rstrip()
    bounds = [-1, *(pipe.start() for pipe in _PIPE.finditer(row)), len(row)]
    spans = [(left + 1, right) for left, right in pairwise(bounds)]
    if spans[0][0] == spans[0][1]:
        spans.pop(0)
    made: list[Anchors] = []
    for left, right in spans:
        cell = row[left:right]
        at = left + len(cell) - len(cell.lstrip())
        anchors = [(0, begin + at)]
        for count, escape in enumerate(re.finditer(r"\\\|", cell)):
            pipe = left + escape.start() + 1
            anchors.append((pipe - at - count - 1, begin + pipe))
        made.append(anchors)
    return made


def _block_line(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """Read a `:::` line, which opens a block if anything follows the colons."""
    mark = None if state.is_code_block(start) else BLOCK_LINE.match(_rest(state, start))
    if mark is None or silent:
        return mark is not None
    opened: list[list[str]] = state.env["opened"]
    words = mark["rest"].rstrip()
    state.line = start + 1
    before = depth(state)
    if words:
        opened[-1].append(words.split("{")[0].strip())
    elif opened[-1]:
        opened[-1].pop()
    if before > DEPTH or (words and before == DEPTH):
        if before == DEPTH:
            push_too_deep(state, start)
        return True
    token = state.push("block_open" if words else "block_close", "", 0)
    token.content = words
    at = _begin(state, start)
    token.meta |= {"at": at, "end": at + len(mark[0]), "words_at": at + mark.start("rest")}
    return True


def _figure_line(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read `alt:`, `source:` or `credit:` in a figure, with the lines that go on with it."""
    opened: list[list[str]] = state.env["opened"]
    if opened[-1][-1:] != ["figure"] or state.is_code_block(start):
        return False
    key = _FIGURE_LINE.match(_rest(state, start))
    if key is None or silent:
        return key is not None
    after = start + 1
    while after < end and not state.isEmpty(after) and not _is_ended(state, after, end):
        after += 1
    begins = [_begin(state, line) for line in range(start, after)]
    lines = [_rest(state, line).rstrip() for line in range(start, after)]
    begins[0], lines[0] = begins[0] + key.end(), lines[0][key.end() :]
    token = state.push("figure_line_open", "", 1)
    token.info = key["key"].lower()
    token.meta["at"] = _begin(state, start)
    inline = state.push("inline", "", 0)
    inline.content = "\n".join(lines)
    inline.map = [start, after]
    inline.meta["anchors"] = _line_anchors(inline.content, begins)
    state.push("figure_line_close", "", -1)
    state.line = after
    return True


def _is_ended(state: StateBlock, line: int, end: int) -> bool:
    """Say whether a line ends the paragraph before it."""
    parent, state.parentType = state.parentType, "paragraph"
    rules = state.md.block.ruler.getRules("paragraph")
    ended = any(rule(state, line, end, True) for rule in rules)
    state.parentType = parent
    return ended


def _note(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read `[^name]: text` with the paragraphs indented under it."""
    mark = None if state.is_code_block(start) else NOTE_LINE.match(_rest(state, start))
    if mark is None or silent:
        return mark is not None
    token = state.push("note_text_open", "", 1)
    token.info = mark["name"]
    token.meta["at"] = _begin(state, start)
    before = (state.bMarks[start], state.tShift[start], state.sCount[start])
    indent, parent = state.blkIndent, state.parentType
    # The text's first line counts as indented, wherever the name in front of it ends.
    state.bMarks[start] += state.tShift[start] + mark.end()
    state.tShift[start] = 0
    state.blkIndent += _NOTE_INDENT
    state.sCount[start] = state.blkIndent
    state.parentType = "note"
    state.md.block.tokenize(state, start, end)
    state.bMarks[start], state.tShift[start], state.sCount[start] = before
    state.blkIndent, state.parentType = indent, parent
    state.push("note_text_close", "", -1)
    return True


_ENDS_ALL = ["paragraph", "reference", "blockquote", "list"]
_ENDS_TEXT = ["paragraph", "reference", "blockquote"]

#: Name, rule, and the kinds of block that the rule's first line puts an end to.
RULES: tuple[tuple[str, Rule, list[str]], ...] = (
    ("block_line", _block_line, _ENDS_ALL),
    ("figure_line", _figure_line, _ENDS_TEXT),
    ("table", _table, ["paragraph", "reference"]),
    ("code", _placed(standard.code), []),
    ("fence", _placed(standard.fence), _ENDS_ALL),
    ("blockquote", _placed(standard.blockquote), _ENDS_ALL),
    ("hr", _placed(standard.hr), _ENDS_ALL),
    ("list", _placed(standard.list_block), _ENDS_TEXT),
    ("note", _note, _ENDS_TEXT),
    ("reference", _placed(standard.reference), []),
    ("html_block", _placed(standard.html_block), _ENDS_TEXT),
    ("heading", _heading, _ENDS_TEXT),
    ("lheading", _lines_placed(standard.lheading), []),
    ("paragraph", _lines_placed(standard.paragraph), []),
)
