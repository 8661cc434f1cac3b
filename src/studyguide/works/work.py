"""A work that a course cites, as its bibliography describes it.

Plain data: `bibliography` makes it from BibTeX, `citations` words it. Texts are
Unicode with typographic quotes and dashes, without LaTeX; what is not known is empty.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from studyguide.problems import Place

#: What a key is made of, so that `[@key]` can cite it; punctuation stands between letters only.
KEY = r"\w+(?:[:.\-/+]\w+)*"

#: `speech` is also an unpublished report or talk, `report` one that a body published.
Kind = Literal["book", "article", "chapter", "thesis", "report", "speech", "web", "legal", "misc"]


#: BibTeX's and BibLaTeX's entry types, and what kind of work each is. A collection is a
#: book with editors; a report that no body published is a speech.
ENTRY_KINDS: dict[str, Kind] = {
    "book": "book", "mvbook": "book", "collection": "book", "mvcollection": "book",
    "proceedings": "book", "mvproceedings": "book", "reference": "book", "manual": "book",
    "mvreference": "book", "booklet": "book",
    "article": "article", "review": "article", "suppperiodical": "article",
    "incollection": "chapter", "inbook": "chapter", "bookinbook": "chapter",
    "suppbook": "chapter", "suppcollection": "chapter", "inproceedings": "chapter",
    "conference": "chapter", "inreference": "chapter",
    "thesis": "thesis", "phdthesis": "thesis", "mastersthesis": "thesis",
    "report": "report", "techreport": "report", "unpublished": "speech",
    "online": "web", "www": "web", "electronic": "web",
    "legislation": "legal", "legal": "legal", "jurisdiction": "legal",
    "misc": "misc", "letter": "misc", "periodical": "misc", "image": "misc", "video": "misc",
    "movie": "misc", "audio": "misc", "music": "misc", "artwork": "misc", "dataset": "misc",
    "software": "misc", "performance": "misc", "standard": "misc", "patent": "misc",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Name:
    """A person, or in `literal` a body whose name has no parts.

    `particle` is the small word before the family name ("van"), `suffix` what follows
    it ("Jr."). The literal name "others" at the end of a list means "et al.".
    """

    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """One work of the bibliography.

    `title` holds the subtitle, after a colon. `short_title` is the author's own, else
    empty. `date` and `accessed` are ISO texts of a year, a month or a day, or two of
    them with a slash; where the author wrote something else, such as "n.d.", it is that.
    `publisher` is the school of a thesis, the body behind a report or a web site's name.
    `howpublished` is printed after the title, `note` at the end of an entry among the works
    cited, and for a speech, a law or a miscellaneous work in notes too. `genre` is what kind of
    thesis, speech or report it is. `parent` is the key of the work that
    `crossref` names. `places` are (field, place) pairs.
    """

    key: str
    kind: Kind
    place: Place
    authors: tuple[Name, ...] = ()
    editors: tuple[Name, ...] = ()
    translators: tuple[Name, ...] = ()
    title: str = ""
    short_title: str = ""
    journal: str = ""
    booktitle: str = ""
    series: str = ""
    volume: str = ""
    number: str = ""
    edition: str = ""
    publisher: str = ""
    address: str = ""
    date: str = ""
    accessed: str = ""
    pages: str = ""
    doi: str = ""
    url: str = ""
    genre: str = ""
    event: str = ""
    howpublished: str = ""
    note: str = ""
    parent: str = ""
    places: tuple[tuple[str, Place], ...] = ()

    def place_of(self, field: str) -> Place:
        """Give the place of a BibTeX field, or of the entry where it has no such field."""
        return dict(self.places).get(field, self.place)


def missing_fields(work: Work) -> Iterator[tuple[str, str]]:
    """Give what the citation of a work cannot do without: (field, hint) pairs."""
    if not work.title:
        yield "title", "add title = {…}"
    if work.kind not in ("web", "legal", "misc") and not work.date:
        yield "year", "add year = {…}; where there is none write year = {n.d.}"
    anonymous = "a body goes into double braces, {{…}}; a work without an author is @misc"
    if work.kind == "book" and not work.authors and not work.editors:
        yield "author or editor", anonymous
    # Newspapers have unsigned pieces, and they have no volumes.
    signed = work.kind in ("chapter", "thesis") or (work.kind == "article" and work.volume)
    if signed and not work.authors:
        yield "author", anonymous
    if work.kind == "chapter" and not work.booktitle:
        yield "booktitle", "add booktitle = {…}, the book that it stands in"
    if work.kind == "article" and not work.journal:
        yield "journal", "add journal = {…}, the journal or newspaper that it stands in"
