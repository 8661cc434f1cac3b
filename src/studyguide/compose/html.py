"""Text trees to HTML, with the classes that layouts style."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup, escape

from studyguide.compose.pages import PageNumbers
from studyguide.compose.words import Words
from studyguide.prose.nodes import Node
from studyguide.select.selection import GlossaryEntry, Nodes

_PLAIN_TAGS = {
    "paragraph": "p",
    "quote": "blockquote",
    "item": "li",
    "emphasis": "em",
    "strong": "strong",
    "row": "tr",
}


#: Inlines that print as elements which may begin with a space.
_ELEMENTS = frozenset({"emphasis", "strong", "term", "link", "reference", "passage", "code"})


#: WeasyPrint may break a line between a word and the mark of a note, whatever Unicode says of
#: letters and digits; this keeps them together and prints nothing.
_WORD_JOINER = Markup("\u2060")


@dataclass(frozen=True, slots=True)
class Html:
    """Renders the texts of one handout."""

    words: Words
    pages: PageNumbers
    glosses: Mapping[str, GlossaryEntry]
    margin: bool = False

    def blocks(self, nodes: Nodes, *, margin: bool = False) -> Markup:
        """Give blocks as HTML; with `margin`, each new term with its gloss after it."""
        html = replace(self, margin=margin) if margin else self
        return html._nodes(nodes)  # noqa: SLF001 - the same class

    def line(self, nodes: Nodes) -> Markup:
        """Give inlines as HTML; a lone paragraph loses its tags, several are run together."""
        if any(node.kind == "paragraph" for node in nodes):
            return Markup(" ").join(self._nodes(node.children or (node,)) for node in nodes)
        return self._nodes(nodes)

    def inner(self, node: Node) -> Markup:
        """Give what stands in a node as HTML."""
        return self._nodes(node.children)

    def _nodes(self, nodes: Nodes) -> Markup:
        made = Markup()
        before: Node | None = None
        for node in nodes:
            text = self._node(node, starts_sentence=_ends_sentence(before))
            if before and before.kind == "text" and made.endswith(" ") and node.kind in _ELEMENTS:
                # WeasyPrint may break a line far too early at a space before an element;
                # inside an element the same space does no harm. It gets one of its own, since
                # the id of an element that begins with a line break would count twice.
                made, text = Markup(made[:-1]), element("span", Markup(" ") + text)
            if node.kind == "note":
                made += _WORD_JOINER
            made += text
            before = node
        return made

    def _node(self, node: Node, *, starts_sentence: bool = False) -> Markup:
        if node.kind == "text":
            return escape(node.text)
        if node.kind == "reference":
            return _reference(self, node, starts_sentence=starts_sentence)
        if node.kind in _PLAIN_TAGS:
            return element(_PLAIN_TAGS[node.kind], self.inner(node))
        return _RENDERERS[node.kind](self, node)

    def gloss(self, term: Node) -> Markup:
        """Give the gloss of a term for the margin, at its place on the page where that is known."""
        entry = self.glosses.get(term.attr("term"))
        if entry is None or not self.margin:
            return Markup()
        parts = [element("span", escape(entry.term), cls="gloss-term")]
        if entry.original:
            parts.append(
                element("span", escape(entry.original), cls="gloss-original", lang=entry.language)
            )
        if entry.pronunciation:
            parts.append(element("span", escape(entry.pronunciation), cls="gloss-say"))
        parts.append(element("span", self.line(entry.definition), cls="gloss-meaning"))
        name = f"gloss.{term.attr('use')}"
        top = f"top: {self.pages.found.tops_mm.get(name, 0):.2f}mm"
        return element("span", Markup(" ").join(parts), cls="gloss", id=name, style=top)


def element(tag: str, inner: str, **attributes: str) -> Markup:
    """Give an element; empty attributes are left out, `cls` is `class`."""
    written = "".join(
        f' {"class" if name == "cls" else name}="{escape(value)}"'
        for name, value in attributes.items()
        if value
    )
    return Markup(f"<{tag}{written}>{inner}</{tag}>")


def _heading(html: Html, node: Node) -> Markup:
    return element(f"h{node.attr('level')}", html.inner(node), id=node.id)


def _list(html: Html, node: Node) -> Markup:
    tag = "ol" if node.kind == "ordered_list" else "ul"
    if node.attr("tight"):
        items = (replace(item, children=_tight(item.children)) for item in node.children)
        return element(tag, html.blocks(tuple(items)), cls="tight", start=node.attr("start"))
    return element(tag, html.inner(node), start=node.attr("start"))


def _tight(blocks: Nodes) -> Nodes:
    """Give the blocks of an item with its paragraphs' inlines in their place."""
    made: list[Node] = []
    for block in blocks:
        made.extend(block.children if block.kind == "paragraph" else (block,))
    return tuple(made)


def _table(html: Html, node: Node) -> Markup:
    rows = [html.blocks((row,)) for row in node.children]
    is_headed = bool(node.children) and any(
        cell.attr("header") == "column" for cell in node.children[0].children
    )
    head = element("thead", rows[0]) if is_headed else Markup()
    body = element("tbody", Markup().join(rows[1:] if is_headed else rows))
    return element("table", head + body)


def _cell(html: Html, node: Node) -> Markup:
    header, inner = node.attr("header"), html.inner(node)
    align = {"right": "numeric", "center": "centred"}.get(node.attr("align"), "")
    if header and not inner:
        # A header cell without words heads nothing: it is the corner over the row headers.
        return element("td", inner, cls=align)
    scope = {"column": "col", "row": "row"}.get(header, "")
    return element("th" if header else "td", inner, cls=align, scope=scope)


def _picture(_html: Html, node: Node) -> Markup:
    return Markup('<img src="{}" alt="{}">').format(node.attr("src"), node.attr("alt"))


def _figure(html: Html, node: Node) -> Markup:
    thing = node.attr("thing") or "figure"
    shown = [n for n in node.children if n.kind in ("picture", "table")]
    captions = [n for n in node.children if n.kind == "caption"]
    lines = [n for n in node.children if n.kind in ("figure_source", "figure_credit")]
    number = ""
    if node.attr("number"):
        label = html.words.thing(thing, node.attr("number"))
        number = element("span", escape(f"{label}."), cls="figure-number") + " "
    caption = element("figcaption", number + Markup(" ").join(_caption(html, n) for n in captions))
    body = caption + html.blocks((*shown, *lines))
    return element(
        "figure", body, cls=f"figure {thing}" if thing != "figure" else "figure", id=node.id
    )


def _caption(html: Html, node: Node) -> Markup:
    """Give a caption with its first sentence strong."""
    first: list[Node] = []
    rest: list[Node] = list(node.children)
    while rest:
        part = rest.pop(0)
        cut = part.text.find(". ") if part.kind == "text" else -1
        if cut >= 0:
            first.append(replace(part, text=part.text[: cut + 1]))
            rest.insert(0, replace(part, text=part.text[cut + 1 :]))
            break
        first.append(part)
    return element("strong", html.line(tuple(first))) + html.line(tuple(rest))


def _figure_line(html: Html, node: Node) -> Markup:
    name = node.kind.removeprefix("figure_")
    label = html.words.text(f"{name}_label")
    words = Markup("{} {}").format(label, html.inner(node)) if label else html.inner(node)
    return element("p", words, cls=name)


def _titled(tag: str) -> Callable[[Html, Node], Markup]:
    """Give a renderer for a block with a small title of its own, or the layout's word for it."""

    def render(html: Html, node: Node) -> Markup:
        title = node.attr("title") or html.words.text(f"{node.kind}_title", "")
        head = element("p", escape(title), cls="block-title") if title else Markup()
        return element(tag, head + html.inner(node), cls=node.kind, id=node.id)

    return render


def _note(_html: Html, node: Node) -> Markup:
    number = escape(node.attr("number"))
    return element("a", number, cls="note-mark", id=node.attr("id"), href="#" + node.attr("to"))


def _term(html: Html, node: Node) -> Markup:
    mark, to, use = node.attr("mark"), node.attr("to"), node.attr("use")
    inner = html.inner(node)
    if mark == "first":
        return _to(inner, to, use, "term") + html.gloss(node)
    if mark == "link" and to:
        return _to(inner, to, use, "term-again")
    return element("span", inner, id=use)


def _to(inner: Markup, to: str, use: str, cls: str) -> Markup:
    if to:
        return element("a", inner, cls=cls, id=use, href="#" + to)
    return element("span", inner, cls=cls, id=use)


def _reference(html: Html, node: Node, *, starts_sentence: bool) -> Markup:
    to, inner = node.attr("to"), html.inner(node)
    if inner:
        return element("a", inner, cls="reference", href="#" + to) if to else inner
    name = f"ref.{node.attr('mark')}"
    page = html.pages.page_from(name, to) if to else ""
    words = html.words.reference(dict(node.attrs), page)
    if starts_sentence:
        words = words[:1].upper() + words[1:]
    return (
        element("a", escape(words), cls="reference", id=name, href="#" + to)
        if to
        else escape(words)
    )


def _ends_sentence(before: Node | None) -> bool:
    """Say whether what follows a node begins a sentence: at the start, or after a full stop."""
    if before is None:
        return True
    return before.kind == "note" or before.text.rstrip().endswith((".", "?", "!", ".”"))


_RENDERERS: dict[str, Callable[[Html, Node], Markup]] = {
    "heading": _heading,
    "list": _list,
    "ordered_list": _list,
    "table": _table,
    "cell": _cell,
    "picture": _picture,
    "figure": _figure,
    "figure_source": _figure_line,
    "figure_credit": _figure_line,
    "sidebar": _titled("aside"),
    "claim": _titled("section"),
    "teacher": _titled("aside"),
    "support": _titled("div"),
    "stretch": _titled("div"),
    "code": lambda _html, node: element("code", escape(node.text)),
    "code_block": lambda _html, node: element("pre", element("code", escape(node.text))),
    "rule": lambda _html, _node: Markup("<hr>"),
    "line_break": lambda _html, _node: Markup("<br>"),
    "link": lambda html, node: element("a", html.inner(node), cls="web", href=node.attr("href")),
    "passage": lambda html, node: element("span", html.inner(node), lang=node.attr("lang")),
    "note": _note,
    "note_in_place": lambda html, node: Markup(' <span class="note-in-place">({})</span>').format(
        html.inner(node)
    ),
    "term": _term,
}
