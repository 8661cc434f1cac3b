"""The files of a new course: a small one to write on, or a copy of the sample course."""

from importlib.resources import files
from pathlib import Path

from studyguide.resources import sample_folder

_BLANK = Path(str(files(__name__)))


def course_files(*, example: bool) -> dict[str, bytes]:
    """Give the files of a new course by their path in it.

    A blank course has a lesson, questions, a glossary and a bibliography of an entry
    each, and the sample course's handouts, which suit any course.
    """
    sample = {f"content/{path}": data for path, data in _files(sample_folder()).items()}
    if example:
        made = sample
    else:
        blank = _files(_BLANK / "content")
        handouts = {path: data for path, data in sample.items() if "/handouts/" in path}
        made = {f"content/{path}": data for path, data in blank.items()} | handouts
    return made | {"README.md": (_BLANK / "README.md").read_bytes(), ".gitignore": b"/output/\n"}


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }
