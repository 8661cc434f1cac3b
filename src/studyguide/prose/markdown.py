"""Markdown to tokens that know where they begin.

The parser is markdown-it with rules of our own, for CommonMark, tables and what the
course format adds. Block tokens have `meta["at"]`, an offset in the text; inline tokens
have `meta["at"]`, an offset in the content of their block, which `meta["anchors"]` of
that block's token turns into an offset in the text.
"""

from functools import cache
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.parser_inline import ParserInline
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from markdown_it.utils import EnvType, PresetType

from studyguide.prose import block_rules, inline_rules
from studyguide.prose.inline_state import PlacedState

_PRESET: PresetType = {
    "options": {
        # Beyond our own limit, so that we report what markdown-it would drop in silence.
        "maxNesting": block_rules.DEPTH + 4,
        "html": True,  # so that raw HTML is found; the tree reports it and leaves it out
        "linkify": False,
        "typographer": False,
        "quotes": "",
        "xhtmlOut": False,
        "breaks": False,
        "langPrefix": "",
        "highlight": None,
    },
    "components": {},
}


class _Inlines(ParserInline):
    """The inline parser, with our rules and with states that keep places."""

    def __init__(self) -> None:
        super().__init__()
        self.ruler = Ruler()
        for name, rule in inline_rules.RULES:
            self.ruler.push(name, rule)
        # The tree joins text by itself: joining here would lose where each piece began.
        self.ruler2.enableOnly(["balance_pairs", "emphasis"])
        # Text may not run over a bracket: a passage in brackets ends there.
        self.add_terminator_char("(")
        self.add_terminator_char(")")

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        state = PlacedState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


class _Blocks(ParserBlock):
    """The block parser, with our rules, a depth limit and a list of open ::: blocks.

    `env["opened"]` has the names of the open blocks, one list for each quotation, list
    item or note around the line, since a block ends where its container ends.
    """

    def __init__(self) -> None:
        super().__init__()
        self.ruler = Ruler()
        for name, rule, chains in block_rules.RULES:
            self.ruler.push(name, rule, {"alt": chains})

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803
        if block_rules.depth(state) > block_rules.DEPTH:
            block_rules.push_too_deep(state, startLine)
            state.line = endLine
            return
        state.env["opened"].append([])
        super().tokenize(state, startLine, endLine)
        state.env["opened"].pop()


class _Markdown(MarkdownIt):
    """The parser. Addresses stay as written: the tree judges them."""

    def __init__(self) -> None:
        super().__init__(_PRESET)
        self.inline = _Inlines()
        self.block = _Blocks()

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        return link

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802
        return True


@cache
def _parser() -> _Markdown:
    return _Markdown()


def tokens_of(text: str, where: Literal["blocks", "line"]) -> list[Token]:
    """Give the block tokens of a text; tokens of type `inline` have their inlines as children.

    A `line` is one inline token, and no mark at its beginning makes a list or a heading
    of it. Line ends must be line feeds alone.
    """
    parser = _parser()
    env: EnvType = {"opened": []}
    tokens: list[Token] = []
    if where == "line":
        tokens.append(block_rules.whole_line(text))
    else:
        parser.block.parse(text, parser, env, tokens)
    for token in tokens:
        if token.type == "inline":
            token.children = parser.inline.parse(token.content, parser, env, [])
    return tokens
