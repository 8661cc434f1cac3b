"""Files of the course that nothing reads: most often a misspelt name or the wrong folder."""

from studyguide.course.model import CourseFile
from studyguide.problems import Place, Problems, did_you_mean
from studyguide.read import Draft

_FILES = ("content/course.yaml", "content/glossary.yaml", "content/timeline.yaml")
#: What is read of each folder, whatever its name. Lessons are told of where they are listed.
_FOLDERS = {
    "content/lessons": (".md",),
    "content/questions": (".yaml", ".yml"),
    "content/handouts": (".yaml", ".yml"),
}
_SUFFIXES = (".md", ".yaml", ".yml", ".bib")


def check_stray(draft: Draft, front: CourseFile, problems: Problems) -> None:
    """Warn of each text under `content/` that has no place in a course."""
    known = (*_FILES, f"content/{front.bibliography}")
    for path in sorted(draft.texts):
        folder, _, name = path.rpartition("/")
        is_course = path.startswith("content/") and name.lower().endswith(_SUFFIXES)
        is_read = path in known or name.endswith(_FOLDERS.get(folder, ("\0",)))
        if is_course and not is_read and name.lower() != "readme.md":
            alike = tuple(one for one in known if one.endswith(name.rpartition(".")[2]))
            near = alike if folder == "content" else ()
            hint = did_you_mean(path, near, "move it to the folder it belongs to, or delete it")
            problems.add(Place(path), "file.stray", f'nothing reads "{path}"', hint=hint)
