"""Typeset: a galley becomes pages. The only module that knows WeasyPrint.

In: HTML, its style sheets in cascade order, the files it may open. Out: PDF bytes, and
for each id the page it landed on and where, in mm. Every line that WeasyPrint logs
becomes a problem. CSS pixels live in this module only.
"""

import hashlib
import logging
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

from studyguide.compose.galley import Galley
from studyguide.fonts import use_only_our_fonts
from studyguide.layout import Sheet
from studyguide.problems import Place, Problems

# Both must be in place before WeasyPrint is imported: fontconfig reads its configuration
# once, and the fonts' time stamps are taken from this variable.
use_only_our_fonts()
os.environ["SOURCE_DATE_EPOCH"] = "0"

from weasyprint import CSS, HTML, Document  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402
from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: E402

_MM_PER_PX = 25.4 / 96
#: Addresses in a galley are relative to this; `.invalid` never exists.
_BASE = "https://galley.invalid/"
_MEDIA = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".svg": "image/svg+xml"}
#: What WeasyPrint says of its own progress, and of what the fetcher has reported already.
_SAID_ALREADY = ("Failed to load image", "Failed to load stylesheet")


@dataclass(frozen=True, slots=True)
class Box:
    """Where an id landed: the page, from 1, and its box in mm from the page's top left."""

    page: int
    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float


@dataclass(frozen=True, slots=True)
class Pages:
    """A galley cut into pages: how many, their size in mm, where each id landed.

    `document` is WeasyPrint's and of no use to other modules; `identifier` is the PDF's.
    """

    count: int
    width_mm: float
    height_mm: float
    boxes: Mapping[str, Box]
    document: Document
    identifier: bytes

    def page_of(self) -> dict[str, int]:
        """Give the page of each id."""
        return {name: box.page for name, box in self.boxes.items()}


class _Fetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Opens only the files that the galley names; all else is a problem."""

    def __init__(self, galley: Galley, problems: Problems) -> None:
        super().__init__(allowed_protocols=("https",), allow_redirects=False)
        self._galley = galley
        self._problems = problems

    def fetch(self, url: str, _headers: object = None) -> URLFetcherResponse:
        """Give one of the galley's files. Raises ValueError, which WeasyPrint takes."""
        name = url.removeprefix(_BASE)
        if name not in self._galley.files:
            self._problems.add(
                self._galley.place,
                "page.blocked",
                f'the page asked for "{name[:100]}"',
                hint="only pictures of the course can be opened",
            )
            raise ValueError("not a file of the galley")
        suffix = name[name.rfind(".") :].lower()
        kind = {"Content-Type": _MEDIA.get(suffix, "application/octet-stream")}
        return URLFetcherResponse(url, self._galley.files[name], kind)


def lay_out(galley: Galley, problems: Problems) -> Pages:
    """Cut a galley into pages."""
    sheets = [_sheet(sheet, problems) for sheet in galley.sheets]
    with _logged() as lines:
        html = HTML(string=galley.html, base_url=_BASE, url_fetcher=_Fetcher(galley, problems))
        document = html.render(
            stylesheets=sheets, font_config=_fonts(), pdf_variant="pdf/ua-1", pdf_tags=True
        )
    _report(lines, galley, problems)
    first = document.pages[0]
    digest = hashlib.sha256(galley.html.encode())
    for sheet in galley.sheets:
        digest.update(sheet.css.encode())
    return Pages(
        count=len(document.pages),
        width_mm=round(first.width * _MM_PER_PX, 1),
        height_mm=round(first.height * _MM_PER_PX, 1),
        boxes=_boxes(document),
        document=document,
        identifier=digest.digest()[:16],
    )


def paint(pages: Pages, galley: Galley, problems: Problems) -> bytes:
    """Give the PDF of laid-out pages; the same galley gives the same bytes."""
    with _logged() as lines:
        pdf = pages.document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=pages.identifier)
    _report(lines, galley, problems)
    assert isinstance(pdf, bytes)
    return pdf


def set_trial_page() -> bool:
    """Say whether a page with our text face can be set and written."""
    html = HTML(string="<p style=\"font-family: 'Source Serif 4'\">Trial ж</p>", base_url=_BASE)
    with _logged() as lines:
        pdf = html.write_pdf()
    return isinstance(pdf, bytes) and not lines


def _boxes(document: Document) -> dict[str, Box]:
    boxes: dict[str, Box] = {}
    for number, page in enumerate(document.pages, start=1):
        for name, (left, top, right, bottom) in page.anchors.items():
            mm = [round(value * _MM_PER_PX, 2) for value in (left, top, right - left, bottom - top)]
            boxes.setdefault(name, Box(number, *mm))
    return boxes


@lru_cache(maxsize=1)
def _fonts() -> FontConfiguration:
    return FontConfiguration()


@lru_cache(maxsize=64)
def _parsed(sheet: Sheet) -> tuple[CSS, tuple[str, ...]]:
    """Parse a sheet alone: WeasyPrint's warnings carry a line but no file name."""
    with _logged() as lines:
        css = CSS(string=sheet.css, base_url=_BASE, font_config=_fonts())
    return css, tuple(lines)


def _sheet(sheet: Sheet, problems: Problems) -> CSS:
    css, lines = _parsed(sheet)
    for line in lines:
        problems.add(_css_place(sheet, line), "style.invalid", _said(line))
    return css


def _css_place(sheet: Sheet, line: str) -> Place:
    found = re.search(r" at (\d+):(\d+)", line)
    return Place(sheet.path, int(found[1]), int(found[2])) if found else Place(sheet.path)


def _report(lines: list[str], galley: Galley, problems: Problems) -> None:
    """Turn what WeasyPrint logged into problems, at the author's own line where it is known."""
    for line in lines:
        if line.startswith(_SAID_ALREADY):
            continue
        names = re.findall(r"#?([\w.-]+)", line)
        place = next((galley.places[n] for n in names if n in galley.places), galley.place)
        problems.add(place, "page.engine", f"the page engine says: {_said(line)}")


def _said(line: str) -> str:
    text = re.sub(r" at \d+:\d+", "", line).strip().rstrip(".")
    return text[:1].lower() + text[1:]


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@contextmanager
def _logged() -> Iterator[list[str]]:
    """Collect what WeasyPrint and the font library log, instead of letting it be printed."""
    collector = _Collector()
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    before = [logger.propagate for logger in loggers]
    for logger in loggers:
        logger.addHandler(collector)
        logger.propagate = False
    try:
        yield collector.lines
    finally:
        for logger, propagate in zip(loggers, before, strict=True):
            logger.removeHandler(collector)
            logger.propagate = propagate
