"""A text as its author wrote it, and where each of its characters stands.

In: the value to be read, and the source lines it came from. The two differ when YAML
has folded lines, taken off indents or undone escapes. Out: for each character of the
value, its place in the file.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

from studyguide.problems import Place

_LINE_END = re.compile(r"\r\n?")
_ESCAPE_LENGTHS = {"x": 4, "u": 6, "U": 10}
# How far ahead a word may be looked for when value and source part company. Escapes and
# the marks around a YAML scalar are shorter; a longer search would cost time and hit by chance.
_REACH = 200


@dataclass(frozen=True, slots=True)
class Written:
    """A value, with the raw lines that it was written on and the place where each begins.

    `text` is the value to be parsed. `source` has one line or more, without line ends;
    `lines` has the place of the first character of each.
    """

    text: str
    source: tuple[str, ...]
    lines: tuple[Place, ...]

    @classmethod
    def from_lines(cls, file: str, text: str, first_line: int = 1) -> "Written":
        """Take whole lines of a file, such as a lesson's body, which begins at `first_line`."""
        text = _LINE_END.sub("\n", text)
        source = tuple(text.split("\n"))
        places = tuple(Place(file, first_line + index) for index in range(len(source)))
        return cls(text, source, places)

    @classmethod
    def from_scalar(cls, text: str, source: str, lines: tuple[Place, ...]) -> "Written":
        """Take a YAML scalar: its value, its source as written, the place of each source line.

        The source is what stands between the quotes, or below the `|` or `>`.
        """
        return cls(text, tuple(_LINE_END.sub("\n", source).split("\n")), lines)

    @classmethod
    def from_value(cls, text: str, place: Place) -> "Written":
        """Take a value of one line that is written at `place` just as it is."""
        return cls(text, (text,), (place,))


class Places:
    """Finds the place of any stretch of a written text.

    Offsets count characters of `written.text` from 0.
    """

    def __init__(self, written: Written) -> None:
        self._lines = written.lines
        self._source = "\n".join(written.source)
        self._starts = [0]
        for line in written.source[: len(written.lines) - 1]:
            self._starts.append(self._starts[-1] + len(line) + 1)
        same = written.text == self._source
        self._spots = None if same else _align(written.text, self._source)

    def at(self, offset: int, width: int = 1) -> Place:
        """Give the place of `width` characters, cut off at the end of their line."""
        spot = self._spot(offset)
        index = bisect_right(self._starts, spot) - 1
        column = spot - self._starts[index]
        end = self._source.find("\n", spot)
        room = (len(self._source) if end < 0 else end) - spot
        line = self._lines[index]
        return Place(line.file, line.line, line.column + column, max(1, min(width, room)))

    def _spot(self, offset: int) -> int:
        if self._spots is None:
            return min(max(offset, 0), len(self._source))
        return self._spots[min(max(offset, 0), len(self._spots) - 1)]


def _align(text: str, source: str) -> list[int]:
    """Give for each character of `text`, and for its end, the offset in `source`.

    Both are walked once, side by side. YAML changes white space, doubles single quotes
    and escapes characters; it never changes the order.
    """
    spots: list[int] = []
    here = 0
    for offset, character in enumerate(text):
        if character.isspace():
            spots.append(min(here, len(source)))
            if here < len(source) and source[here] == character:
                here += 1
            continue
        while here < len(source) and source[here].isspace():
            here += 1
        here, length = _match(text, offset, source, here)
        spots.append(min(here, max(len(source) - 1, 0)))
        here += length
    spots.append(min(here, len(source)))
    return spots


def _match(text: str, offset: int, source: str, here: int) -> tuple[int, int]:
    """Find one character of the value in the source, at `here` or soon after.

    Gives where it stands and how many characters of the source spell it.
    """
    if source[here : here + 1] == text[offset]:
        return here, 1
    if source[here : here + 1] == "\\":
        return here, _ESCAPE_LENGTHS.get(source[here + 1 : here + 2], 2)
    word = text[offset : offset + 12].split(maxsplit=1)[0]
    found = source.find(word, here, here + _REACH)
    return (found, 1) if found >= 0 else (here, 0)
