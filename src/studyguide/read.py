"""Read: a course folder becomes text with places. Nothing is judged but what cannot be read.

In: the project's root. Out: every text and picture that a course may be made of, by its
path from the root. A link that leads outside the root, a file that is too large, not a
plain file or not UTF-8 becomes a problem and is left out.
"""

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from studyguide.problems import Place, Problems

TEXT_SUFFIXES = frozenset({".md", ".yaml", ".yml", ".bib", ".html", ".css"})
PICTURE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".svg"})
MOST_TEXT_BYTES = 2_000_000
MOST_PICTURE_BYTES = 32_000_000
#: A course has hundreds of files; a folder with more than this is not one.
MOST_FILES = 20_000


@dataclass(frozen=True, slots=True)
class Draft:
    """A course as written: texts and pictures by their path from the root."""

    texts: Mapping[str, str]
    pictures: Mapping[str, bytes]

    def under(self, folder: str, *suffixes: str) -> list[str]:
        """Give the paths of the texts right in a folder, in order of their names."""
        return sorted(
            path
            for path in self.texts
            if path.rpartition("/")[0] == folder and path.endswith(suffixes)
        )


def find_root(folder: Path) -> Path | None:
    """Give the project's root: the nearest folder upward that has content/course.yaml."""
    for candidate in (folder, *folder.parents):
        if (candidate / "content" / "course.yaml").is_file():
            return candidate
    return None


def read_course(root: Path, problems: Problems) -> Draft:
    """Read every text and picture under `content/` and `layouts/`."""
    texts: dict[str, str] = {}
    pictures: dict[str, bytes] = {}
    for top in ("content", "layouts"):
        for path in _files(root, root / top, problems):
            name = path.relative_to(root).as_posix()
            suffix = path.suffix.lower()
            if suffix in TEXT_SUFFIXES:
                data = _bytes(path, name, MOST_TEXT_BYTES, problems)
                text = None if data is None else _decode(data, name, problems)
                if text is not None:
                    texts[name] = text
            elif suffix in PICTURE_SUFFIXES and top == "content":
                data = _bytes(path, name, MOST_PICTURE_BYTES, problems)
                if data is not None:
                    pictures[name.removeprefix("content/")] = data
    return Draft(texts, pictures)


def _files(root: Path, top: Path, problems: Problems) -> Iterator[Path]:
    """Give the plain files under a folder, in order; links that lead outside are refused."""
    real_root = root.resolve()
    found = 0
    if top.is_symlink() and not top.resolve().is_relative_to(real_root):
        _refuse(root, top, problems)
        return
    for folder, folders, files in os.walk(top):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in [*folders, *sorted(files)]:
            path = Path(folder, name)
            if path.is_symlink() and not path.resolve().is_relative_to(real_root):
                _refuse(root, path, problems)
            elif name not in folders and not name.startswith("."):
                found += 1
                if found > MOST_FILES:
                    place = Place(top.relative_to(root).as_posix())
                    problems.add(place, "file.size", f"there are more than {MOST_FILES} files")
                    return
                yield path


def _refuse(root: Path, path: Path, problems: Problems) -> None:
    name = path.relative_to(root).as_posix()
    problems.add(
        Place(name),
        "file.outside",
        f'"{name}" is a link that leads outside the course',
        hint="copy the file into the course folder instead",
    )


def _bytes(path: Path, name: str, most: int, problems: Problems) -> bytes | None:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            problems.add(Place(name), "file.unreadable", f'"{name}" is not a plain file')
            return None
        if status.st_size > most:
            size = f"{status.st_size / 1e6:.1f} MB"
            limit = f"{most / 1e6:g} MB"
            problems.add(Place(name), "file.size", f'"{name}" has {size}; the most is {limit}')
            return None
        return path.read_bytes()
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        problems.add(Place(name), "file.unreadable", f'"{name}" cannot be read: {reason}')
        return None


def _decode(data: bytes, name: str, problems: Problems) -> str | None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        problems.add(
            Place(name, line, column),
            "file.encoding",
            f"this is not UTF-8 text: byte 0x{data[error.start]:02x}",
            hint="save the file again as UTF-8",
        )
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")
