"""Pictures: every one named is there, can be printed, and opens nothing by itself."""

import io
import math
import re
from xml.etree import ElementTree

from PIL import Image

from studyguide.problems import Place, Problems, did_you_mean
from studyguide.prose.nodes import Node, walk

# Pillow would only warn of a large picture, and call a larger one damaged; we count ourselves.
Image.MAX_IMAGE_PIXELS = None

#: A picture with more pixels than this is no picture for a page; 100 megapixels print
#: A2 at 300 dpi.
MOST_PIXELS = 100_000_000
#: An SVG drawn by a person has hundreds of elements.
MOST_ELEMENTS = 20_000

_XLINK = "{http://www.w3.org/1999/xlink}href"
_FORBIDDEN = {"script", "foreignObject", "iframe", "audio", "video", "animate", "set"}


def check_pictures(
    texts: list[tuple[Node, ...]], pictures: dict[str, bytes], problems: Problems
) -> dict[str, bytes]:
    """Give the pictures that the texts name, by their path under `content/`."""
    used: dict[str, bytes] = {}
    for blocks in texts:
        for node in walk(blocks):
            if node.kind != "picture" or node.attr("src") in used:
                continue
            name = node.attr("src")
            if name in pictures:
                used[name] = pictures[name]
                _check_picture(name, pictures[name], node.place, problems)
            else:
                _missing(name, node.place, pictures, problems)
    return used


def _missing(name: str, place: Place, pictures: dict[str, bytes], problems: Problems) -> None:
    if ".." in name.split("/"):
        hint = "copy the picture into content/images/ and name it from there"
        problems.add(place, "file.outside", f'"{name}" leads outside the course', hint=hint)
        return
    if any(f"content/{name}/".startswith(f"{problem.place.file}/") for problem in problems):
        return  # it is there, but it or its folder could not be read
    problems.add(
        place,
        "file.missing",
        f'there is no picture "{name}"',
        hint=did_you_mean(name, list(pictures), "put PNG, JPEG or SVG files into content/images/"),
    )


def _check_picture(name: str, data: bytes, place: Place, problems: Problems) -> None:
    wrong = _svg_fault(data) if name.lower().endswith(".svg") else _raster_fault(data)
    if wrong:
        problems.add(place, "figure.picture", f'the picture "{name}" {wrong}')


def _raster_fault(data: bytes) -> str:
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
            width, height = image.size
            if width * height > MOST_PIXELS:
                return f"has {width} × {height} pixels, more than can be printed"
            image.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return "cannot be read: it is damaged, or not the kind of file that its name says"
    return ""


def _svg_fault(data: bytes) -> str:
    """Say what is wrong with an SVG, or nothing.

    Document types are refused as a whole, since entities can grow without end; so is a
    `use` that leads to another `use`, which can do the same.
    """
    if re.search(rb"<!(DOCTYPE|ENTITY)", data, re.IGNORECASE):
        return "has a document type, which is refused; save it as plain SVG"
    try:
        root = ElementTree.fromstring(data)
    except (ElementTree.ParseError, ValueError):
        return "is not valid SVG"
    elements = list(root.iter())
    if len(elements) > MOST_ELEMENTS:
        return f"has more than {MOST_ELEMENTS} elements"
    if _local(root.tag) != "svg" or not (root.get("viewBox") or root.get("width")):
        return "is not an SVG picture with a viewBox"
    if not _is_view_box(root.get("viewBox", "0 0 1 1")):
        return f'has the viewBox "{root.get("viewBox", "")[:40]}", which is not four numbers'
    return _unsafe(elements)


def _is_view_box(written: str) -> bool:
    """Say whether a viewBox is four numbers, the last two above nothing."""
    try:
        numbers = [float(number) for number in written.replace(",", " ").split()]
    except ValueError:
        return False
    return len(numbers) == 4 and all(map(math.isfinite, numbers)) and min(numbers[2:]) > 0


def _unsafe(elements: list[ElementTree.Element]) -> str:
    for element in elements:
        tag = _local(element.tag)
        if tag in _FORBIDDEN:
            return f"holds <{tag}>, which is refused"
        if tag == "use" and any(_local(inner.tag) == "use" for inner in _used(element, elements)):
            return "holds a <use> of a <use>, which is refused"
        if any(_local(name).lower().startswith("on") for name in element.attrib):
            return "reacts to events, which is refused; save it as plain SVG"
        values = [*element.attrib.values(), element.text or "" if tag == "style" else ""]
        for address in (element.get("href"), element.get(_XLINK)):
            if address and not address.startswith("#") and tag != "a":
                return f'refers to "{address[:60]}"; a picture must hold all it shows'
        if any(re.search(r"url\(\s*['\"]?(?!['\"]?#)|@import", value) for value in values):
            return "refers to another file from its styles"
    return ""


def _used(
    use: ElementTree.Element, elements: list[ElementTree.Element]
) -> list[ElementTree.Element]:
    name = (use.get("href") or use.get(_XLINK) or "").removeprefix("#")
    return [inner for owner in elements if owner.get("id") == name for inner in owner.iter()]


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]
