"""The state of one run of inlines, kept so that every token knows where it began."""

import re
from bisect import bisect_left
from collections.abc import MutableMapping
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

_BACKTICKS = re.compile("`+")
_MARK = re.compile(r"\\.|`+|[\[\]()]", re.DOTALL)


class PlacedState(StateInline):
    """markdown-it's state, with `meta["at"]` on every token and the matching brackets."""

    def __init__(
        self,
        src: str,
        md: MarkdownIt,
        env: EnvType,
        outTokens: list[Token],  # noqa: N803
    ) -> None:
        super().__init__(src, md, env, outTokens)
        self._began: int | None = None
        self._brackets: dict[int, int] | None = None
        self.complained = False

    @property
    def brackets(self) -> MutableMapping[int, int]:
        """The offset of the bracket that closes each `[` and `(`, where there is one."""
        if self._brackets is None:
            self._brackets = match_brackets(self.src)
        return self._brackets

    def append_pending(self, text: str) -> None:
        """Take text that is not yet a token, and remember where it began."""
        if self._began is None:
            self._began = self.pos
        super().append_pending(text)

    def pushPending(self) -> Token:  # noqa: N802
        """Make a token of the text taken so far."""
        token = super().pushPending()
        token.meta["at"] = self.pos if self._began is None else self._began
        self._began = None
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Push a token that begins at the present position."""
        at = self.pos
        token = super().push(ttype, tag, nesting)
        token.meta["at"] = at
        # A line break may have taken back all the pending spaces.
        self._began = None
        return token


def match_brackets(text: str) -> dict[int, int]:
    """Pair square and round brackets, each kind by itself, outside code and escapes.

    All pairs are found at once, since a search from each bracket would take quadratic time.

    >>> match_brackets("(a [b) c]")
    {0: 5, 3: 8}
    """
    runs: dict[int, list[int]] = {}
    for run in _BACKTICKS.finditer(text):
        runs.setdefault(len(run.group()), []).append(run.start())
    pairs: dict[int, int] = {}
    open_square: list[int] = []
    open_round: list[int] = []
    position = 0
    while mark := _MARK.search(text, position):
        character, here = mark.group()[0], mark.start()
        position = mark.end()
        if character == "`":
            same = runs.get(position - here, [])
            later = bisect_left(same, position)
            if later < len(same):
                position = same[later] + position - here
        elif character in "[(":
            (open_square if character == "[" else open_round).append(here)
        elif character in "])":
            opened = open_square if character == "]" else open_round
            if opened:
                pairs[opened.pop()] = here
    return pairs
