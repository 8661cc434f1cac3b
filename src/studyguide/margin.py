"""Where the glosses in the margin stand: beside their words, none over another, none off the page.

A gloss is set out of the flow, so moving it moves nothing in the text. WeasyPrint would
tear a float at the foot of a page, which is why glosses are not floats.
"""

from studyguide.typeset import Box, Pages

#: From the top of a word's box to the top of a gloss whose first line has the same baseline.
_RISE_MM = -0.5


def gloss_tops(pages: Pages) -> dict[str, float]:
    """Give how far each gloss is to stand below the top of the text area, in mm, by its id.

    `pages` tell where the words (`use.N`), their glosses (`gloss.use.N`) and the blocks that
    stand in the margin already (`margin.ID`) are.
    """
    by_page: dict[int, list[tuple[str, Box, Box]]] = {}
    for name, box in pages.boxes.items():
        use = pages.boxes.get(name.removeprefix("gloss."))
        if name.startswith("gloss.") and use and use.page == box.page:
            by_page.setdefault(use.page, []).append((name, use, box))
    tops: dict[str, float] = {}
    for page, glosses in by_page.items():
        floor_mm = max(
            (b.y_mm + b.height_mm for n, b in pages.boxes.items() if _is_block(n, b, page)),
            default=pages.text_top_mm,
        )
        wanted = [(name, use.y_mm + _RISE_MM, box.height_mm) for name, use, box in glosses]
        limit_mm = pages.text_top_mm + pages.text_height_mm
        for name, y_mm in spread(sorted(wanted, key=lambda item: item[1]), floor_mm, limit_mm):
            # A tenth of a millimetre cannot be seen; finer places would never settle.
            tops[name] = round(y_mm - pages.text_top_mm, 1)
    return tops


def _is_block(name: str, box: Box, page: int) -> bool:
    return name.startswith("margin.") and box.page == page


def spread(
    wanted: list[tuple[str, float, float]], floor_mm: float, limit_mm: float
) -> list[tuple[str, float]]:
    """Put things of (name, wanted y, height) under one another between floor and limit.

    Each stands as near below its wanted y as the ones before allow; what would run over
    the limit is pushed up, and the ones above it with it. More than fits overlaps at the top.

    >>> spread([("a", 10, 8), ("b", 12, 8), ("c", 95, 8)], 0, 100)
    [('a', 10), ('b', 18), ('c', 92)]
    """
    placed: list[tuple[str, float, float]] = []
    y = floor_mm
    for name, want, height in wanted:
        y = max(y, want)
        placed.append((name, y, height))
        y += height
    made: list[tuple[str, float]] = []
    for name, top, height in reversed(placed):
        top_mm = min(top, limit_mm - height)
        limit_mm = top_mm
        made.append((name, top_mm))
    return made[::-1]
