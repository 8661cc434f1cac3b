"""The apparatus of a handout: glossary, notes and works cited, made when all else is numbered."""

import unicodedata

from studyguide.course.course import Course, EditionName
from studyguide.course.model import Term
from studyguide.prose.nodes import walk
from studyguide.select.numbering import Numbering, unnoted
from studyguide.select.selection import (
    Glossary,
    GlossaryEntry,
    GlossaryLink,
    Notes,
    WorksCited,
)
from studyguide.works.citations import sort_key, works_cited_entry


def make_glossary(
    course: Course, numbering: Numbering, which: str, edition: EditionName, *, pages: bool
) -> Glossary | None:
    """Give the glossary: all terms, or those that the handout uses."""
    names = _names(course, numbering, which)
    chosen = [term for term in course.terms if term.term in names]
    entries = tuple(
        _entry(term, names, numbering, edition, pages=pages)
        for term in sorted(chosen, key=lambda term: alphabetical(term.term))
    )
    return Glossary("glossary.all", entries) if entries else None


def _names(course: Course, numbering: Numbering, which: str) -> set[str]:
    """Give the terms to print: also those that a printed definition names on purpose."""
    if which == "all":
        return {term.term for term in course.terms}
    names = set(numbering.uses)
    by_name: dict[str, Term] = {term.term: term for term in course.terms}
    waiting = list(names)
    while waiting:
        for node in walk(by_name[waiting.pop()].definition.blocks):
            if node.kind == "term":
                name = numbering.finder.term_of(node.attr("term"))
                if name not in names:
                    names.add(name)
                    waiting.append(name)
    return names


def _entry(
    term: Term, names: set[str], numbering: Numbering, edition: EditionName, *, pages: bool
) -> GlossaryEntry:
    uses = tuple(numbering.uses.get(term.term, ())) if pages else ()
    detail = numbering.text(term.detail, aside=True) if edition == "teacher" else ()
    entry_id = numbering.entry_ids[term.term]
    numbering.places[entry_id] = term.place
    see = (GlossaryLink(name, numbering.entry_ids[name]) for name in term.see if name in names)
    return GlossaryEntry(
        id=entry_id,
        term=term.term,
        original=term.original or "",
        language=term.language or "",
        pronunciation=term.pronunciation or "",
        definition=numbering.text(term.definition, terms=False),
        detail=detail,
        see=tuple(see),
        uses=uses,
    )


def make_glosses(course: Course, numbering: Numbering) -> dict[str, GlossaryEntry]:
    """Give an entry for each term used, for the margin: without notes, pages and see."""
    return {
        term.term: GlossaryEntry(
            id=numbering.entry_ids[term.term],
            term=term.term,
            original=term.original or "",
            language=term.language or "",
            pronunciation=term.pronunciation or "",
            definition=unnoted(numbering.text(term.definition, aside=True)),
            detail=(),
            see=(),
            uses=(),
        )
        for term in course.terms
        if term.term in numbering.uses
    }


def make_notes(numbering: Numbering) -> Notes | None:
    """Give the endnotes in order, None where there are none."""
    return Notes("notes.all", tuple(numbering.notes)) if numbering.notes else None


def make_works_cited(numbering: Numbering) -> WorksCited | None:
    """Give the works that the handout cites, in order of the alphabet."""
    works = sorted(numbering.works.values(), key=sort_key)
    entries = tuple(works_cited_entry(work) for work in works)
    return WorksCited("works_cited.all", entries) if entries else None


def alphabetical(text: str) -> tuple[str, str]:
    """Give a key that sorts without regard to capitals, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if c.isalnum() or c == " "), text
