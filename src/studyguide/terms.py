"""Glossary terms in running text: where their forms stand.

A form is found as a whole word, in any case unless the term says `case: exact`; spaces
in it may be no-break spaces, hyphens and apostrophes may be the typographic ones.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from studyguide.course.model import Term
from studyguide.prose.nodes import Node, rewrite, walk

#: Inside these a term is never looked for.
_CLOSED = frozenset(
    {"heading", "link", "reference", "code", "code_block", "term", "passage", "table", "caption"}
    | {"figure_source", "figure_credit", "cite", "note"}
)


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of text that is a term's form: `start` and `end` count from 0."""

    start: int
    end: int
    term: str


class TermFinder:
    """Finds the forms of terms in texts."""

    def __init__(self, terms: tuple[Term, ...]) -> None:
        self._exact: dict[str, str] = {}
        self._folded: dict[str, str] = {}
        for term in terms:
            for form in (term.term, *term.forms):
                if term.case == "exact":
                    self._exact[_same(form)] = term.term
                else:
                    self._folded[_same(form).casefold()] = term.term
        patterns = {form: f"(?i:{_pattern(form)})" for form in self._folded}
        patterns |= {form: _pattern(form) for form in self._exact if form not in patterns}
        forms = sorted(patterns, key=lambda form: (-len(form), form))
        words = "|".join(patterns[form] for form in forms)
        self._search = re.compile(rf"(?<!\w)(?:{words})(?!\w)") if forms else None

    def find(self, text: str) -> list[Found]:
        """Give the forms in a text, longest first where two begin alike."""
        if self._search is None:
            return []
        hits: list[Found] = []
        start = 0
        while match := self._search.search(text, start):
            term = self.term_of(match[0])
            start = match.end() if term else match.start() + 1
            if term:
                hits.append(Found(match.start(), match.end(), term))
        return hits

    def term_of(self, words: str) -> str:
        """Give the term that has this form, or nothing."""
        same = _same(words)
        return self._exact.get(same) or self._folded.get(same.casefold()) or ""


def _same(form: str) -> str:
    """Give a form with plain spaces, hyphens and apostrophes."""
    return re.sub(r"\s+", " ", form).replace("\u2011", "-").replace("\u2019", "'").strip()


def _pattern(form: str) -> str:
    escaped = re.escape(form).replace("\\ ", r"\s+").replace("'", "['\u2019]")
    return escaped.replace("\\-", "[-\u2011]")


def link_terms(blocks: tuple[Node, ...], finder: TermFinder) -> tuple[Node, ...]:
    """Give the text with every form made a `term` node (attrs term), but not in headings,
    links, code, tables, captions or passages in another language.
    """

    def change(node: Node) -> tuple[Node, ...] | None:
        if node.kind in _CLOSED:
            return (node,)
        if node.kind == "text":
            return _split(node, finder.find(node.text))
        return None

    return rewrite(blocks, change)


def _split(node: Node, found: list[Found]) -> tuple[Node, ...]:
    made: list[Node] = []
    start = 0
    for hit in found:
        if hit.start > start:
            made.append(_cut(node, start, hit.start))
        words = _cut(node, hit.start, hit.end)
        made.append(Node("term", words.place, children=(words,), attrs=(("term", hit.term),)))
        start = hit.end
    if start < len(node.text):
        made.append(_cut(node, start, len(node.text)))
    return tuple(made)


def _cut(node: Node, start: int, end: int) -> Node:
    place = replace(node.place, column=node.place.column + start, width=end - start)
    return replace(node, text=node.text[start:end], place=place)


def used_terms(texts: Iterable[tuple[Node, ...]], terms: tuple[Term, ...]) -> set[str]:
    """Give the terms whose forms stand in the texts."""
    finder = TermFinder(terms)
    return {
        node.attr("term")
        for blocks in texts
        for node in walk(link_terms(blocks, finder))
        if node.kind == "term"
    }
