"""Examine the installation: what the program needs, whether it is there, how to mend it."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from studyguide.fonts import FontsMissingError, font_files, known_characters
from studyguide.resources import layouts_folder, sample_folder

_PACKAGES = ("weasyprint", "jinja2", "pyyaml", "click", "pydantic", "markdown-it-py", "babel")
_LIBRARIES = {
    "linux": "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "darwin": "brew install pango",
    "win32": "use Windows Subsystem for Linux, or install Pango with MSYS2",
}
#: A letter of each script that the shipped faces are meant to print.
_LETTERS = {"Latin": "é", "Cyrillic": "ж", "Greek": "λ"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing examined; `mend` tells what to type or do where it is not well."""

    is_well: bool
    what: str
    mend: str = ""


def examine() -> list[Finding]:
    """Give the findings, in the order in which things depend on one another."""
    return [*_python(), *_packages(), *_engine(), *_fonts(), *_resources()]


def _python() -> Iterator[Finding]:
    found = ".".join(str(number) for number in sys.version_info[:3])
    is_well = sys.version_info >= (3, 11)
    yield Finding(is_well, f"Python {found}", "" if is_well else "install Python 3.11 or newer")


def _packages() -> Iterator[Finding]:
    for package in _PACKAGES:
        try:
            yield Finding(True, f"{package} {version(package)}")
        except PackageNotFoundError:
            yield Finding(False, f"the package {package}", f"pip install {package}")


def _engine() -> Iterator[Finding]:
    """Set a page, which needs every native library."""
    mend = _LIBRARIES.get(sys.platform, "install Pango 1.44 or newer")
    try:
        from studyguide.typeset import set_trial_page
    except OSError as error:
        yield Finding(False, f"the page engine's native libraries ({error})".split("\n")[0], mend)
        return
    except FontsMissingError as error:
        yield Finding(False, str(error), "install studyguide again")
        return
    is_well = set_trial_page()
    yield Finding(is_well, "the page engine sets a page", "" if is_well else mend)


def _fonts() -> Iterator[Finding]:
    try:
        names = sorted({path.name.partition("[")[0] for path in font_files()})
    except FontsMissingError as error:
        yield Finding(False, str(error), "install studyguide again")
        return
    yield Finding(True, f"fonts: {', '.join(names)}")
    for script, letter in _LETTERS.items():
        is_well = ord(letter) in known_characters()
        yield Finding(is_well, f"{script} letters", "" if is_well else "install studyguide again")


def _resources() -> Iterator[Finding]:
    for what, file in (
        ("the shipped layouts", layouts_folder() / "base" / "layout.yaml"),
        ("the sample course", sample_folder() / "course.yaml"),
    ):
        is_well = file.is_file()
        yield Finding(is_well, what, "" if is_well else "install studyguide again")
