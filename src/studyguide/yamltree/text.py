"""A text as an author wrote it, which knows the place of each character.

In: the text and the name of its file. Out: lines, and places that a problem can name.
What the text means is left to those who read it.
"""

import re
from bisect import bisect_right

from studyguide.problems import Place

_BREAK = re.compile(r"\r\n|\n|\r")
_HALF = re.compile("[\ud800-\udfff]")

#: Characters that YAML forbids (section 5.1 of YAML 1.2: control characters, halves of
#: surrogate pairs), and the three that only YAML 1.1 takes for line breaks: with them our
#: lines would not be those of the author's editor.
FORBIDDEN = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
)


class FileText:
    """A text whose characters are counted from 0 and whose rows are counted from 0.

    `text` has no byte order mark. `first_line` is the number of its first line in the
    file, 1 or more. Lines end as editors see them: CR LF, LF or CR.
    """

    __slots__ = ("_file", "_first_line", "_starts", "text")

    def __init__(self, text: str, file: str, first_line: int = 1) -> None:
        self.text = text
        self._file = file
        self._first_line = first_line
        self._starts = [0, *(found.end() for found in _BREAK.finditer(text))]

    @property
    def rows(self) -> int:
        """How many rows there are, 1 or more."""
        return len(self._starts)

    def row(self, offset: int) -> int:
        """Give the row that a character stands in; a line break ends its own row."""
        return bisect_right(self._starts, offset) - 1

    def bounds(self, row: int) -> tuple[int, int]:
        """Give the offsets where a row begins and where it ends before its line break."""
        start = self._starts[row]
        following = self._starts[row + 1] if row + 1 < len(self._starts) else len(self.text)
        return start, start + len(self.text[start:following].rstrip("\r\n"))

    def line(self, offset: int) -> str:
        """Give the whole line that a character stands in, without its line break."""
        start, end = self.bounds(self.row(offset))
        return self.text[start:end]

    def place(self, start: int, end: int | None = None) -> Place:
        """Give the place from `start` up to `end`, or to the end of the line if that is sooner."""
        row = self.row(start)
        row_start, row_end = self.bounds(row)
        width = min(start + 1 if end is None else end, row_end) - start
        return Place(self._file, row + self._first_line, start - row_start + 1, max(width, 1))

    def flow(self, start: int, end: int) -> tuple[tuple[Place, ...], str]:
        """Give the places and the text of the lines from `start` to `end`.

        Blanks are left out where a line goes on on the next. One place for each line of
        the text, at least one.
        """
        first, last = self.row(start), self.row(max(start, end))
        if first == last:
            return (self.place(start, end),), self.text[start:end]
        pieces = []
        for row in range(first, last + 1):
            row_start, row_end = self.bounds(row)
            begin, finish = max(start, row_start), min(end, row_end)
            written = self.text[begin:finish]
            if row > first:
                begin += len(written) - len(written.lstrip(" \t"))
                written = written.lstrip(" \t")
            pieces.append((begin, written.rstrip(" \t") if row < last else written))
        return self._stack(pieces)

    def block(self, start: int, end: int, value: str) -> tuple[tuple[Place, ...], str]:
        """Give the places and the text of the lines of a block scalar, without indentation.

        `start` is its indicator, `end` where the block ends, `value` what YAML makes of it.
        Blank lines before and after the text are left out; with no text at all, gives the
        place of the indicator and an empty text.
        """
        numbers = range(self.row(start) + 1, self.row(max(start, end - 1)) + 1)
        rows = [self.bounds(number) for number in numbers]
        filled = [row for row in rows if self.text[slice(*row)].strip(" ")]
        if not filled:
            return (self.place(start),), ""
        rows = rows[rows.index(filled[0]) : rows.index(filled[-1]) + 1]
        # With `|2` the text itself may begin with blanks, which the value still has.
        kept = next((line for line in value.split("\n") if line.strip(" ")), "")
        indent = _indent(self.text[slice(*rows[0])]) - _indent(kept)
        begins = [(min(begin + indent, finish), finish) for begin, finish in rows]
        return self._stack([(begin, self.text[begin:finish]) for begin, finish in begins])

    def _stack(self, pieces: list[tuple[int, str]]) -> tuple[tuple[Place, ...], str]:
        places = tuple(self.place(begin, begin + len(written)) for begin, written in pieces)
        return places, "\n".join(written for _, written in pieces)


def joined_halves(value: str) -> str:
    r"""Join characters written as two escaped halves, as JSON does with `\ud83d\ude00`.

    A half alone stays as it is.
    """
    if value.isascii() or not _HALF.search(value):
        return value
    return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
