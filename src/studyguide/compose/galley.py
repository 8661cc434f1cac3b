"""The galley: everything that one handout needs to be cut into pages, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass

from studyguide.layout import Sheet
from studyguide.problems import Place


@dataclass(frozen=True, slots=True)
class Galley:
    """HTML that opens in any browser, its style sheets in the order of the cascade.

    `files` are the files that it may open, by their address in the HTML; `places` tell for
    each id where its author wrote it, and `place` where the handout is written. `asked` are
    the ids whose page numbers are printed, `references` pairs of a reference's id and of the id it
    leads to.
    """

    html: str
    sheets: tuple[Sheet, ...]
    files: Mapping[str, bytes]
    places: Mapping[str, Place]
    place: Place
    asked: frozenset[str]
    references: frozenset[tuple[str, str]] = frozenset()
