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
from weasyprint.urls import URLFetcher, URLFetcherResponse, iri_to_uri  # noqa: E402

_MM_PER_PX = 25.4 / 96
#: Addresses in a galley are relative to this; `.invalid` never exists.
_BASE = "https://galley.invalid/"
_MEDIA = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".svg": "image/svg+xml"}
#: What WeasyPrint says of what has been reported already: of files by the fetchers, of
#: characters before the galley is set. The last is said again, better, of the whole rule.
_SAID_ALREADY = (
    "Failed to load",
    "Font-face",
    ".notdef glyph",
    "Expected a media type",
)
#: What WeasyPrint raises on style sheets and pictures that it was not made for, such as
#: `margin: calc(1mm + )`, a `viewBox` without numbers, elements nested a thousandfold.
_ENGINE_FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    RuntimeError,
    TypeError,
    ValueError,
)


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
    """A galley cut into pages: how many, the size of the page and of the text area on it in
    mm, where each id landed.

    `document` is WeasyPrint's and of no use to other modules; `identifier` is the PDF's.
    """

    count: int
    width_mm: float
    height_mm: float
    text_top_mm: float
    text_height_mm: float
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
        name = _file_name(url, self._galley)
        if name not in self._galley.files:
            found = (place for sheet in self._galley.sheets if (place := _written(sheet, name)))
            _block(next(found, self._galley.place), name, self._problems)
            raise ValueError("not a file of the galley")
        suffix = name[name.rfind(".") :].lower()
        kind = {"Content-Type": _MEDIA.get(suffix, "application/octet-stream")}
        return URLFetcherResponse(url, self._galley.files[name], kind)


class _Closed(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Opens nothing, and keeps what it was asked for.

    A style sheet may bring in neither another sheet nor a font while it is parsed.
    """

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("https",), allow_redirects=False)
        self.asked: list[str] = []

    def fetch(self, url: str, _headers: object = None) -> URLFetcherResponse:
        """Raise ValueError, which WeasyPrint takes."""
        self.asked.append(url.removeprefix(_BASE))
        raise ValueError("a style sheet opens no files")


def _file_name(url: str, galley: Galley) -> str:
    """Give the file that an address means; WeasyPrint escapes blanks and what is not ASCII."""
    name = url.removeprefix(_BASE)
    return next((known for known in galley.files if iri_to_uri(_BASE + known) == url), name)


def _block(place: Place, name: str, problems: Problems) -> None:
    problems.add(
        place,
        "page.blocked",
        f'the page asked for "{name[:100]}"',
        hint="only pictures of the course can be opened",
    )


def lay_out(galley: Galley, problems: Problems) -> Pages | None:
    """Cut a galley into pages; give None and a problem where the engine cannot."""
    sheets = [_sheet(sheet, problems) for sheet in galley.sheets]
    with _logged() as lines:
        try:
            html = HTML(string=galley.html, base_url=_BASE, url_fetcher=_Fetcher(galley, problems))
            document = html.render(
                stylesheets=[sheet for sheet in sheets if sheet is not None],
                font_config=_fonts(),
                pdf_variant="pdf/ua-1",
                pdf_tags=True,
            )
        except _ENGINE_FAULTS as error:
            _failed(galley.place, error, problems)
            return None
    _report(lines, galley, problems)
    first = document.pages[0]
    digest = hashlib.sha256(galley.html.encode())
    for sheet in galley.sheets:
        digest.update(sheet.css.encode())
    return Pages(
        count=len(document.pages),
        width_mm=round(first.width * _MM_PER_PX, 1),
        height_mm=round(first.height * _MM_PER_PX, 1),
        # The text area is not in WeasyPrint's public interface.
        text_top_mm=round(first._page_box.content_box_y() * _MM_PER_PX, 2),  # noqa: SLF001
        text_height_mm=round(first._page_box.height * _MM_PER_PX, 2),  # noqa: SLF001
        boxes=_boxes(document),
        document=document,
        identifier=digest.digest()[:16],
    )


def paint(pages: Pages, galley: Galley, problems: Problems) -> bytes | None:
    """Give the PDF of laid-out pages; the same galley gives the same bytes.

    Gives None and a problem where the engine cannot.
    """
    with _logged() as lines:
        try:
            pdf = pages.document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=pages.identifier)
        except _ENGINE_FAULTS as error:
            _failed(galley.place, error, problems)
            return None
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


@dataclass(frozen=True, slots=True)
class _Parsed:
    """A style sheet as WeasyPrint holds it, what it logged, and the files it asked for."""

    css: CSS
    lines: tuple[str, ...]
    asked: tuple[str, ...]


@lru_cache(maxsize=64)
def _parsed(sheet: Sheet) -> _Parsed:
    """Parse a sheet alone: WeasyPrint's warnings carry a line but no file name."""
    closed = _Closed()
    with _logged() as lines:
        css = CSS(string=sheet.css, base_url=_BASE, font_config=_fonts(), url_fetcher=closed)
    return _Parsed(css, tuple(lines), tuple(closed.asked))


def _sheet(sheet: Sheet, problems: Problems) -> CSS | None:
    try:
        parsed = _parsed(sheet)
    except _ENGINE_FAULTS as error:
        _failed(Place(sheet.path), error, problems)
        return None
    for name in parsed.asked:
        _block(_written(sheet, name) or Place(sheet.path), name, problems)
    for line in parsed.lines:
        if not line.startswith(_SAID_ALREADY):
            problems.add(_css_place(sheet, line), "style.invalid", _said(line))
    return parsed.css


def _css_place(sheet: Sheet, line: str) -> Place:
    """Give the place that a line of WeasyPrint's names, else that of the words it quotes."""
    found = re.search(r" at (\d+):(\d+)", line)
    if found:
        return Place(sheet.path, int(found[1]), int(found[2]))
    quoted = re.search(r"'(.+)'", line)
    return (quoted and _written(sheet, quoted[1].strip())) or Place(sheet.path)


def _written(sheet: Sheet, words: str) -> Place | None:
    """Give the first place in a sheet where some words stand, or the last part of a path."""
    for wanted in (words, words.rpartition("/")[2]):
        start = sheet.css.find(wanted) if wanted else -1
        if start >= 0:
            line = sheet.css.count("\n", 0, start) + 1
            column = start - sheet.css.rfind("\n", 0, start)
            return Place(sheet.path, line, column, len(wanted))
    return None


def _failed(place: Place, error: BaseException, problems: Problems) -> None:
    reason = type(error).__name__
    if str(error) and not isinstance(error, RecursionError):  # its words vary with Python
        reason = f"{reason}: {str(error)[:200]}"
    problems.add(
        place,
        "page.failed",
        f"the page engine gives up ({reason})",
        hint="take back what was last changed in a style sheet, a template or a picture",
    )


def _report(lines: list[str], galley: Galley, problems: Problems) -> None:
    """Turn what WeasyPrint logged into problems, at the author's own line where it is known."""
    for line in lines:
        if line.startswith(_SAID_ALREADY):
            continue
        undrawn = re.match(r"Failed to render SVG image (\S+)", line)
        if undrawn:
            name = _file_name(undrawn[1], galley)
            message = f'the picture "{name}" cannot be drawn'
            hint = "save it as plain SVG, or as PNG"
            problems.add(Place(f"content/{name}"), "figure.picture", message, hint=hint)
            continue
        names = re.findall(r"#?([\w.-]+)", line)
        place = next((galley.places[n] for n in names if n in galley.places), galley.place)
        problems.add(place, "page.engine", f"the page engine says: {_said(line)}")


def _said(line: str) -> str:
    """Give WeasyPrint's words in our manner.

    >>> _said("Ignored `colour: red ` at 1:5, unknown property.")
    '"colour: red" is dropped: unknown property'
    """
    text = " ".join(re.sub(r" at \d+:\d+", "", line).split()).rstrip(".")
    dropped = re.fullmatch(r"Ignored `(.*?) ?`, (.*)", text)
    if dropped:
        return f'"{dropped[1]}" is dropped: {dropped[2][:1].lower()}{dropped[2][1:]}'
    text = re.sub(r"'(.*?) ?'", r'"\1"', text)
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
