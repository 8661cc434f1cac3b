"""Where in a work: pages and parts, worded as in Chicago style.

Page numbers stand bare and ranges are shortened; chapters and articles keep their
label, short and tied to its number.
"""

import re

_NBSP = "\u00a0"
_LABELS = {
    "chapter": "chap.", "chapters": "chaps.", "ch": "chap.", "chs": "chaps.", "chap": "chap.",
    "chaps": "chaps.", "article": "art.", "articles": "arts.", "art": "art.", "arts": "arts.",
    "section": "sec.", "sections": "secs.", "sec": "sec.", "secs": "secs.",
    "volume": "vol.", "volumes": "vols.", "vol": "vol.", "vols": "vols.",
    "paragraph": "par.", "paragraphs": "pars.", "par": "par.", "pars": "pars.",
    "figure": "fig.", "fig": "fig.", "figs": "figs.", "part": "pt.", "pt": "pt.", "pts": "pts.",
    "book": "bk.", "bk": "bk.", "bks": "bks.", "note": "n.", "no": "no.", "nos": "nos.",
    "column": "col.", "col": "col.", "cols": "cols.", "line": "line", "lines": "lines",
}  # fmt: skip
_NUMBER = r"(?:[0-9]+[a-z]?|[ivxlcdm]+|[IVXLCDM]+)\b"
_PAGES = re.compile(rf"(?:(?:pp?\.|pages?)\s*(?={_NUMBER}))?(?P<pages>{_NUMBER}.*)", re.DOTALL)
_PART = re.compile(rf"\b([A-Za-z]+)\.?[ {_NBSP}](?={_NUMBER})")


def worded_locator(written: str) -> tuple[str, bool]:
    r"""Give a locator in words, and whether it is pages.

    >>> worded_locator("pp. 112--115")
    ('112–15', True)
    >>> worded_locator("chapter 7")
    ('chap.\xa07', False)
    """
    text = re.sub(r"-{2}|(?<=\d)-(?=\d)", "–", " ".join(written.split())).replace("'", "’")
    found = _PAGES.fullmatch(text)
    if found:
        return page_range(found["pages"]), True
    return _PART.sub(_labelled, text), False


def _labelled(part: re.Match[str]) -> str:
    label = _LABELS.get(part[1].lower())
    return f"{label}{_NBSP}" if label else part[0]


def page_range(pages: str) -> str:
    """Shorten the second number of each range, as Chicago style does.

    >>> page_range("3–10, 71–72, 100–104, 107–108, 321–328, 1496–1504")
    '3–10, 71–72, 100–104, 107–8, 321–28, 1496–504'
    """
    return re.sub(r"\b([0-9]{1,6})–([0-9]{1,6})\b", _shortened, pages)


def _shortened(found: re.Match[str]) -> str:
    first, last = found[1], found[2]
    if len(first) != len(last) or int(first) % 100 == 0 or first >= last:
        return found[0]
    same = next(i for i in range(len(first)) if first[i] != last[i])
    # From 101 to 109 the digits that change are enough; otherwise two are shown at least.
    shown = last[same:] if int(first) % 100 < 10 else last[min(same, len(last) - 2) :]
    return f"{first}–{shown}"
