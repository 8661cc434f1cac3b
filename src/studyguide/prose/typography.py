"""Plain marks to typographic ones, by language, on a tree whose places are known.

In: nodes with straight quotes, hyphens and plain spaces. Out: the same nodes with
quotation marks, apostrophes, dashes, ellipses and no-break spaces; code and what its
author escaped are left alone. A paragraph is looked at as one run of characters, so that
marks match across emphasis and links; a passage in another language is a run by itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from studyguide.problems import Place
from studyguide.prose.languages import NARROW, NO_BREAK, Language, language_of, tied
from studyguide.prose.nodes import INLINES, Node
from studyguide.prose.quotes import curl_quotes

# Attributes that are printed or read aloud.
_WORDS = frozenset(("alt", "title"))
# Stand-ins in a run: for a thing that is printed but is not text, and for a passage's letters.
_THING = "\ufffc"

# Each begins where a word begins and is of limited length: else a long row of letters or
# dots would be searched again from each of its characters.
_PROTECTED = re.compile(
    r"(?<!\w)\w{1,20}://\S+|www\.\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]+"
)
_ELLIPSIS = re.compile(r"(?<!\.)\.\.\.(?=\.?(?!\.))")
_DASHES = re.compile(r"(?<!-)(?:---|--)(?!-)")
_SPACED_DASH = re.compile(r"(?<=\S)( )(--?)(?= \S)")
_NUMBER = r"\d{1,3}(?:,\d{3}){1,3}|\d{1,9}(?:\.\d{1,3})?"
_RANGE = re.compile(rf"(?<![\w.,/:–—-])({_NUMBER})-({_NUMBER})(?![\w/–—-]|[.,:]\d)")


@dataclass(slots=True)
class _Run:
    """The characters of one run of inlines, and what is printed for each.

    `text` has a character for each of the source and never changes its length;
    `printed` says what each becomes. `fixed` characters are context only.
    """

    text: str
    printed: list[str]
    fixed: list[bool]

    def put(self, start: int, end: int, mark: str) -> None:
        """Print `mark` for the characters from `start` to before `end`, if none is fixed."""
        if not any(self.fixed[start:end]):
            self.printed[start:end] = [mark] + [""] * (end - start - 1)

    def fix(self, start: int, end: int) -> None:
        """Leave these characters as they are."""
        self.fixed[start:end] = [True] * (end - start)


def typographic(nodes: tuple[Node, ...], language: str) -> tuple[Node, ...]:
    """Give the nodes, blocks or inlines, with the marks of a language (BCP 47).

    Neighbouring text nodes become one, and lose the attribute `literal`.
    """
    if nodes and all(node.kind in INLINES for node in nodes):
        return _set_run(nodes, language)
    return tuple(
        replace(
            node,
            children=typographic(node.children, language),
            attrs=_set_attrs(node, language),
        )
        for node in nodes
    )


def typographic_text(text: str, language: str) -> str:
    r"""Give a plain text with the marks of a language, such as a title.

    >>> typographic_text('The "year of the break" -- 1929-30', "en")
    'The “year of the break”\xa0– 1929–30'
    """
    run = _Run(text, list(text), [False] * len(text))
    _set(run, language_of(language))
    return "".join(run.printed)


def _set_attrs(node: Node, language: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, typographic_text(value, language) if name in _WORDS else value)
        for name, value in node.attrs
    )


def _set_run(nodes: tuple[Node, ...], language: str) -> tuple[Node, ...]:
    pieces = tuple(_pieces(nodes))
    text = "".join(piece for piece, _ in pieces)
    fixed = [is_fixed for piece, is_fixed in pieces for _ in piece]
    run = _Run(text, list(text), fixed)
    _set(run, language_of(language))
    return _Rebuilt(run, language).nodes(nodes)


def _pieces(nodes: tuple[Node, ...]) -> Iterator[tuple[str, bool]]:
    """Give the text of a run in pieces, each with whether it must stay as it is.

    Notes and citations become small marks above the line or notes, and count as nothing.
    """
    for node in nodes:
        match node.kind:
            case "text":
                yield node.text, bool(node.attrs)
            case "line_break":
                yield "\n", True
            case "note" | "cite":
                continue
            case "passage":
                yield from ((text, True) for text, _ in _pieces(node.children))
            case _ if node.children:
                yield from _pieces(node.children)
            case _:
                yield _THING, True


class _Rebuilt:
    """Makes the nodes of a run again, with what is printed for each character."""

    def __init__(self, run: _Run, language: str) -> None:
        self._run = run
        self._language = language
        self._here = 0

    def nodes(self, nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        made: list[Node] = []
        for node in nodes:
            if node.kind == "text":
                text = self._take(len(node.text))
                _append_text(made, text, node.place)
            elif node.kind == "passage":
                self._take(sum(len(text) for text, _ in _pieces(node.children)))
                inside = typographic(node.children, node.attr("lang"))
                made.append(node.with_children(inside))
            elif node.children:
                made.append(node.with_children(self.nodes(node.children)))
            else:
                self._take(0 if node.kind in ("note", "cite") else 1)
                made.append(replace(node, attrs=_set_attrs(node, self._language)))
        return tuple(made)

    def _take(self, length: int) -> str:
        start = self._here
        self._here += length
        return "".join(self._run.printed[start : self._here])


def _append_text(made: list[Node], text: str, place: Place) -> None:
    """Add a text node, or lengthen the one before."""
    if made and made[-1].kind == "text":
        last = made.pop()
        place, text = _joined(last.place, place), last.text + text
    if text:
        made.append(Node("text", place, text=text))


def _joined(first: Place, second: Place) -> Place:
    if first.file != second.file or first.line != second.line:
        return first
    return replace(first, width=max(first.width, second.column + second.width - first.column))


def _set(run: _Run, language: Language) -> None:
    """Apply every rule; all look at the text as it was written."""
    for found in _PROTECTED.finditer(run.text):
        run.fix(*found.span())
    _set_dashes(run, language)
    for found in _ELLIPSIS.finditer(run.text):
        run.put(*found.span(), "…")
    for pattern in _tied(language):
        for found in pattern.finditer(run.text):
            run.put(*found.span("space"), NO_BREAK)
    if language.spaced_marks:
        _set_spaced_marks(run, language.spaced_marks)
    curl_quotes(run.text, run.fixed, run.put, language.quotes)


def _set_dashes(run: _Run, language: Language) -> None:
    for found in _DASHES.finditer(run.text):
        run.put(*found.span(), "—" if len(found.group()) == 3 else "–")
    for found in _SPACED_DASH.finditer(run.text):
        if not any(run.fixed[found.start() : found.end()]):
            run.put(*found.span(1), NO_BREAK)
            run.put(*found.span(2), language.spaced_dash)
    for found in _RANGE.finditer(run.text):
        if _is_range(found[1], found[2]):
            run.put(found.end(1), found.end(1) + 1, "–")


def _is_range(first: str, last: str) -> bool:
    """Say whether two numbers with a hyphen are from and to, as in 1932-33 or 98-103.

    A range goes up; its end may leave out the digits it shares with the beginning. Months
    as 1928-10, telephone numbers and codes such as 007-12 are not ranges.
    """
    if re.match(r"0\d", first):
        return False
    low, high = float(first.replace(",", "")), float(last.replace(",", ""))
    if len(last) < len(first) and first.isdigit() and last.isdigit():
        return bool(low % 10 ** len(last) < high)
    # 555-1234 goes up too, but no reading goes on from page 555 to page 1234.
    is_far = len(last) > len(first) >= 3 and high - low > 400
    return low < high and not is_far


def _set_spaced_marks(run: _Run, marks: str) -> None:
    """Put narrow spaces where French has them: before ; ! ? and inside « »."""
    for found in re.finditer(rf"(?<=\S)( )(?=[{marks}»])|(?<=«)( )(?=\S)", run.text):
        run.put(*found.span(), NARROW)
    for found in re.finditer(r"(?<=\S)( )(?=:(?:\s|$))", run.text):
        run.put(*found.span(), NO_BREAK)
    for found in re.finditer(rf"(?<=[\w)»\"])[{marks}](?=\W|$)", run.text):
        run.put(*found.span(), NARROW + found.group())


@cache
def _tied(language: Language) -> tuple[re.Pattern[str], ...]:
    return tied(language)
