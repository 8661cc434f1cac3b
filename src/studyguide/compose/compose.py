"""Compose a galley: a selection, printed by the templates of a layout."""

from collections.abc import Callable

from markupsafe import Markup

from studyguide.compose.galley import Galley
from studyguide.compose.html import Html
from studyguide.compose.pages import Found, PageNumbers
from studyguide.compose.templates import render
from studyguide.compose.words import Words
from studyguide.layout import Layout, Sheet
from studyguide.problems import Place, Problems
from studyguide.prose.nodes import Node, plain_text
from studyguide.prose.parse import Prose
from studyguide.select.selection import GlossaryEntry, Nodes, Reading, Selection

#: Width and height in millimetres.
PAPERS_MM = {"letter": (215.9, 279.4), "a4": (210.0, 297.0)}


def compose(
    selection: Selection,
    layout: Layout,
    place: Place,
    found: Found,
    problems: Problems,
) -> Galley | None:
    """Give the galley of a handout, or None and problems.

    `found` is what is known of its pages; `place` is where the handout is written.
    """
    numbers = PageNumbers(found)
    html = Html(Words(layout.words), numbers, _glosses(selection))
    given = {
        "selection": selection,
        "words": dict(layout.words),
        "page_of": numbers.page_of,
        "pages_of": numbers.pages_of,
    }
    filters = {
        "prose": _prose_filter(html),
        "line": lambda text: html.line(_nodes(text)),
        "plain": lambda text: plain_text(_nodes(text)),
    }
    made = render("document.html", layout.templates, given, filters, problems)
    if made is None:
        return None
    return Galley(
        html=made,
        sheets=(*layout.sheets, paper_sheet(selection.paper)),
        files=selection.pictures,
        places=selection.places,
        place=place,
        asked=frozenset(numbers.asked),
        references=frozenset(numbers.references),
    )


def _prose_filter(html: Html) -> Callable[..., Markup]:
    def prose(text: object, margin: bool = False) -> Markup:
        return html.blocks(_nodes(text), margin=margin)

    return prose


def paper_sheet(paper: str) -> Sheet:
    """Give the style sheet that tells the size of the paper."""
    width, height = PAPERS_MM[paper]
    css = f":root {{ --paper-width: {width}mm; --paper-height: {height}mm; }}\n"
    return Sheet(f"paper: {paper}", css)


def _nodes(text: object) -> Nodes:
    """Give the nodes of whatever a template may print: a text, nodes, or nothing."""
    if text is None:
        return ()
    if isinstance(text, Prose):
        return text.blocks
    if isinstance(text, tuple) and all(isinstance(node, Node) for node in text):
        return text
    # A name that does not exist says so itself when it is asked for its text.
    str(text)
    raise TypeError("only texts of the course can be printed with this filter")


def _glosses(selection: Selection) -> dict[str, GlossaryEntry]:
    glosses: dict[str, GlossaryEntry] = {}
    for part in selection.parts:
        if isinstance(part.content, Reading):
            glosses |= part.content.glosses
    return glosses
