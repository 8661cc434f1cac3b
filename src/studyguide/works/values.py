"""Join the pieces of a BibTeX value, which the parser leaves as written.

A value is {…}, "…", a number or the name of an abbreviation, or several of them with `#`
between. Braces inside a piece stay; `latex` takes them away later.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_BARE = re.compile(r"[^\s#{}\"]+")
_JOINT = re.compile(r"\s*(?:#\s*|\Z)")
_BRACE = re.compile(r"(?<!\\)[{}]")
_BRACE_OR_QUOTE = re.compile(r"(?<!\\)[{}\"]")


@dataclass(frozen=True, slots=True)
class Value:
    """A joined value, the abbreviations in it that are not defined, and whether it ends.

    It does not end where something follows the last piece without `#`: the comma after a
    field is missing, or a bare quotation mark stands inside.
    """

    text: str
    unknown: tuple[str, ...] = ()
    ends: bool = True


def joined_value(written: str, abbreviations: Mapping[str, str]) -> Value:
    """Give the value that was written, with abbreviations (in small letters) filled in.

    >>> joined_value('oup # " Press, " # {{New} York}', {"oup": "Oxford"}).text
    'Oxford Press, {New} York'
    """
    pieces: list[str] = []
    unknown: list[str] = []
    at = 0
    while at < len(written):
        bare = _BARE.match(written, at)
        if bare:
            name, at = bare[0], bare.end()
            if name.lower() not in abbreviations and not name.isdigit():
                unknown.append(name)
            pieces.append(abbreviations.get(name.lower(), name))
        else:
            end = closing_mark(written, at)
            pieces.append(written[at + 1 : end])
            at = end + 1
        joint = _JOINT.match(written, at)
        if joint is None:
            return Value("".join(pieces), tuple(unknown), ends=False)
        at = joint.end()
    return Value("".join(pieces), tuple(unknown))


def closing_mark(written: str, at: int) -> int:
    """Give the index of the brace or quotation mark that closes the one at `at`.

    With none, gives the length. A mark behind a backslash does not count, since the parser
    does not count it either.
    """
    quoted = written[at] == '"'
    depth = 0
    for mark in (_BRACE_OR_QUOTE if quoted else _BRACE).finditer(written, at + quoted):
        if mark[0] == '"' and depth == 0:
            return mark.start()
        depth += {"{": 1, "}": -1, '"': 0}[mark[0]]
        if depth <= 0 and not quoted:
            return mark.start()
    return len(written)
