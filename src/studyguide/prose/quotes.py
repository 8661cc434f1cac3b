"""Straight quotes to curved ones, and apostrophes.

Whether a quote can open or close is told from the characters beside it, by the rule by
which CommonMark tells it of emphasis marks; a stack tells which quotes belong together.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence

APOSTROPHE = "’"
_QUOTE = re.compile(r"[\"']")
# Words that begin with an apostrophe: 'tis, and decades: the '30s.
_SHORTENED = re.compile(r"'(?=\d\ds?\b|(?:tis|twas|em|til|cause|n)\b)", re.IGNORECASE)

#: Prints a mark for the characters from a start to before an end.
Put = Callable[[int, int, str], None]


def curl_quotes(
    text: str, fixed: Sequence[bool], put: Put, quotes: tuple[str, str, str, str]
) -> None:
    """Give every straight quote of a text its mark; `fixed` ones stay straight.

    `quotes` are outer opening and closing, inner opening and closing. A double quote
    inside double quotes becomes an inner one.
    """
    opened = _Opened(put, quotes)
    for found in _QUOTE.finditer(text):
        at, quote = found.start(), found.group()
        if fixed[at]:
            continue
        if quote == "'" and _SHORTENED.match(text, at):
            put(at, at + 1, APOSTROPHE)
            continue
        can_open, can_close = _directions(text, at)
        if can_close and opened.counts[quote]:
            opened.close(at, quote)
        elif can_open:
            opened.open(at, quote)
        elif quote == "'":
            put(at, at + 1, APOSTROPHE)
        elif can_close and not text[at - 1].isdigit():
            # Opened in the paragraph before, as long quotations are. After a digit it means inches.
            put(at, at + 1, quotes[1])
    opened.leave(0)


class _Opened:
    """The quotes that are open. `counts` says how many of each kind, to save searching."""

    def __init__(self, put: Put, quotes: tuple[str, str, str, str]) -> None:
        self._put = put
        self._quotes = quotes
        self._stack: list[tuple[int, str]] = []
        self.counts = {'"': 0, "'": 0}

    def open(self, at: int, quote: str) -> None:
        self._stack.append((at, quote))
        self.counts[quote] += 1

    def close(self, at: int, quote: str) -> None:
        """Close the last open quote of a kind; what was opened in it was no quotation."""
        last = len(self._stack) - 1
        while self._stack[last][1] != quote:
            last -= 1
        self.leave(last + 1)
        start, _ = self._stack.pop()
        self.counts[quote] -= 1
        opening, closing = self._quotes[:2]
        if quote == "'" or self.counts['"']:
            opening, closing = self._quotes[2:]
        self._put(start, start + 1, opening)
        self._put(at, at + 1, closing)

    def leave(self, size: int) -> None:
        """Set all but the first `size` quotes, which nothing closes: open, or apostrophes."""
        while len(self._stack) > size:
            at, quote = self._stack.pop()
            self.counts[quote] -= 1
            self._put(at, at + 1, self._quotes[0] if quote == '"' else APOSTROPHE)


def _directions(text: str, at: int) -> tuple[bool, bool]:
    """Say whether the quote at an offset can open and whether it can close."""
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    mark_before, mark_after = _is_mark(before), _is_mark(after)
    space_before, space_after = before.isspace(), after.isspace()
    can_open = not space_after and (not mark_after or space_before or mark_before)
    can_close = not space_before and (not mark_before or space_after or mark_after)
    if can_open and can_close:
        return mark_before, mark_after
    return can_open, can_close


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS" and character != "\ufffc"
