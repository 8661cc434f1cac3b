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


@dataclass(slots=True)
class PageNumbers:
    """Gives the pages of ids, and keeps which ids were asked for."""

    pages: Mapping[str, int]
    asked: set[str] = field(default_factory=set)

    def page_of(self, anchor: str) -> str:
        """Give the page that an id is on."""
        self.asked.add(anchor)
        return str(self.pages[anchor]) if anchor in self.pages else UNKNOWN

    def pages_of(self, ids: tuple[str, ...]) -> list[PageNumber]:
        """Give the pages that ids are on, each page once, in order."""
        self.asked.update(ids)
        first: dict[int, str] = {}
        for anchor in ids:
            if anchor in self.pages:
                first.setdefault(self.pages[anchor], anchor)
        if not first:
            return [PageNumber(UNKNOWN, anchor) for anchor in ids[:_FEW]]
        return [PageNumber(str(page), first[page]) for page in sorted(first)]
