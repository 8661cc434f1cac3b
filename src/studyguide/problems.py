"""Places in an author's files, and what is wrong there.

A problem is a value, never an exception: a stage notes it and goes on to find the
next. How problems look on a screen is left to `report`; which codes there are, and
how grave each is, stands in `codes`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from studyguide.codes import CODES

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A stretch of one line in a file.

    `file` is relative to the project's root, with forward slashes. `line` and
    `column` count from 1, in characters. `width` is how many characters are meant,
    1 or more.
    """

    file: str
    line: int = 1
    column: int = 1
    width: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at a place, and what to do about it.

    `message` is a sentence without a full stop, `hint` too; `hint` may be empty.
    """

    place: Place
    code: str
    message: str
    hint: str = ""

    @property
    def severity(self) -> Severity:
        """Say how grave the problem is, by its code."""
        return CODES[self.code].severity


class Problems:
    """The problems of one run, in the order of files and lines when iterated.

    The one value of the program that grows: it is handed down the stages, and each
    adds to it.
    """

    def __init__(self) -> None:
        self._seen: dict[Problem, None] = {}

    def add(self, place: Place, code: str, message: str, *, hint: str = "") -> None:
        """Note a problem; the same problem twice is kept once.

        Raises KeyError if the code is not in `codes`, which is our own mistake.
        """
        _ = CODES[code]
        self._seen[Problem(place, code, message, hint)] = None

    def __iter__(self) -> Iterator[Problem]:
        return iter(sorted(self._seen, key=lambda problem: (problem.place, problem.code)))

    def __len__(self) -> int:
        return len(self._seen)

    @property
    def errors(self) -> int:
        """How many of the problems stop a build."""
        return sum(problem.severity == "error" for problem in self._seen)

    @property
    def warnings(self) -> int:
        """How many of the problems do not stop a build."""
        return len(self._seen) - self.errors


def did_you_mean(name: str, known: Sequence[str], otherwise: str = "") -> str:
    """Give a hint that names the nearest known name.

    With no name near, gives `otherwise`, or the known names where they are few.

    >>> did_you_mean("promt", ["prompt", "points"])
    'did you mean "prompt"?'
    >>> did_you_mean("x", ["prompt", "points"])
    'use one of: points, prompt'
    """
    folded = {key.casefold(): key for key in known}
    close = get_close_matches(name.casefold(), list(folded), n=1, cutoff=0.6)
    if close:
        return f'did you mean "{folded[close[0]]}"?' + (
            f" otherwise {otherwise}" if otherwise else ""
        )
    if otherwise or not known or len(known) > 12:
        return otherwise
    return "use one of: " + ", ".join(sorted(known))
