"""The rules that cut a line of text into inlines: CommonMark's and our own.

Each of our rules pushes tokens that carry what the tree needs in `meta`: `at` and `end`
(offsets in the content) and what was written. In the silent mode, in which markdown-it
looks for the end of a link's text, ours say no: their brackets are balanced, so the
search steps over them as it does over plain ones.
"""

import re
from collections.abc import Callable

from markdown_it import rules_inline as standard
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.emphasis import tokenize as emphasis
from markdown_it.token import Token

from studyguide.prose.attributes import BRACES
from studyguide.prose.inline_state import PlacedState

Rule = Callable[[StateInline, bool], bool]

CITATION = re.compile(r"(?:^|[\s;-])@\w")
_NOTE = re.compile(r"\[\^([^\s\[\]^]+)\]")
_TERM = re.compile(r"\[\[(?P<term>[^\[\]|]++)(?:\|(?P<shown>[^\[\]]++))?\]\]")
# What an author opened and did not close: its code, its name and what closes it.
_UNCLOSED: tuple[tuple[re.Pattern[str], str, str, str], ...] = (
    (re.compile(r"\[\[(?=\w)"), "link.term", 'the term opened with "[["', "]]"),
    (re.compile(r"\[\^(?=\w)"), "link.note", 'the note mark opened with "[^"', "]"),
    (re.compile(r"\^\[(?=\w)"), "link.note", 'the note opened with "^["', "]"),
    (re.compile(r"\[(?=@\w)"), "link.source", 'the citation opened with "[@"', "]"),
)


def _ours(rule: Callable[[PlacedState], bool], first: str) -> Rule:
    """Make a rule for one first character; it is asked nothing in the silent mode."""

    def run(state: StateInline, silent: bool) -> bool:
        if silent or state.src[state.pos] != first or not isinstance(state, PlacedState):
            return False
        return rule(state)

    return run


def _placed(rule: Rule, kind: str) -> Rule:
    """Make one of markdown-it's rules say where the token of that kind begins and ends."""

    def run(state: StateInline, silent: bool) -> bool:
        at, first = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        if not silent:
            # The first token may be the text before, which the rule has pushed out.
            for token in state.tokens[first : first + 2]:
                if token.type == kind:
                    token.meta |= {"at": at, "end": state.pos}
                    break
        return True

    return run


def _emphasis(state: StateInline, silent: bool) -> bool:
    """Read a row of * or _, each of which becomes a token with a place of its own."""
    at = state.pos
    if not emphasis(state, silent):
        return False
    for offset, token in enumerate(state.tokens[at - state.pos :]):
        token.meta["at"] = at + offset
    return True


def _bracketed(rule: Rule, first: str) -> Rule:
    """Ask a rule only where its first character and a bracket that is closed stand.

    The rule would find out too, but for a long row of brackets in quadratic time.
    """

    def run(state: StateInline, silent: bool) -> bool:
        if not state.src.startswith(first, state.pos) or not isinstance(state, PlacedState):
            return False
        closing = state.brackets.get(state.pos + len(first) - 1, -1)
        is_link = state.src.startswith(("(", "["), closing + 1) or "references" in state.env
        return closing >= 0 and is_link and rule(state, silent)

    return run


def _closing(state: PlacedState, opening: int) -> int:
    """Give the offset of the bracket that closes one, inside what is now read; else -1."""
    closing = state.brackets.get(opening, -1)
    return closing if closing < state.posMax else -1


def _push_span(state: PlacedState, kind: str, inside: tuple[int, int], end: int) -> Token:
    """Push an opening and a closing token around the inlines of `inside`; go on at `end`."""
    at, limit = state.pos, state.posMax
    opening = state.push(f"{kind}_open", "", 1)
    opening.meta |= {"at": at, "end": end, "inside": inside}
    state.pos, state.posMax = inside
    state.md.inline.tokenize(state)
    state.push(f"{kind}_close", "", -1)
    state.pos, state.posMax = end, limit
    return opening


def _push_alone(state: PlacedState, kind: str, content: str, end: int) -> Token:
    """Push one token for what stands from here to `end`."""
    at = state.pos
    token = state.push(kind, "", 0)
    token.content = content
    token.meta |= {"at": at, "end": end}
    state.pos = end
    return token


def _inline_note(state: PlacedState) -> bool:
    """Read `^[a note]`."""
    closing = _closing(state, state.pos + 1) if state.src.startswith("^[", state.pos) else -1
    if closing < 0 or not state.src[state.pos + 2 : closing].strip():
        return False
    _push_span(state, "inline_note", (state.pos + 2, closing), closing + 1)
    return True


def _note_mark(state: PlacedState) -> bool:
    """Read `[^name]`."""
    mark = _NOTE.match(state.src, state.pos, state.posMax)
    if mark is None:
        return False
    _push_alone(state, "note_mark", mark[1], mark.end())
    return True


def _term(state: PlacedState) -> bool:
    """Read `[[term]]` or `[[term|words shown]]`."""
    mark = _TERM.match(state.src, state.pos, state.posMax)
    if mark is None or not mark["term"].strip():
        return False
    start, end = mark.span("shown" if mark["shown"] else "term")
    words = state.src[start:end]
    start, end = start + len(words) - len(words.lstrip()), start + len(words.rstrip())
    _push_span(state, "term", (start, end), mark.end()).content = mark["term"]
    return True


def _citation(state: PlacedState) -> bool:
    """Read `[see @key, chap. 7; @other]`; what stands inside is left to others."""
    closing = _closing(state, state.pos)
    # Looking no further than the next bracket keeps a row of them from taking quadratic time.
    if closing < 0 or state.src.find("[", state.pos + 1, closing) >= 0:
        return False
    inside = state.src[state.pos + 1 : closing]
    # Before a round bracket it is the text of a link that has an @ in it.
    if not CITATION.search(inside) or state.src.startswith("(", closing + 1):
        return False
    _push_alone(state, "citation", inside, closing + 1).meta["at"] += 1
    return True


def _passage(state: PlacedState) -> bool:
    """Read `[words]{lang=ru}`, or `(words){lang=ru}`, whose parentheses are printed."""
    closing = _closing(state, state.pos)
    braces = BRACES.match(state.src, closing + 1, state.posMax) if closing >= 0 else None
    if braces is None:
        return False
    is_round = state.src[state.pos] == "("
    if is_round:
        state.append_pending("(")
    opening = _push_span(state, "passage", (state.pos + 1, closing), closing)
    if is_round:
        state.append_pending(")")
    opening.content = braces[1]
    opening.meta |= {"end": braces.end(), "content_at": braces.start(1)}
    state.pos = braces.end()
    return True


def _stray_braces(state: PlacedState) -> bool:
    """Find `{#id}` or `{key=value}` after something that takes no attributes."""
    braces = BRACES.match(state.src, state.pos, state.posMax)
    if braces is None:
        return False
    token = _push_alone(state, "problem", "", braces.end())
    token.meta |= {
        "code": "prose.attributes",
        "message": f'"{braces.group()}" belongs to nothing',
        "hint": "ids stand at the end of a heading or a ::: line, languages after "
        "brackets: [слово]{lang=ru}; for literal braces write \\{",
    }
    return True


def _unclosed(state: PlacedState) -> bool:
    """Find what was opened and not closed: once in each block, since one hides the rest."""
    if state.complained:
        return False
    for pattern, code, name, end in _UNCLOSED:
        mark = pattern.match(state.src, state.pos)
        if mark and state.src.rfind("[", state.pos, mark.end()) not in state.brackets:
            state.complained = True
            token = _push_alone(state, "problem", "", mark.end())
            hint = f"close it with {end}; for a literal bracket write \\["
            token.meta |= {"code": code, "message": f"{name} is not closed", "hint": hint}
            return True
    return False


#: Name and rule, in the order in which they are asked.
RULES: tuple[tuple[str, Rule], ...] = (
    ("text", standard.text),
    ("newline", standard.newline),
    ("escape", standard.escape),
    ("backticks", _placed(standard.backtick, "code_inline")),
    ("emphasis", _emphasis),
    ("inline_note", _ours(_inline_note, "^")),
    ("term", _ours(_term, "[")),
    ("note_mark", _ours(_note_mark, "[")),
    ("citation", _ours(_citation, "[")),
    ("passage", _ours(_passage, "[")),
    ("link", _placed(_bracketed(standard.link, "["), "link_open")),
    ("image", _placed(_bracketed(standard.image, "!["), "image")),
    ("autolink", _placed(standard.autolink, "link_open")),
    ("html_inline", _placed(standard.html_inline, "html_inline")),
    ("entity", standard.entity),
    ("round_passage", _ours(_passage, "(")),
    ("stray_braces", _ours(_stray_braces, "{")),
    ("unclosed_square", _ours(_unclosed, "[")),
    ("unclosed_note", _ours(_unclosed, "^")),
)
