"""What stands in `::: figure`, put in order: the picture or table, the caption, the source."""

from studyguide.problems import Place, Problems
from studyguide.prose.nodes import Attributes, Node, plain_text


def figure(place: Place, name: str, children: tuple[Node, ...], problems: Problems) -> Node:
    """Make the node of a figure with the id `name` from the blocks that stand in it.

    Its children are one `picture` or one `table`, then `caption`, `figure_source` and
    `figure_credit`, each with inlines; its attribute `alt` is the `alt:` line, else what
    stands in the picture's own brackets.
    """
    pictures: list[Node] = []
    tables: list[Node] = []
    captions: list[Node] = []
    lines: list[Node] = []
    line_alt = ""
    for child in children:
        if child.kind == "paragraph":
            pictures += [inline for inline in child.children if inline.kind == "picture"]
            captions += _caption(child)
        elif child.kind == "table":
            tables.append(child)
        elif child.kind == "figure_alt":
            line_alt = " ".join(plain_text(child.children).split())
        elif child.kind in ("figure_source", "figure_credit"):
            lines.append(child)
        else:
            message = "a figure holds a picture or a table, a caption and its lines, and no more"
            hint = "take this out of the figure"
            problems.add(child.place, "prose.place", message, hint=hint)
    alt = line_alt or next((picture.attr("alt") for picture in pictures), "")
    pictures = [_with_alt(picture, alt) for picture in pictures[:1]] + pictures[1:]
    _check(place, [*pictures, *tables], captions, problems)
    attrs: Attributes = (("alt", alt),) if alt else ()
    return Node("figure", place, (*pictures, *tables, *captions, *lines), id=name, attrs=attrs)


def _caption(paragraph: Node) -> list[Node]:
    """Give what is left of a paragraph without its pictures, if anything is."""
    inlines = [inline for inline in paragraph.children if inline.kind != "picture"]
    while inlines and _is_blank(inlines[0]):
        inlines.pop(0)
    while inlines and _is_blank(inlines[-1]):
        inlines.pop()
    return [Node("caption", inlines[0].place, tuple(inlines))] if inlines else []


def _is_blank(inline: Node) -> bool:
    return inline.kind == "line_break" or (inline.kind == "text" and not inline.text.strip())


def _with_alt(picture: Node, alt: str) -> Node:
    return Node("picture", picture.place, attrs=(("src", picture.attr("src")), ("alt", alt)))


def _check(place: Place, shown: list[Node], captions: list[Node], problems: Problems) -> None:
    if not shown:
        hint = "put a table or a picture into it: ![](images/name.svg)"
        problems.add(place, "figure.empty", "this figure shows nothing", hint=hint)
    for extra in shown[1:]:
        message = f"this figure already shows a {shown[0].kind}"
        hint = "give each picture and table a figure of its own"
        problems.add(extra.place, "figure.empty", message, hint=hint)
    if not captions:
        hint = "write a paragraph in it that says what is shown"
        problems.add(place, "figure.caption", "this figure has no caption", hint=hint)
