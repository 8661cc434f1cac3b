"""Read: a course folder becomes text with places. Nothing is judged but what cannot be read.

In: the project's root. Out: every text and picture that a course may be made of, by its
path from the root. A link that leads outside the root, a file that is too large, not a
plain file or not UTF-8 becomes a problem and is left out.
"""

import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
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
        with suppress(OSError):  # a folder above may be closed to us
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

    if not top.exists():
        return

    def report(error: OSError) -> None:
        _unreadable(Path(error.filename).relative_to(root).as_posix(), error, problems)

    for folder, folders, files in os.walk(top, onerror=report):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in [*folders, *sorted(files)]:
            path = Path(folder, name)
            if not _is_text(name):
                place = Place(Path(folder).relative_to(root).as_posix())
                message = f'the name of the file "{_printed(name)}" is not UTF-8'
                problems.add(place, "file.unreadable", message, hint="give it another name")
            elif path.is_symlink() and not _is_inside(path, real_root):
                _refuse(root, path, problems)
            elif path.is_symlink() and name in folders:
                place = Place(path.relative_to(root).as_posix())
                message = f'"{place.file}" is a link to a folder, which is not followed'
                problems.add(place, "file.unreadable", message, hint="put the folder itself there")
            elif name not in folders and not name.startswith("."):
                found += 1
                if found > MOST_FILES:
                    place = Place(top.relative_to(root).as_posix())
                    problems.add(place, "file.size", f"there are more than {MOST_FILES} files")
                    return
                yield path


def _is_inside(path: Path, root: Path) -> bool:
    """Say whether a link stays in the course, or leads in a circle: then reading it fails."""
    try:
        return path.resolve().is_relative_to(root)
    except RuntimeError:  # raised for a circle before Python 3.13
        return True


def _is_text(name: str) -> bool:
    """Say whether a file's name is text; Python stands in half characters for other bytes."""
    return not any("\udc80" <= character <= "\udcff" for character in name)


def _printed(name: str) -> str:
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


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
            message = f'"{name}" is not a plain file'
            problems.add(Place(name), "file.unreadable", message, hint="take it out of the course")
            return None
        if status.st_size > most:
            size = f"{status.st_size / 1e6:.1f} MB"
            limit = f"{most / 1e6:g} MB"
            message = f'"{name}" has {size}; the most is {limit}'
            hint = "make the picture smaller" if most == MOST_PICTURE_BYTES else "split the file"
            problems.add(Place(name), "file.size", message, hint=hint)
            return None
        return path.read_bytes()
    except OSError as error:
        _unreadable(name, error, problems)
        return None


def _unreadable(name: str, error: OSError, problems: Problems) -> None:
    reason = (error.strerror or "unknown reason").lower()
    hint = "check that it is there and that you may read it"
    problems.add(Place(name), "file.unreadable", f'"{name}" cannot be read: {reason}', hint=hint)


def _decode(data: bytes, name: str, problems: Problems) -> str | None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        message = f"this is not UTF-8 text: byte 0x{data[error.start]:02x}"
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            message = "this is UTF-16 text, not UTF-8"
        hint = "save the file again as UTF-8"
        problems.add(Place(name, line, column), "file.encoding", message, hint=hint)
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")
