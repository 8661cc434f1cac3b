"""Page numbers in a galley: known ones as they are, unknown ones as placeholders.

A galley is composed once without knowing its pages, typeset, and composed again with the
pages found, until they agree. This is the only place that knows how numbers are resolved.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

#: As wide as most page numbers; in a guide of under 100 pages nothing moves.
UNKNOWN = "00"
#: How many pages a glossary entry is taken to name before they are known.
_FEW = 3


@dataclass(frozen=True, slots=True)
class PageNumber:
    """A page number as printed, and the id on that page that it leads to."""

    page: str
    id: str


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of a handout's pages from setting them before.

    `pages` are page numbers by id; `tops_mm` how far down their page the glosses in the
    margin stand; `apart` the references that led to another page in any pass before, so
    that one which wavers between two pages keeps its page number and the text settles.
    """

    pages: Mapping[str, int] = field(default_factory=dict)
    tops_mm: Mapping[str, float] = field(default_factory=dict)
    apart: frozenset[str] = frozenset()


@dataclass(slots=True)
class PageNumbers:
    """Gives the pages of ids, and keeps which ids were asked for."""

    found: Found
    asked: set[str] = field(default_factory=set)
    references: set[tuple[str, str]] = field(default_factory=set)

    def page_of(self, anchor: str) -> str:
        """Give the page that an id is on."""
        self.asked.add(anchor)
        return str(self.found.pages[anchor]) if anchor in self.found.pages else UNKNOWN

    def page_from(self, reference: str, anchor: str) -> str:
        """Give the page of an id for a reference to it; nothing on the reference's own page."""
        self.references.add((reference, anchor))
        self.asked.add(reference)
        page = self.page_of(anchor)
        is_apart = reference in self.found.apart or page != self.page_of(reference)
        return page if is_apart or page == UNKNOWN else ""

    def pages_of(self, ids: tuple[str, ...]) -> list[PageNumber]:
        """Give the pages that ids are on, each page once, in order."""
        self.asked.update(ids)
        first: dict[int, str] = {}
        for anchor in ids:
            if anchor in self.found.pages:
                first.setdefault(self.found.pages[anchor], anchor)
        if not first:
            return [PageNumber(UNKNOWN, anchor) for anchor in ids[:_FEW]]
        return [PageNumber(str(page), first[page]) for page in sorted(first)]
