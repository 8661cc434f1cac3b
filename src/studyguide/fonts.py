"""The fonts: only the project's own, whatever the machine has installed.

Pango finds fonts through fontconfig, which would hand it the system's for SVG text and
missing characters. So a configuration is made whose only folders are those of the font
packages; it must be in place before WeasyPrint is imported.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path
from xml.sax.saxutils import escape

from fontTools.ttLib import TTFont

#: The packages that carry the faces, each with its TTF files in `files/`.
PACKAGES = ("fontpkg_source_serif_4", "fontpkg_source_sans_3")

_SCRATCH = "studyguide-fonts-"
_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
{folders}
<cachedir>{cache}</cachedir>
</fontconfig>
"""


class FontsMissingError(Exception):
    """The font packages hold no font: the installation is broken."""


def font_files() -> list[Path]:
    """Give the font files, sorted by name.

    Raises FontsMissingError where there is none: Pango would crash the process.
    """
    found: list[Path] = []
    for package in PACKAGES:
        try:
            folder = Path(str(files(package).joinpath("files")))
        except ModuleNotFoundError:
            raise FontsMissingError(f"the font package {package} is not installed") from None
        found.extend(folder.glob("*.ttf"))
    if not found:
        raise FontsMissingError("the font packages hold no fonts")
    return sorted(found)


@cache
def use_only_our_fonts() -> None:
    """Point fontconfig at our fonts alone, for as long as the process lives.

    A worker keeps the configuration that the process which started it has made: a worker ends
    without doing what is registered for its exit, so a folder of its own would stay.
    """
    given = Path(os.environ.get("FONTCONFIG_FILE", ""))
    is_ours = given.parent.name.startswith(_SCRATCH) and given.is_file()
    if is_ours and given.read_text("utf-8") == _configuration(given.parent):
        return
    scratch = Path(tempfile.mkdtemp(prefix=_SCRATCH))
    atexit.register(shutil.rmtree, scratch, ignore_errors=True)
    configuration = scratch / "fonts.conf"
    configuration.write_text(_configuration(scratch), encoding="utf-8")
    os.environ["FONTCONFIG_FILE"] = str(configuration)


def _configuration(scratch: Path) -> str:
    """Give a configuration that names our folders, and keeps its cache in `scratch`."""
    folders = sorted({path.parent for path in font_files()})
    lines = "\n".join(f"<dir>{escape(str(folder))}</dir>" for folder in folders)
    return _CONFIGURATION.format(folders=lines, cache=escape(str(scratch)))


@cache
def known_characters() -> frozenset[int]:
    """Give the code points that at least one of our faces has a glyph for."""
    known: set[int] = set()
    for path in font_files():
        with TTFont(path, lazy=True) as font:
            known.update(font.getBestCmap())
    return frozenset(known)


#: Characters that print nothing by themselves, so no face needs a glyph for them.
_INVISIBLE = frozenset({0x09, 0x0A, 0x0D, 0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF})


def missing_characters(text: Iterable[str]) -> list[str]:
    """Give the characters that no face can print, each once, in order of their code."""
    wanted = {ord(character) for character in text}
    return [chr(code) for code in sorted(wanted - known_characters() - _INVISIBLE)]
